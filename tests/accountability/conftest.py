"""A frame in force, and Fatima with a quarter of shared work and a great deal that is hers alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest

from lerendwerken.change.accountability import actions
from lerendwerken.change.accountability.composing import Part
from lerendwerken.change.accountability.models import Statement, StatementDraft
from lerendwerken.change.proposals import actions as proposals
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System, Viewer
from lerendwerken.learning.frame import actions as frame
from lerendwerken.learning.frame.models import DevelopmentQuestion, Frame, ResultPromise
from lerendwerken.learning.insights import actions as insights
from lerendwerken.learning.practices import actions as practices
from lerendwerken.learning.weekcycle import actions as weekcycle
from tests.houses import WEDNESDAY, House

WEEK = date(2026, 11, 23)
FIRST = WEEK - timedelta(weeks=11)
EXPLAIN = "Hoe leggen we uit wat we besluiten?"


@dataclass
class Kader:
    """What the steward put in force."""

    frame: Frame
    question: DevelopmentQuestion
    other: DevelopmentQuestion
    retell: ResultPromise
    hours: ResultPromise


@pytest.fixture(autouse=True)
def here_for_long(waterrijk: House) -> None:
    """Everybody has been here for a year, so that a quarter lies behind them."""
    with acting(System.SETUP):
        for member in waterrijk.members.values():
            member.created = WEDNESDAY - timedelta(weeks=52)
            member.save(update_fields=["created"])


@pytest.fixture
def kader(henk: Viewer) -> Kader:
    """Two goals, each with a promise and a development question."""
    with clock.at(WEDNESDAY - timedelta(weeks=12)), acting(henk):
        draft = frame.start_draft(
            title="Duidelijk", why="Mensen bellen na.", starts=date(2026, 9, 1), by=henk
        )
        clear = frame.put_goal(draft, title="Begrijpelijk besluiten", by=henk)
        quick = frame.put_goal(draft, title="Op tijd klaar", by=henk)
        common = {
            "indicator": "Geteld.",
            "kind": "lasting",
            "term": "long",
            "due": date(2027, 7, 1),
            "by": henk,
        }
        retell = frame.put_promise(
            draft,
            goal=clear,
            title="Kan het navertellen",
            unit="%",
            baseline=Decimal(46),
            target=Decimal(75),
            **common,
        )
        hours = frame.put_promise(
            draft,
            goal=quick,
            title="Schrijftijd",
            unit="uur",
            better="down",
            baseline=Decimal("6.5"),
            target=Decimal("4.5"),
            **common,
        )
        question = frame.put_development_question(draft, goal=clear, text=EXPLAIN, by=henk)
        other = frame.put_development_question(draft, goal=quick, text="Wat kan korter?", by=henk)
        in_force = frame.decide(draft, reason="Eerste kader.", by=henk)
    return Kader(in_force, question, other, retell, hours)


@pytest.fixture
def worked(kader: Kader, fatima: Viewer, joost: Viewer) -> Kader:
    """What Fatima shared in the quarter: a question, two experiments, an insight, a stopped trial, two figures."""
    with clock.at(WEDNESDAY - timedelta(weeks=3)), acting(fatima):
        week = WEEK - timedelta(weeks=3)
        weekcycle.ask_question(
            "Hoe maak ik verslagen die mensen begrijpen?",
            week=week,
            development_question=kader.question,
            by=fatima,
        )
        report = practices.name_process("Hoorverslag maken", by=fatima)
        good = weekcycle.begin_experiment(week, work_process=report, tried="Drie zinnen bovenaan.", by=fatima)
        weekcycle.finish_experiment(
            good,
            outcome="Zes van de acht konden het navertellen.",
            minutes_before=95,
            minutes_after=83,
            quality="better",
            by=fatima,
        )
        insight = insights.write_insight(
            week=week,
            before="dat wettermen weg moesten",
            now="dat ze mogen blijven met uitleg erachter",
            because="mensen zoeken ze op",
            by=fatima,
        )
        insights.share(insight, by=fatima)
        measured = frame.measure(kader.retell.lineage, day=date(2026, 11, 3), value=Decimal(61), by=fatima)
    with acting(joost):
        frame.confirm(measured, by=joost)
    with acting(fatima):
        frame.measure(kader.retell.lineage, day=date(2026, 11, 24), value=Decimal(66), by=fatima)
        bad = weekcycle.begin_experiment(WEEK, work_process=report, tried="Ook bij buren.", by=fatima)
        weekcycle.finish_experiment(bad, outcome="De ruzie werd erger.", quality="worse", by=fatima)
        draft = proposals.write_draft(
            title="Sjabloon voor buren",
            idea="Eén sjabloon.",
            expected="Vijf minuten korter.",
            reversible=True,
            promise=kader.hours.lineage,
            by=fatima,
        )
        put = proposals.put_to_team(draft, by=fatima)
        proposals.start_in_mandate(
            put, what="Twee weken", starts=date(2026, 11, 25), ends=date(2026, 12, 9), by=fatima
        )
        proposals.stop(put.lineage, reason="Het sjabloon paste bij geen enkele zaak.", by=fatima)
    return kader


@pytest.fixture
def draft(fatima: Viewer, kader: Kader) -> StatementDraft:
    """A statement in the making."""
    with acting(fatima):
        return written(fatima, results=[kader.retell.lineage])


@pytest.fixture
def sent(draft: StatementDraft, fatima: Viewer) -> Statement:
    """A statement that Fatima sent to Marga."""
    with acting(fatima):
        return actions.send(draft, by=fatima)


def written(by: Viewer, **changed: object) -> StatementDraft:
    """A statement in the making, by intent."""
    fields: dict[str, object] = {
        "title": "Wat mijn werk aan hoorverslagen opleverde",
        "parts": [Part(development_question=EXPLAIN, text="Verslagen beginnen nu met drie zinnen.")],
        "different": "Ik laat wettermen staan.",
        "failed": "Bij buren werkte het niet.",
        "need": "Een besluit voor december.",
        "first_week": FIRST,
        "last_week": WEEK,
    }
    return actions.write_draft(by=by, **(fields | changed))  # type: ignore[arg-type]
