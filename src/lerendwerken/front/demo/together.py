"""What a team does together: rhythm, practices, the dialogue of each week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

from lerendwerken.change.dialogue import actions as dialogue
from lerendwerken.change.dialogue.models import Dialogue, Position
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.front.demo.stage import Event, Stage
from lerendwerken.front.demo.stories import TeamStory, Told
from lerendwerken.front.demo.weekly import START_WEEKS
from lerendwerken.learning.practices import actions as practices
from lerendwerken.learning.practices.models import PracticeDraft
from lerendwerken.learning.sparring import actions as sparring
from lerendwerken.learning.sparring.models import SparringSession
from lerendwerken.learning.weekcycle import actions as weekcycle


def events(stage: Stage, team: TeamStory) -> Iterator[Event]:
    """Everything that a team did together."""
    leads = str(next(person["login"] for person in team.people if person.get("facilitator")))
    yield Event(stage.at(1, "mon", "08:10"), leads, lambda by: _begin(stage, team, by))
    yield Event(stage.at(START_WEEKS + 1, "mon", "08:10"), leads, lambda by: _go_full(stage, team, by))
    for process in team.told["process"]:
        for version in process.get("version", []):
            yield from _version(stage, team, process, version, leads)
    for held in team.told["dialogue_held"]:
        yield from _dialogue(stage, team, held, leads)


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

    yield Event(stage.at(version["week"], "mon", "08:40"), version["made_by"], propose)
    at = stage.at(version["week"], "mon", "08:50")
    yield Event(at, leads, lambda by: practices.put_in_force(drafts[0], reason=version["reason"], by=by))


def _dialogue(stage: Stage, team: TeamStory, told: Told, leads: str) -> Iterator[Event]:
    n = told["week"]
    day = team.told["dialogue"]["day"]
    table: list[Dialogue] = []
    yield Event(
        stage.at(n, "mon", "11:00"),
        told["case_by"],
        lambda by: table.append(_bring(stage, told, stage.week(n), leads, by)),
    )
    for position in told["positions"]:
        yield Event(
            stage.at(n, day, "08:45"),
            position["who"],
            lambda by, said=position: dialogue.write_position(  # type: ignore[misc]
                table[0], text=said["text"], unnamed=said.get("unnamed", False), by=by
            ),
        )
    yield Event(stage.at(n, day, "10:05"), leads, lambda by: dialogue.reveal(table[0], by=by))
    yield Event(stage.at(n, day, "10:10"), leads, lambda by: _objections(stage, told, table[0], by))
    for answer in told.get("courage", []):
        yield Event(
            stage.at(n, day, "10:15"),
            answer["who"],
            lambda by, said=answer: dialogue.answer_courage(table[0], text=said["text"], by=by),  # type: ignore[misc]
        )
    yield Event(stage.at(n, day, "10:20"), leads, lambda by: _partner(table[0], by))
    yield Event(stage.at(n, day, "10:28"), told["case_by"], lambda by: _decide(stage, told, table[0], by))
    against = told.get("dissent")
    if against:
        at = stage.at(n, day, "10:30")
        yield Event(at, against["who"], lambda by: dialogue.dissent(table[0], text=against["text"], by=by))


def _bring(stage: Stage, told: Told, week: date, leads: str, by: Viewer) -> Dialogue:
    return dialogue.bring_case(week, case=told["case"], lead=stage.members[leads], by=by)


def _objections(stage: Stage, told: Told, table: Dialogue, by: Viewer) -> None:
    """The strongest objections of the story, written by whom the product assigned to look for them."""
    positions = list(Position.objects.visible_to(by).filter(dialogue=table))
    logins = {member.pk: login for login, member in stage.members.items()}
    for objection in told.get("objections", []):
        author = stage.members[objection["on"]].pk
        found = next((row for row in positions if row.author_id == author), None)
        if found is not None and found.critic_id:
            dialogue.object_to(found, text=objection["text"], by=stage.viewer(logins[found.critic_id]))


def _partner(table: Dialogue, by: Viewer) -> None:
    session = sparring.begin(SparringSession.Mode.DIALOGUE, situation=table.case, dialogue=table.pk, by=by)
    turn = sparring.take_turn(session, partner="coach", by=by)
    dialogue.bring_partner_in(table, text=turn.answer, partner_name="", kind=turn.partner, by=by)


def _decide(stage: Stage, told: Told, table: Dialogue, by: Viewer) -> None:
    dialogue.decide(
        table,
        text=told["decision"],
        doer=stage.members[told["owner"]].pk,
        next_lead=stage.members[told["next_lead"]].pk,
        by=by,
    )
