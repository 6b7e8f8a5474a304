"""The demo as whoever tries it meets it on a Wednesday morning."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from lerendwerken.ai.partners import actions as register
from lerendwerken.ai.partners import queries as partners
from lerendwerken.change.accountability import queries as accountability
from lerendwerken.change.dialogue.models import Dialogue, Position
from lerendwerken.change.proposals import queries as proposals
from lerendwerken.change.proposals.models import Proposal, ProposalDraft, TeamProposal
from lerendwerken.foundation.ground import audit, clock, weeks
from lerendwerken.foundation.organisations.models import Organisation, Person
from lerendwerken.foundation.wall.acting import acting, migrating
from lerendwerken.foundation.wall.policies import walled_models
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.front.demo import building, stories
from lerendwerken.learning.frame import queries as frame
from lerendwerken.learning.insights import queries as insights
from lerendwerken.learning.practices import queries as practices
from lerendwerken.learning.weekcycle import queries as weekcycle
from lerendwerken.learning.weekcycle.models import Moment
from lerendwerken.oversight.measurement import queries as measurement
from tests.demo.conftest import quietly

pytestmark = pytest.mark.django_db

Somebody = Callable[[str], Viewer]
SeenBy = Callable[[str], AbstractContextManager[Viewer]]

PROFESSIONALS = [
    f"{person['login']}@{story.slug}.example"
    for story in stories.stories()
    for team in story.teams
    for person in team.people
]
EVERYBODY = sorted(
    {
        *PROFESSIONALS,
        *(
            f"{person['login']}@{story.slug}.example"
            for story in stories.stories()
            for person in story.told["person"]
        ),
    }
)
ONE_OF_EACH = [  # role in each organisation, and team
    *(f"{login}@waterrijk.example" for login in ("fatima", "samira", "marga", "henk", "beheer", "or")),
    *(f"{login}@zorgkompas.example" for login in ("sanne", "ellen", "rob", "beheer", "or")),
]
# Rows of both organisations together: too few would be an empty demo, too many a fault in the telling.
EXPECTED = {
    "organisations.Membership": (32, 32),
    "frame.Frame": (4, 4),
    "frame.Measurement": (60, 90),
    "partners.RegisterEntry": (6, 6),
    "practices.WorkProcess": (16, 16),
    "practices.PracticeVersion": (30, 40),
    "practices.Use": (40, 110),
    "practices.Stop": (1, 1),
    "practices.Adoption": (1, 1),
    "practices.AdoptionResult": (1, 1),
    "weekcycle.LearningQuestion": (50, 70),
    "weekcycle.MomentEntry": (550, 800),
    "weekcycle.Experiment": (90, 115),
    "sparring.SparringSession": (180, 280),
    "sparring.Turn": (250, 450),
    "insights.Insight": (80, 100),
    "insights.SharedInsight": (65, 85),
    "insights.Review": (70, 90),
    "dialogue.Dialogue": (30, 30),
    "dialogue.Position": (148, 148),
    "dialogue.Decision": (30, 30),
    "dialogue.Dissent": (15, 15),
    "dialogue.Courage": (43, 43),
    "proposals.TeamProposal": (17, 17),
    "proposals.Reaction": (12, 30),
    "proposals.Answer": (8, 8),
    "proposals.RealisedProposal": (3, 3),
    "obstacles.Obstacle": (5, 5),
    "obstacles.ObstacleAnswer": (3, 3),
    "accountability.Statement": (5, 5),
    "accountability.Reply": (3, 3),
    "measurement.Pulse": (100, 160),
}


def _count(model: type) -> int:
    with migrating():
        return int(model.unscoped.count())  # type: ignore[attr-defined]


def _counts() -> dict[str, int]:
    return {model._meta.label: _count(model) for model in walled_models()}


@pytest.mark.parametrize("email", EVERYBODY)
def test_everybody_can_sign_in_and_has_a_page(browser: Client, email: str) -> None:
    sent = browser.post("/accounts/login/", {"login": email, "password": "weekcyclus"})
    assert sent.status_code == 302
    assert browser.get("/", follow=True).status_code == 200


def test_twelve_weeks_were_lived(lived: None) -> None:
    counts = _counts()
    outside = {
        label: counts[label]
        for label, (least, most) in EXPECTED.items()
        if not least <= counts[label] <= most
    }
    assert outside == {}


def test_made_again_nothing_is_added(lived: None) -> None:
    before = _counts()
    building.build(quietly)
    assert _counts() == before


def test_a_model_that_is_connected_later_is_put_in_use_and_stays_off_once_switched_off(
    seen_by: SeenBy, settings: Settings
) -> None:
    settings.AI_BASE_URL, settings.AI_MODEL, settings.AI_NAME = "https://model.example/v1", "proef", "Proef"
    building.build(quietly)
    with seen_by("fatima@waterrijk.example") as fatima:
        assert partners.endpoint(fatima)
    with seen_by("beheer@waterrijk.example") as ruth:
        entry = partners.connected_entry(ruth)
        assert entry
        register.switch_off(entry, by=ruth)
    building.build(quietly)
    with seen_by("fatima@waterrijk.example") as fatima:
        assert partners.endpoint(fatima) is None


def test_the_audit_chain_of_both_holds(lived: None) -> None:
    assert [audit.broken_at(organisation.pk) for organisation in Organisation.objects.all()] == [None, None]


@pytest.mark.parametrize("email", PROFESSIONALS)
def test_everybody_has_a_question_and_a_focus_this_week(seen_by: SeenBy, email: str) -> None:
    with seen_by(email) as viewer:
        week = weeks.monday(clock.today(viewer.zone))
        focus = weekcycle.entry(viewer, week, Moment.FOCUS)
        assert weekcycle.current_question(viewer)
        assert focus
        assert focus.expectation or focus.if_then


def test_on_wednesday_the_week_of_fatima_is_half_lived(seen_by: SeenBy) -> None:
    with seen_by("fatima@waterrijk.example") as fatima:
        line = weekcycle.line(fatima, weeks.monday(clock.today(fatima.zone)))
    assert [(stop.moment, stop.state) for stop in line] == [
        ("focus", "done"),
        ("deepen", "done"),
        ("do", "now"),
        ("dialogue", "open"),
        ("harvest", "open"),
    ]


def test_nobody_missed_weeks_in_which_they_were_not_there(seen_by: SeenBy) -> None:
    with seen_by("youssef@waterrijk.example") as youssef:
        second = weeks.after(weeks.monday(clock.today(youssef.zone)), -10)
        assert weekcycle.line(youssef, second) == []


def test_something_comes_back_to_be_recalled(seen_by: SeenBy) -> None:
    with seen_by("fatima@waterrijk.example") as fatima:
        friday = weeks.day_of(weeks.monday(clock.today(fatima.zone)), "fri")
        assert insights.due(fatima, friday)


def test_proposals_stand_in_every_state(lived: None) -> None:
    with migrating():
        in_team = set(TeamProposal.unscoped.values_list("state", flat=True))
        put = set(Proposal.unscoped.values_list("state", flat=True))
        drafts = list(ProposalDraft.unscoped.values_list("from_text", flat=True))
    assert in_team == {"team", "trial", "put_forward", "realised", "stopped"}
    assert put == {"open", "no", "parked", "trial", "realised"}
    assert len(drafts) == 2
    assert all("Nu denk ik" in text for text in drafts)


def test_marga_is_asked_for_answers(seen_by: SeenBy) -> None:
    with seen_by("marga@waterrijk.example") as marga:
        assert len(proposals.put_to(marga)) == 2
        assert proposals.parked_by(marga)
        sent = accountability.sent_to(marga)
    assert len(sent) == 4


def test_objections_to_a_proposal_stay_with_it(seen_by: SeenBy) -> None:
    with seen_by("marga@waterrijk.example") as marga:
        put = {row.title: row for row in Proposal.objects.visible_to(marga)}
    assert "buren" in put["Drie zinnen bovenaan elk hoorverslag"].dissent


def test_one_promise_goes_the_wrong_way(seen_by: SeenBy) -> None:
    with seen_by("henk@waterrijk.example") as henk:
        standing = {stand.promise.title: stand for stand in frame.standing(henk)}
    wrong = [title for title, stand in standing.items() if stand.verdict == "wrong"]
    assert wrong == ["Werk geeft energie"]
    assert standing["Mensen begrijpen hun hoorverslag zonder hulp"].now_confirmed == 63
    assert standing["Mensen begrijpen hun hoorverslag zonder hulp"].now_claimed == 66


def test_a_target_was_changed_for_a_reason(seen_by: SeenBy) -> None:
    with seen_by("henk@waterrijk.example") as henk:
        targets = [
            promise.target
            for version in frame.frames(henk)
            for promise in frame.promises(henk, version)
            if promise.title == "Minder schrijfuren per zaak"
        ]
    assert sorted(targets) == [4, 4.5]


def test_what_was_put_aside_is_off_in_the_register(seen_by: SeenBy) -> None:
    with seen_by("beheer@waterrijk.example") as ruth:
        states = {entry.name: entry.status for entry in partners.register(ruth)}
    assert states == {"Waterrijk Meelezer": "in_use", "Kantoorchat": "in_use", "Dossierwijzer": "off"}


def test_practices_grew_in_versions(seen_by: SeenBy) -> None:
    with seen_by("fatima@waterrijk.example") as fatima:
        assert fatima.team
        rows = practices.practices_of_team(fatima, fatima.team)
        assert all(row.version for row in rows)
        assert max(row.version.number for row in rows if row.version) == 4
        assert practices.proposed(fatima, fatima.team) == []


def test_positions_without_a_name_have_none(lived: None) -> None:
    for story in stories.stories():
        for team in story.teams:
            for held in team.told["dialogue_held"]:
                for said in held["positions"]:
                    with migrating():
                        position = Position.unscoped.get(text=said["text"])
                    assert (position.author_id is None) == said.get("unnamed", False)
                    assert position.pk.version == 4


def test_dialogues_are_decided_and_led_in_turn(seen_by: SeenBy) -> None:
    with seen_by("fatima@waterrijk.example") as fatima:
        held = list(Dialogue.objects.visible_to(fatima).order_by("week").select_related("lead"))
        written = sum(bool(row.objection) for row in Position.objects.visible_to(fatima))
    assert {row.state for row in held} == {"decided"}
    assert [row.lead.name.split()[0] for row in held[:4]] == ["Fatima", "Noor", "Joost", "Anouk"]
    assert sum(bool(row.partner_text) for row in held) >= 8
    assert written >= 15


def test_the_week_before_was_shared_by_enough_people_to_show_its_energy(lived: None) -> None:
    with migrating():
        pulses = measurement.Pulse.unscoped.filter(organisation__slug="waterrijk")  # type: ignore[attr-defined]
        last = weeks.after(weeks.monday(clock.now().date()), -1)
        assert pulses.filter(week=last).count() >= 7


@pytest.mark.parametrize("email", ONE_OF_EACH)
def test_nothing_crosses_from_one_organisation_to_the_other(somebody: Somebody, email: str) -> None:
    viewer = somebody(email)
    with acting(viewer):
        for model in walled_models():
            found = set(model.objects.visible_to(viewer).values_list("organisation", flat=True))
            assert found <= {viewer.organisation}, model
            if connection.vendor == "postgresql":
                found = set(model.unscoped.values_list("organisation", flat=True))
                assert found <= {viewer.organisation}, model


def test_the_sign_in_page_names_the_people_of_the_demo(browser: Client, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    page = browser.get("/accounts/login/")
    groups = page.context["demo_people"]
    assert [group["organisation"] for group in groups] == ["Gemeente Waterrijk", "Zorgkompas"]
    first, rest = (
        [one["login"] for group in groups for one in group["people"]],
        [one["login"] for group in groups for part in group["rest"] for one in part["people"]],
    )
    begin_with = ("fatima", "joost", "marga", "henk", "beheer", "or")
    assert first == [f"{login}@waterrijk.example" for login in begin_with]
    assert sorted(first + rest) == EVERYBODY
    html = page.content.decode()
    assert html.index("Ineke Smit") < html.index("<details") < html.index("Samira"), "the rest is folded"
    assert html.count('name="password" value="weekcyclus"') == len(EVERYBODY), "each is one click"
    assert page.context["demo_password"] == "weekcyclus"


def test_outside_the_demo_the_sign_in_page_names_nobody(browser: Client) -> None:
    page = browser.get("/accounts/login/")
    assert "demo_people" not in page.context
    assert b"fatima" not in page.content


def test_the_components_are_shown_in_the_demo_and_nowhere_else(browser: Client, settings: object) -> None:
    browser.force_login(Person.objects.get(email="joost@waterrijk.example"))
    assert browser.get("/components/").status_code == 404
    settings.DEMO = True  # type: ignore[attr-defined]
    assert browser.get("/components/").status_code == 200
