"""One thing of each kind for the walk over the routes: Fatima's own, or of her team or organisation, from the demo."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import models

from lerendwerken.ai.partners.models import CoachQuestion, CoverWord, RegisterEntry, Supplier
from lerendwerken.change.accountability.models import Statement, StatementDraft
from lerendwerken.change.dialogue.models import Dialogue, Position
from lerendwerken.change.obstacles.models import Obstacle
from lerendwerken.change.proposals.models import ProposalDraft, TeamProposal
from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.organisations.models import (
    Absence,
    ExportFile,
    Leave,
    Membership,
    Team,
    TeamLeave,
)
from lerendwerken.foundation.wall.acting import migrating
from lerendwerken.learning.frame.models import (
    DevelopmentQuestion,
    Frame,
    FrameObjection,
    Goal,
    Measurement,
    ResultPromise,
)
from lerendwerken.learning.insights.models import Insight, MirrorWork, SharedInsight, ThreadItem
from lerendwerken.learning.practices.models import PracticeDraft, PracticeVersion, Use, WorkProcess
from lerendwerken.learning.sparring.models import AttachedPassage, Attachment, SparringSession, Turn
from lerendwerken.learning.weekcycle.models import Caught, Experiment
from lerendwerken.oversight.governance.models import Agreement

WEEK = weeks.monday(datetime(2026, 11, 25, tzinfo=UTC).date())
PLAIN = {
    "form": "moments.focus",
    "about": weeks.slug(WEEK),
    "name": weeks.slug(WEEK),
    "kind": "goal",
    "sentence": "1",
    "mode": "analyse",
    "language": "nl",
    "number": "0",
    "token": "t" * 60,
    "uidb36": "1",
    "key": "t" * 60,
    "secret": "s" * 43,
}

# Whose: what is Fatima's, her team's or her organisation's.
OWNED: dict[str, type[models.Model]] = {
    "session": SparringSession,
    "turn": Turn,
    "insight": Insight,
    "item": ThreadItem,
    "thought": Caught,
    "work": MirrorWork,
}
TEAM: dict[str, type[models.Model]] = {
    "use": Use,
    "shared": SharedInsight,
    "dialogue": Dialogue,
    "position": Position,
    "experiment": Experiment,
    "obstacle": Obstacle,
}
ORGANISATION: dict[str, type[models.Model]] = {
    "entry": RegisterEntry,
    "frame": Frame,
    "goal": Goal,
    "promise": ResultPromise,
    "question": DevelopmentQuestion,
    "process": WorkProcess,
    "version": PracticeVersion,
    "measurement": Measurement,
    "agreement": Agreement,
}
DRAFTS = {"proposals": ProposalDraft, "accountability": StatementDraft, "practices": PracticeDraft}


@dataclass
class Things:
    """The keys of what the routes are about."""

    keys: dict[str, str] = field(default_factory=dict)
    private: frozenset[str] = frozenset({*OWNED, "attachment", "export", "leave"})

    def values(self, route: str, names: list[str]) -> dict[str, str]:
        """A value for each argument of a route."""
        room = route.partition(":")[0]
        found = {}
        for name in names:
            special = self.keys.get(f"{room}.{name}") or self.keys.get(f"{route}.{name}")
            found[name] = special or self.keys.get(name) or PLAIN[name]
        return found


def collect() -> Things:
    """Look the things up in a database that holds the demo."""
    with migrating():
        fatima = Membership.unscoped.get(person__email="fatima@waterrijk.example")
        team = Team.unscoped.get(name="Bezwaar en beroep")
        things = Things({"team": str(team.pk), "member": str(fatima.pk)})
        first = SparringSession.unscoped.filter(owner=fatima, mode="first").order_by("pk").first()
        for name, model in OWNED.items():
            things.keys[name] = _one(model, owner=fatima)
        session = (
            SparringSession.unscoped.filter(owner=fatima).exclude(mode__in=["first", "dialogue"]).first()
        )
        things.keys["session"] = str(session.pk)
        things.keys["turn"] = _one(Turn, session=session)
        said = {"partner": Turn.Partner.MODEL, "answer": "Dit is een zin van een model."}
        Turn.unscoped.filter(pk=things.keys["turn"]).update(**said)
        things.keys["attachment"], things.keys["sparring.number"] = _document(session)
        things.keys["insights.kind"] = ThreadItem.Kind.INSIGHT
        things.keys["insights.of"] = things.keys["insight"]
        things.keys["first-answer.session"] = things.keys["first-choose.session"] = str(first.pk)
        for name, model in TEAM.items():
            things.keys[name] = _one(model, team=team, **_author(model, fatima))
        dialogue = Dialogue.unscoped.filter(team=team).order_by("-week").first()
        things.keys["dialogue"] = str(dialogue.pk)
        things.keys["position"] = _one(Position, dialogue=dialogue)
        for name, model in ORGANISATION.items():
            things.keys[name] = _one(model, organisation=fatima.organisation)
        things.keys["objection"] = _one(FrameObjection, organisation=fatima.organisation, state="open")
        things.keys["supplier"] = _connection(things.keys["entry"])
        things.keys["cover_word"] = _cover_word(things.keys["entry"])
        things.keys["coach_question"] = _coach_question(things.keys["entry"])
        things.keys["proposals.member"] = str(team.manager_id)
        things.keys["export"] = _export(fatima)
        things.keys["absence"] = _absence(team)
        things.keys["leave"] = _days(Leave, fatima, owner=fatima)
        things.keys["pause"] = _days(TeamLeave, fatima, team=team)
        things.keys["process"] = _one(WorkProcess, team=team)
        version = PracticeVersion.unscoped.filter(work_process__team=team, current=True).first()
        things.keys["version"] = things.keys["before"] = things.keys["after"] = str(version.pk)
        things.keys["row"] = things.keys["goal"]
        things.keys["statement"] = _one(Statement, owner=fatima)
        lineage = (
            TeamProposal.unscoped.filter(team=team, state="team").values_list("lineage", flat=True).first()
        )
        things.keys["proposals.lineage"] = str(lineage)
        promise = (
            ResultPromise.unscoped.filter(pk=things.keys["promise"]).values_list("lineage", flat=True).first()
        )
        things.keys["lineage"] = str(promise)
        for room, model in DRAFTS.items():
            things.keys[f"{room}.draft"] = _draft(model, fatima, team)
    return things


def _days(model: type[models.Model], fatima: Membership, **where: Any) -> str:
    """Days away, of which the story has none."""
    row = model(organisation=fatima.organisation, first=WEEK, last=WEEK, **where)
    row.save(force_insert=True)
    return str(row.pk)


def _author(model: type[models.Model], fatima: Membership) -> dict[str, Any]:
    return {} if model in (Dialogue, Position) else {"author": fatima}


def _one(model: type[models.Model], **where: Any) -> str:
    row = model.unscoped.filter(**where).order_by("pk").first()  # type: ignore[attr-defined]
    if row is None:
        row = _made(model, **where)
    return str(row.pk)


def _made(model: type[models.Model], **where: Any) -> models.Model:
    """A plain row of a kind of which the story has none."""
    owner = where["owner"]
    rest: dict[str, Any] = {"text": "een gedachte"}
    if model is ThreadItem:
        rest = {
            "week": WEEK,
            "kind": ThreadItem.Kind.INSIGHT,
            "of": Insight.unscoped.filter(owner=owner)[0].pk,
        }
    row = model(organisation=owner.organisation, **rest, **where)
    row.save(force_insert=True)
    return row


def _connection(entry: str) -> str:
    """A connection whose address may not be used, so that testing it asks nobody."""
    register = RegisterEntry.unscoped.get(pk=entry)
    row = Supplier(
        organisation=register.organisation,
        entry=register,
        name="Proef",
        base_url="https://127.0.0.1:9/v1",
        model="m",
    )
    row.save(force_insert=True)
    return str(row.pk)


def _document(session: SparringSession) -> tuple[str, str]:
    """A document that has been read, with one passage: its key and the number of the passage."""
    own = {"organisation": session.organisation, "owner": session.owner, "session": session}
    row = Attachment(**own, name="brief.pdf", state=Attachment.State.READ, expires=WEEK)
    row.save(force_insert=True)
    number = 1 + AttachedPassage.unscoped.filter(session=session).count()
    AttachedPassage(**own, attachment=row, number=number, text="een zin", stems="zin").save(force_insert=True)
    return str(row.pk), str(number)


def _export(fatima: Membership) -> str:
    row = ExportFile(organisation=fatima.organisation, owner=fatima, ready=clock.now(), content=b"zip")
    row.save(force_insert=True)
    return str(row.pk)


def _coach_question(entry: str) -> str:
    organisation = RegisterEntry.unscoped.get(pk=entry).organisation
    row = CoachQuestion(organisation=organisation, trigger="risk", text="Wat merkt de wijk van ‘…’?")
    row.save(force_insert=True)
    return str(row.pk)


def _cover_word(entry: str) -> str:
    organisation = RegisterEntry.unscoped.get(pk=entry).organisation
    row = CoverWord(organisation=organisation, kind="cover", text="Zonnebloem", folded="zonnebloem")
    row.save(force_insert=True)
    return str(row.pk)


def _absence(team: Team) -> str:
    row = Absence(organisation=team.organisation, owner=team.manager, first=WEEK, last=WEEK)
    row.save(force_insert=True)
    return str(row.pk)


def _draft(model: type[Any], fatima: Membership, team: Team) -> str:
    owner = {"owner": fatima} if hasattr(model, "owner") else {"author": fatima, "team": team}
    row = model.unscoped.filter(**owner).first()
    if row is None:
        fields: dict[str, Any] = {"organisation": fatima.organisation, **owner, "id": uuid.uuid4()}
        if model is StatementDraft:
            fields |= {"title": "Concept", "first_week": WEEK, "last_week": WEEK}
        if model is PracticeDraft:
            fields |= {"work_process": WorkProcess.unscoped.filter(team=team).first(), "reason": "proef"}
        row = model(**fields)
        row.save(force_insert=True)
    return str(row.pk)
