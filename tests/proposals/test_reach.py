"""Who reaches a proposal in which state; no row is ever widened."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.proposals.conftest import OBJECTION, at_team, drafted, put, tried, tried_in_mandate

from lerendwerken.change.proposals import actions, queries
from lerendwerken.change.proposals.models import (
    Answer,
    MandateTrial,
    Proposal,
    ProposalDraft,
    Reaction,
    RealisedProposal,
    TeamProposal,
    Trial,
)
from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer

People = dict[str, Viewer]
SignIn = Callable[[Viewer], Client]
EVERYBODY = ("fatima", "joost", "samira", "marga", "henk", "beheer", "council", "sanne")


@pytest.fixture
def people(
    fatima: Viewer,
    joost: Viewer,
    samira: Viewer,
    marga: Viewer,
    henk: Viewer,
    beheer: Viewer,
    council: Viewer,
    sanne: Viewer,
) -> People:
    """Owner, teammate, other team, manager, steward, administrator, council, other organisation."""
    found = (fatima, joost, samira, marga, henk, beheer, council, sanne)
    return dict(zip(EVERYBODY, found, strict=True))


def who_sees(people: People, lineage: uuid.UUID) -> set[str]:
    seen = set()
    for name, viewer in people.items():
        with acting(viewer):
            try:
                queries.story(viewer, lineage)
            except NotFound:
                continue
            seen.add(name)
    return seen


def test_a_draft_is_its_owners(people: People) -> None:
    assert who_sees(people, drafted(people["fatima"]).lineage) == {"fatima"}


def test_a_team_proposal_is_the_teams(people: People) -> None:
    assert who_sees(people, at_team(people["fatima"]).lineage) == {"fatima", "joost"}


def test_a_trial_in_the_mandate_stays_the_teams(people: People) -> None:
    assert who_sees(people, tried_in_mandate(people["fatima"]).lineage) == {"fatima", "joost"}


def test_put_forward_it_is_the_teams_the_addressees_and_the_stewards(people: People) -> None:
    assert who_sees(people, put(people["fatima"]).lineage) == {"fatima", "joost", "marga", "henk"}


def test_realised_it_is_everybodys_in_the_organisation(people: People) -> None:
    trial = tried_in_mandate(people["fatima"])
    with acting(people["joost"]):
        actions.realise(trial.lineage, result="Het werkt.", by=people["joost"])
    assert who_sees(people, trial.lineage) == set(EVERYBODY) - {"sanne"}


def test_what_the_team_says_never_reaches_who_decides(people: People, as_: SignIn) -> None:
    fatima, joost, marga, henk = (people[name] for name in ("fatima", "joost", "marga", "henk"))
    row = at_team(fatima)
    with acting(joost):
        actions.react(row, kind="objection", text=OBJECTION, by=joost)
    with acting(fatima):
        actions.put_forward(row, with_objections=[], by=fatima)
    for outside in (marga, henk):
        with acting(outside):
            story = queries.story(outside, row.lineage)
            assert (story.team_proposal, story.reactions, story.draft) == (None, [], None)
            for model in (TeamProposal, Reaction, MandateTrial, ProposalDraft):
                assert not model.objects.visible_to(outside).exists()
        page = as_(outside).get(reverse("proposals:one", args=[row.lineage])).content.decode()
        assert OBJECTION not in page
        assert "Joost" not in page
    with acting(fatima):
        assert queries.story(fatima, row.lineage).objections[0].text == OBJECTION


def test_where_it_came_from_stays_with_its_writer(people: People, as_: SignIn) -> None:
    trial = tried_in_mandate(people["fatima"])
    with acting(people["fatima"]):
        actions.realise(trial.lineage, result="Het werkt.", by=people["fatima"])
    for name in ("fatima", "joost", "marga"):
        page = as_(people[name]).get(reverse("proposals:one", args=[trial.lineage]))
        assert "alleen voor mij" not in page.content.decode()


def test_each_step_is_a_copy_with_the_same_lineage(people: People) -> None:
    fatima, marga = people["fatima"], people["marga"]
    trial = tried(fatima, marga)
    with acting(fatima):
        realised = actions.realise(trial.lineage, result="Het werkt.", by=fatima)
        story = queries.story(fatima, trial.lineage)
        assert story.team_proposal is not None
        assert story.proposal is not None
        keys = {story.team_proposal.pk, story.proposal.pk, realised.pk}
    assert len(keys) == 3


@pytest.mark.parametrize("stage", ["draft", "team"])
def test_before_it_is_put_forward_the_manager_gets_the_same_answer_as_for_nothing(
    people: People, as_: SignIn, stage: str
) -> None:
    row = drafted(people["fatima"]) if stage == "draft" else at_team(people["fatima"])
    for name in ("marga", "samira", "henk", "sanne"):
        client = as_(people[name])
        foreign = client.get(reverse("proposals:one", args=[row.lineage]))
        nowhere = client.get(reverse("proposals:one", args=[new_id()]))
        assert foreign.status_code == nowhere.status_code == 404
        assert str(row.title) not in foreign.content.decode()


@pytest.mark.parametrize(
    "act", ["react", "withdraw", "mandate", "forward", "answer", "trial", "measure", "end"]
)
def test_every_act_on_a_foreign_proposal_is_an_act_on_nothing(people: People, as_: SignIn, act: str) -> None:
    row = at_team(people["fatima"])
    sent = {
        "kind": "for", "text": "x", "what": "x", "starts": "2026-11-25", "ends": "2026-12-25",
        "verdict": "yes", "reason": "x", "value": "1", "day": "2026-11-25", "end": "stop",
    }  # fmt: skip
    for name in ("marga", "samira", "sanne"):
        for given in (sent, {}):
            client = as_(people[name])
            foreign = client.post(reverse(f"proposals:{act}", args=[row.lineage]), given)
            nowhere = client.post(reverse(f"proposals:{act}", args=[new_id()]), given)
            assert foreign.status_code == nowhere.status_code == 404
    with acting(people["fatima"]):
        assert queries.team_proposal_for(people["fatima"], row.pk).state == "team"


@pytest.mark.parametrize("name", ["edit", "to_team", "throw_away"])
def test_a_foreign_draft_is_no_draft(people: People, as_: SignIn, name: str) -> None:
    draft = drafted(people["fatima"])
    for other in ("joost", "marga", "sanne"):
        assert as_(people[other]).post(reverse(f"proposals:{name}", args=[draft.pk])).status_code == 404
    with acting(people["fatima"]):
        assert queries.draft_for(people["fatima"], draft.pk).title == draft.title


@pytest.mark.postgresql
def test_postgresql_draws_the_same_lines(people: People) -> None:
    """The ORM's scoping taken away: the database itself keeps the reaches."""
    fatima, joost, marga = people["fatima"], people["joost"], people["marga"]
    trial = tried(fatima, marga)
    drafted(fatima)
    with acting(joost):
        row = queries.story(joost, trial.lineage).team_proposal
        assert row is not None
        actions.react(row, kind="objection", text=OBJECTION, by=joost)
    counts = {}
    for name in ("joost", "marga", "henk", "samira", "beheer", "sanne"):
        with acting(people[name]):
            models = (ProposalDraft, TeamProposal, Reaction, Proposal, Answer, Trial, RealisedProposal)
            counts[name] = [model.unscoped.count() for model in models]
    assert counts["joost"] == [0, 1, 1, 1, 1, 1, 0]
    assert counts["marga"] == counts["henk"] == [0, 0, 0, 1, 1, 1, 0]
    assert counts["samira"] == counts["beheer"] == counts["sanne"] == [0] * 7
