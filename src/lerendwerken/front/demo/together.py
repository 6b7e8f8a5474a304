"""What a team does together: rhythm, practices, the dialogue of each week."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time, timedelta
from functools import partial

from lerendwerken.change.dialogue import actions as dialogue
from lerendwerken.change.dialogue.models import Dialogue, Position
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.front.demo.stage import Event, Stage
from lerendwerken.front.demo.stories import TeamStory, Told
from lerendwerken.front.demo.weekly import START_WEEKS
from lerendwerken.learning.practices import actions as practices
from lerendwerken.learning.practices import adopted
from lerendwerken.learning.practices import queries as practices_queries
from lerendwerken.learning.practices.models import PracticeDraft
from lerendwerken.learning.sparring import actions as sparring
from lerendwerken.learning.sparring.models import SparringSession, Turn
from lerendwerken.learning.weekcycle import actions as weekcycle

OF_ONESELF = re.compile(r"\b(ik|mij|me|mijn)\b", re.IGNORECASE)


def events(stage: Stage, team: TeamStory) -> Iterator[Event]:
    """Everything that a team did together."""
    leads = str(next(person["login"] for person in team.people if person.get("facilitator")))
    yield Event(stage.at(1, "mon", "08:10"), leads, lambda by: _begin(stage, team, by))
    yield Event(stage.at(START_WEEKS + 1, "mon", "08:10"), leads, lambda by: _go_full(stage, team, by))
    for process in team.told["process"]:
        for version in process.get("version", []):
            yield from _version(stage, team, process, version, leads)
    for told in team.told.get("adoption", []):
        yield from _adoption(stage, told, leads)
    yield from _dialogues(stage, team, leads)


def _begin(stage: Stage, team: TeamStory, by: Viewer) -> None:
    told = team.told["dialogue"]
    weekcycle.begin_rhythm(
        stage.teams[team.key].pk,
        dialogue_day=told["day"],
        dialogue_time=time.fromisoformat(told["time"]),
        starts=stage.week(1),
        lapsed_work=team.told["lapsed_work"],
        by=by,
    )
    for process in team.told["process"]:
        stage.processes[team.key, process["key"]] = practices.name_process(process["name"], by=by)


def _go_full(stage: Stage, team: TeamStory, by: Viewer) -> None:
    weekcycle.go_full(stage.teams[team.key].pk, from_week=stage.week(START_WEEKS + 1), by=by)


def _version(stage: Stage, team: TeamStory, process: Told, version: Told, leads: str) -> Iterator[Event]:
    """A change comes after the dialogue of its week, out of what was tried before."""
    drafts: list[PracticeDraft] = []

    def propose(by: Viewer) -> None:
        drafts.append(
            practices.propose_change(
                stage.processes[team.key, process["key"]],
                steps=version["steps"],
                instruction=version["instruction"],
                check_text=version["check"],
                stop_rule=version["stop"],
                reason=version["reason"],
                by=by,
            )
        )

    yield Event(stage.at(version["week"], "thu", "14:00"), version["made_by"], propose)
    at = stage.at(version["week"], "fri", "14:45")
    yield Event(at, leads, lambda by: practices.put_in_force(drafts[0], reason=version["reason"], by=by))
    stopped = version.get("stopped")
    if stopped:
        at = stage.at(stopped["week"], "thu", "13:30")
        process_key = (team.key, process["key"])
        yield Event(at, leads, lambda by: _stop(stage, process_key, stopped, by))


def _stop(stage: Stage, process: tuple[str, str], told: Told, by: Viewer) -> None:
    version = practices_queries.practice_in_force(by, stage.processes[process])
    if version is not None:
        practices.stop(version, evidence=told["evidence"], reason=told["reason"], by=by)


def _adoption(stage: Stage, told: Told, leads: str) -> Iterator[Event]:
    """A practice of another team, taken over as any change, and what came of it here."""
    drafts: list[PracticeDraft] = []

    def propose(by: Viewer) -> None:
        original = stage.processes[told["team"], told["process"]]
        version = practices_queries.practice_in_force(by, original)
        if version is not None:
            drafts.append(practices.adopt(version, name=told["name"], reason=told["reason"], by=by))

    yield Event(stage.at(told["week"], "thu", "14:00"), told["by"], propose)
    at = stage.at(told["week"], "fri", "14:45")
    yield Event(at, leads, lambda by: practices.put_in_force(drafts[0], reason=told["reason"], by=by))
    for result in told.get("result", []):
        at = stage.at(result["week"], "fri", "11:30")
        yield Event(at, result["by"], partial(_result, drafts, result))


def _result(drafts: list[PracticeDraft], told: Told, by: Viewer) -> None:
    adoption = adopted.adoption_of(by, drafts[0].work_process)
    if adoption is not None:
        practices.record_result(adoption, verdict=told["verdict"], text=told["text"], by=by)


def _dialogues(stage: Stage, team: TeamStory, leads: str) -> Iterator[Event]:
    """The dialogue of each week, led by whom the one before named."""
    for told in team.told["dialogue_held"]:
        yield from _dialogue(stage, team, told, leads)
        leads = told["next_lead"]


def _dialogue(stage: Stage, team: TeamStory, told: Told, leads: str) -> Iterator[Event]:
    week, fixed = told["week"], team.told["dialogue"]
    opens = stage.at(week, fixed["day"], fixed["time"])
    brought = min(stage.at(week, "mon", "11:00"), opens - timedelta(hours=2))
    table: list[Dialogue] = []

    def bring(by: Viewer) -> None:
        lead = stage.members[leads]
        table.append(dialogue.bring_case(stage.week(week), case=told["case"], lead=lead, by=by))

    yield Event(brought, told["case_by"], bring)
    for said in told["positions"]:
        # Everybody has written half an hour before it begins.
        written = stage.at(week, fixed["day"], fixed["time"], said["who"]) - timedelta(minutes=70)
        yield Event(written, said["who"], partial(_position, table, said))
    yield Event(opens, leads, lambda by: dialogue.reveal(table[0], by=by))
    yield Event(opens + timedelta(minutes=7), leads, lambda by: _objections(stage, told, table[0], by))
    for said in told["courage"]:
        at = opens + timedelta(minutes=14)
        yield Event(at, said["who"], partial(_courage, table, said))
    yield Event(opens + timedelta(minutes=18), leads, lambda by: _partner(table[0], by))
    yield Event(opens + timedelta(minutes=25), told["case_by"], lambda by: _decide(stage, told, table[0], by))
    against = told.get("dissent")
    if against:
        at = opens + timedelta(minutes=28)
        yield Event(at, against["who"], lambda by: dialogue.dissent(table[0], text=against["text"], by=by))


def _position(table: list[Dialogue], said: Told, by: Viewer) -> None:
    dialogue.write_position(table[0], text=said["text"], unnamed=said.get("unnamed", False), by=by)


def _courage(table: list[Dialogue], said: Told, by: Viewer) -> None:
    dialogue.answer_courage(table[0], text=said["text"], by=by)


def _objections(stage: Stage, told: Told, table: Dialogue, by: Viewer) -> None:
    """The objections of the story, each written by whom the product assigned to look for the strongest one.

    That is seldom who says it in the story. An objection in which somebody speaks of themselves is left out then.
    """
    positions = {row.author_id: row for row in Position.objects.visible_to(by).filter(dialogue=table)}
    logins = {member.pk: login for login, member in stage.members.items()}
    for objection in told["objections"]:
        position = positions[stage.members[objection["on"]].pk]
        critic = logins[position.critic_id]
        if critic == objection["by"] or not OF_ONESELF.search(objection["text"]):
            viewer = stage.viewer(critic)
            with acting(viewer):
                dialogue.object_to(position, text=objection["text"], by=viewer)


def _partner(table: Dialogue, by: Viewer) -> None:
    """What the coach asks about the positions goes on the table, unless it has nothing to ask."""
    session = sparring.begin(SparringSession.Mode.DIALOGUE, situation=table.case, dialogue=table.pk, by=by)
    turn = sparring.take_turn(session, partner=Turn.Partner.COACH, by=by)
    if turn.question_ids:
        dialogue.bring_partner_in(table, text=turn.answer, partner_name="", kind=turn.partner, by=by)


def _decide(stage: Stage, told: Told, table: Dialogue, by: Viewer) -> None:
    dialogue.decide(
        table,
        text=told["decision"],
        doer=stage.members[told["owner"]].pk,
        next_lead=stage.members[told["next_lead"]].pk,
        by=by,
    )
