"""What came of it: proposals through their states, obstacles and statements with their answers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lerendwerken.change.accountability import actions as accountability
from lerendwerken.change.accountability.models import Statement
from lerendwerken.change.obstacles import actions as obstacles
from lerendwerken.change.obstacles.models import Obstacle
from lerendwerken.change.proposals import actions as proposals
from lerendwerken.change.proposals.models import Proposal, ProposalDraft, TeamProposal
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.front.demo.stage import Event, Stage, number
from lerendwerken.front.demo.stories import TeamStory, Told
from lerendwerken.learning.frame import actions as frame
from lerendwerken.learning.frame.models import Measurement


def events(stage: Stage, team: TeamStory) -> Iterator[Event]:
    """The proposals, obstacles and statements of a team."""
    for told in team.told.get("proposal", []):
        yield from _proposal(stage, team, told)
    for told in team.told.get("concept", []):
        at = stage.at(told["week"], "tue", "16:00")
        yield Event(at, told["by"], partial(_draft, stage, told))
    for told in team.told.get("obstacle", []):
        yield from _obstacle(stage, told)
    for told in team.told.get("statement", []):
        yield from _statement(stage, team, told)


def _proposal(stage: Stage, team: TeamStory, told: Told) -> Iterator[Event]:
    author, key = told["by"], told["key"]
    manager = _manager(stage, team)
    yield Event(stage.at(told["week"], "mon", "10:30"), author, lambda by: _to_team(stage, told, by))
    for said in told.get("reaction", []):
        at = stage.at(told["week"], "thu", "13:20", said["by"])
        yield Event(at, said["by"], partial(_react, stage, key, said))
    if told.get("put_forward_week") and not told.get("in_mandate"):
        at = stage.at(told["put_forward_week"], "tue", "11:00")
        yield Event(at, author, lambda by: proposals.put_forward(_with_team(stage, key, by), by=by))
    if told.get("answer"):
        at = stage.at(told["answer"]["week"], "wed", "11:00")
        yield Event(at, manager, lambda by: _answer(stage, told, by))
    if told.get("trial"):
        yield Event(stage.at(told["trial"]["week"], "wed", "13:00"), author, lambda by: _try(stage, told, by))
    for measured in told.get("measurement", []):
        yield from _measured(stage, told, measured)
    if told.get("realised"):
        ended = told["realised"]
        yield Event(
            stage.at(ended["week"], "fri", "16:00"),
            author,
            lambda by: proposals.realise(stage.proposals[key], result=ended["reason"], by=by),
        )
    if told.get("stopped"):
        stopped = told["stopped"]
        yield Event(
            stage.at(stopped["week"], "fri", "16:00"),
            author,
            lambda by: proposals.stop(stage.proposals[key], reason=stopped["reason"], by=by),
        )


def _manager(stage: Stage, team: TeamStory) -> str:
    managers = {key: told["login"] for told in stage.story.told["person"] for key in told.get("manages", [])}
    return str(managers[team.key])


def _draft(stage: Stage, told: Told, by: Viewer) -> ProposalDraft:
    return proposals.write_draft(
        title=told["title"],
        idea=told["idea"],
        expected=told.get("expected", ""),
        promise=stage.promises.get(told.get("promise", "")),
        risk=told.get("risk", ""),
        reversible=told.get("reversible", False),
        from_text=_from(stage, told),
        by=by,
    )


def _from(stage: Stage, told: Told) -> str:
    """The insight out of which it came, as its writer had it before their eyes."""
    insight = stage.insights.get((told["by"], told.get("from_insight", 0)))
    if insight is None:
        return ""
    return f"Eerst dacht ik {insight.before}\nNu denk ik {insight.now}\nwant {insight.because}"


def _to_team(stage: Stage, told: Told, by: Viewer) -> None:
    names = ", ".join(stage.members[login].name for login in told.get("with", []))
    row = proposals.put_to_team(_draft(stage, told, by), with_names=names, by=by)
    stage.proposals[told["key"]] = row.lineage


def _with_team(stage: Stage, key: str, by: Viewer) -> TeamProposal:
    found: TeamProposal = TeamProposal.objects.visible_to(by).get(lineage=stage.proposals[key])
    return found


def _react(stage: Stage, key: str, said: Told, by: Viewer) -> None:
    proposals.react(_with_team(stage, key, by), kind=said["kind"], text=said["text"], by=by)


def _put_forward(stage: Stage, key: str, by: Viewer) -> Proposal:
    found: Proposal = Proposal.objects.visible_to(by).get(lineage=stage.proposals[key])
    return found


def _answer(stage: Stage, told: Told, by: Viewer) -> None:
    answer = told["answer"]
    until = stage.week(answer["until_week"]) if answer.get("until_week") else None
    row = _put_forward(stage, told["key"], by)
    proposals.answer(row, verdict=answer["verdict"], reason=answer["reason"], until=until, by=by)


def _try(stage: Stage, told: Told, by: Viewer) -> None:
    trial = told["trial"]
    starts = stage.day(trial["week"], "wed")
    ends = stage.day(trial["week"] + trial["weeks"] - 1, "fri")
    if told.get("in_mandate"):
        row = _with_team(stage, told["key"], by)
        proposals.start_in_mandate(row, what=trial["what"], starts=starts, ends=ends, by=by)
    else:
        put = _put_forward(stage, told["key"], by)
        proposals.start_trial(put, what=trial["what"], starts=starts, ends=ends, by=by)


def _measured(stage: Stage, told: Told, measured: Told) -> Iterator[Event]:
    kept: list[Measurement] = []
    weekday = "tue" if measured["week"] == stage.story.weeks else "fri"

    def measure(by: Viewer) -> None:
        lineage, day = stage.proposals[told["key"]], stage.day(measured["week"], weekday)
        value, note = number(measured["value"]), measured["note"]
        kept.append(proposals.measure_trial(lineage, day=day, value=value, note=note, by=by))

    yield Event(stage.at(measured["week"], weekday, "14:00"), told["by"], measure)
    if measured.get("confirmed_by"):
        at = stage.at(measured["week"], weekday, "15:00")
        yield Event(at, measured["confirmed_by"], lambda by: frame.confirm(kept[0], by=by))


def _obstacle(stage: Stage, told: Told) -> Iterator[Event]:
    """Somebody names what stands in the way; the one to whom it was put answers, where the story says so."""
    named: list[Obstacle] = []

    def name(by: Viewer) -> None:
        asked = stage.members[told["to"]].pk
        words = {"why": told["why"], "out_of": told.get("out_of", "")}
        named.append(obstacles.name_obstacle(told["text"], **words, addressee=asked, by=by))

    yield Event(stage.at(told["week"], told["day"], "11:40", told["by"]), told["by"], name)
    for given in told.get("answer", []):
        at = stage.at(given["week"], given["day"], "15:20")
        yield Event(at, told["to"], partial(_take_away, stage, named, given))


def _take_away(stage: Stage, named: list[Obstacle], given: Told, by: Viewer) -> None:
    until = stage.day(given["until_week"], "thu") if "until_week" in given else None
    obstacles.answer(named[0], verdict=given["verdict"], reason=given["reason"], until=until, by=by)


def _statement(stage: Stage, team: TeamStory, told: Told) -> Iterator[Event]:
    """Sent at the end of a week, when its figures are there; in the present one at its beginning."""
    sent: list[Statement] = []
    at = (
        stage.at(told["week"], "mon", "09:40")
        if told["week"] == stage.story.weeks
        else stage.at(told["week"], "fri", "16:30")
    )
    yield Event(at, told["by"], lambda by: sent.append(_send(stage, team, told, by)))
    reply = told.get("reply")
    if reply:
        yield Event(
            stage.at(reply["week"], "tue", "09:30"),
            _manager(stage, team),
            lambda by: accountability.reply(sent[0], text=reply["text"], by=by),
        )


def _send(stage: Stage, team: TeamStory, told: Told, by: Viewer) -> Statement:
    promises = {stage.promises[key] for key in _promises_of(team, told)}
    texts = {q["key"]: q["text"] for q in stage.story.told["development_question"]}
    draft = accountability.write_draft(
        title=told["title"],
        first_week=stage.week(1),
        last_week=stage.week(told["week"]),
        parts=[
            {"development_question": texts[part["development_question"]], "text": part["text"]}
            for part in told["parts"]
        ],
        results=sorted(promises),
        different=told.get("different", ""),
        failed=told.get("failed", ""),
        need=told.get("need", ""),
        by=by,
    )
    return accountability.send(draft, by=by)


def _promises_of(team: TeamStory, told: Told) -> set[str]:
    """The promises whose figures go along: those that its parts name, else those of the proposals of its writer."""
    named = {part["promise"] for part in told["parts"] if "promise" in part}
    mine = (p for p in team.told.get("proposal", []) if told["by"] in [p["by"], *p.get("with", [])])
    return named or {p["promise"] for p in mine}
