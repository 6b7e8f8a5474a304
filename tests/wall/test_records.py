"""How many years records are kept: told with a reason, and run by the keeper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from lerendwerken.change.accountability.models import Reply, Statement
from lerendwerken.change.dialogue.models import Decision, Dialogue, Position
from lerendwerken.change.obstacles.models import Obstacle, ObstacleAnswer
from lerendwerken.change.proposals.models import Answer, Proposal, RealisedProposal, TeamProposal, Trial
from lerendwerken.foundation.ground import audit, clock, jobs
from lerendwerken.foundation.ground.models import AuditLine
from lerendwerken.foundation.organisations import actions, records
from lerendwerken.foundation.organisations.models import KeptTerm
from lerendwerken.foundation.wall.acting import acting, migrating
from lerendwerken.foundation.wall.models import Kept, Walled
from lerendwerken.foundation.wall.policies import walled_models
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.insights.models import Insight, SharedInsight
from lerendwerken.learning.weekcycle.models import Experiment, LearningQuestion
from tests.houses import House

As = Callable[[Viewer], Client]
What = KeptTerm.What
# Of each kind that must go together; the rows of a test house are from the week of 25 November 2026.
KINDS: dict[KeptTerm.What, set[type[Walled]]] = {
    What.STATEMENTS: {Statement, Reply},
    What.PROPOSALS: {TeamProposal, Proposal, Answer, Trial, RealisedProposal, Obstacle, ObstacleAnswer},
    What.SHARED: {Dialogue, Position, Decision, LearningQuestion, Experiment, SharedInsight},
}
IN_TIME = datetime(2027, 12, 31, 12, tzinfo=UTC)
TOO_LATE = datetime(2028, 1, 2, 12, tzinfo=UTC)


def keep(what: KeptTerm.What, number: int | None, by: Viewer) -> None:
    with acting(by):
        actions.set_term(what, number, "Selectielijst 2020, categorie 4.", by=by)


def days_work(at: datetime) -> None:
    with clock.at(at):
        for name in jobs.daily():
            jobs.do(name)


def over_and_done() -> None:
    """Nothing is going on any more: every proposal and obstacle has its end, every question too."""
    with migrating():
        Proposal.unscoped.update(state=Proposal.State.NO)
        TeamProposal.unscoped.filter(state=TeamProposal.State.TRIAL).update(state=TeamProposal.State.STOPPED)
        Obstacle.unscoped.update(state=Obstacle.State.STAYS)
        LearningQuestion.unscoped.update(ended=date(2026, 11, 26))


def counts(organisation: str = "waterrijk") -> dict[type[Walled], int]:
    """How many rows of each kind an organisation has."""
    with migrating():
        return {
            model: model.unscoped.filter(organisation__slug=organisation).count() for model in walled_models()
        }


@pytest.mark.parametrize("what", KINDS)
def test_records_go_after_the_years_that_were_set_and_no_others(
    every_kind_of_row: None, henk: Viewer, what: KeptTerm.What
) -> None:
    over_and_done()
    keep(what, 1, henk)
    days_work(IN_TIME)
    before = counts()
    assert all(before[model] for model in KINDS[what])
    days_work(TOO_LATE)
    after = counts()
    declared = {model for model in walled_models() if model.keeping is records.CLASSES[what]}
    assert KINDS[what] <= declared
    assert {
        model for model in walled_models() if after[model] < before[model]
    } - _leavers_and_drafts() == declared
    assert not any(after[model] for model in declared)
    with acting(henk):
        term = KeptTerm.objects.visible_to(henk).get(what=what, number=1)
    assert AuditLine.objects.filter(verb="organisations.let_go", row=audit.digest_of(term.pk)).exists()


def _leavers_and_drafts() -> set[type[Walled]]:
    """What goes by a term of its own within those days, whatever is set here."""
    with migrating():
        return {
            model
            for model in walled_models()
            if model.keeping in (Kept.DRAFT, Kept.NOTICE, Kept.PASTED, Kept.EXPORT, Kept.REVEAL)
        }


def test_without_a_number_they_stay_until_they_are_moved(every_kind_of_row: None, henk: Viewer) -> None:
    over_and_done()
    for what in KINDS:
        keep(what, 1, henk)
        keep(what, None, henk)
    before = counts()
    days_work(datetime(2046, 1, 5, 12, tzinfo=UTC))
    after = counts()
    kinds = set().union(*KINDS.values())
    assert {model: after[model] for model in kinds} == {model: before[model] for model in kinds}


def test_what_still_waits_or_is_tried_stays(every_kind_of_row: None, henk: Viewer) -> None:
    over_and_done()
    with migrating():
        Proposal.unscoped.update(state=Proposal.State.TRIAL)
        for trial in Trial.unscoped.select_related("proposal"):
            Trial.unscoped.filter(pk=trial.pk).update(lineage=trial.proposal.lineage)
        Obstacle.unscoped.update(state=Obstacle.State.OPEN)
        LearningQuestion.unscoped.update(ended=None)
    for what in KINDS:
        keep(what, 1, henk)
    days_work(TOO_LATE)
    after = counts()
    assert all(after[model] for model in (Proposal, Answer, Trial, Obstacle, LearningQuestion))


def test_a_new_term_takes_nothing_away_for_a_month(every_kind_of_row: None, henk: Viewer) -> None:
    over_and_done()
    before = counts()
    set_on = datetime(2035, 3, 1, 12, tzinfo=UTC)
    with clock.at(set_on):
        keep(What.STATEMENTS, 1, henk)
    days_work(set_on + timedelta(days=29))
    assert counts()[Statement] == before[Statement]
    days_work(set_on + timedelta(days=31))
    assert counts()[Statement] == 0


def test_another_organisation_keeps_its_own(
    every_kind_of_row: None, waterrijk: House, zorgkompas: House
) -> None:
    over_and_done()
    keep(What.SHARED, 1, zorgkompas.viewer("rob"))
    before = counts()
    days_work(TOO_LATE)
    assert counts()[Dialogue] == before[Dialogue]


def test_what_is_ones_own_stays_when_the_teams_copy_goes(every_kind_of_row: None, henk: Viewer) -> None:
    over_and_done()
    keep(What.SHARED, 1, henk)
    before = counts()
    days_work(TOO_LATE)
    assert counts()[Insight] == before[Insight]
    with migrating():
        assert not Insight.unscoped.filter(organisation=henk.organisation).exclude(copy=None).exists()


def test_it_is_set_on_a_page_and_told_to_everybody(as_: As, henk: Viewer, fatima: Viewer) -> None:
    given = {"what": "statement_years", "number": "7", "reason": "Selectielijst 2020, categorie 4."}
    for wrong in ({"number": "0"}, {"number": "101"}, {"reason": " "}, {"what": "pasted_days", "number": ""}):
        answer = as_(henk).post("/people/terms/", given | wrong)
        assert 'data-state="error"' in answer.content.decode(), wrong
    assert as_(henk).post("/people/terms/", given).status_code == 302
    page = as_(fatima).get("/transparency/").content.decode()
    assert "7 jaar" in page
    assert "Selectielijst 2020, categorie 4." in page
    assert "tot de organisatie het naar haar archief brengt" in page, "the other kinds"
    assert as_(henk).post("/people/terms/", given | {"number": ""}).status_code == 302
    after = as_(fatima).get("/transparency/").content.decode()
    assert page.count("7 jaar na") > after.count("7 jaar na") == 1, "what was set before stays to be read"


def test_the_agreement_says_that_it_changed(as_: As, henk: Viewer, fatima: Viewer) -> None:
    keep(What.PROPOSALS, 5, henk)
    page = as_(fatima).get("/transparency/agreement/").content.decode()
    assert "Nu anders" in page
    assert "5 jaar" in page
