"""Making the organisation, its people and its frame."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from django.conf import settings

from lerendwerken.ai.partners import actions as register
from lerendwerken.ai.partners import coverwords, questions, wording
from lerendwerken.ai.partners.models import RegisterEntry
from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.organisations.models import KeptTerm
from lerendwerken.foundation.wall.viewer import Role, Viewer
from lerendwerken.front.demo.stage import Event, Stage, number
from lerendwerken.front.demo.stories import Told
from lerendwerken.learning.frame import actions as frame
from lerendwerken.learning.frame import queries as frames
from lerendwerken.learning.frame.models import FrameObjection, Measurement
from lerendwerken.oversight.governance import actions as governance
from lerendwerken.oversight.governance.models import Agreement
from lerendwerken.oversight.governance.standing import longest


def people(stage: Stage, password: str) -> None:
    """Everybody becomes a member, the teams are formed. Run as `System.SETUP`."""
    with clock.at(stage.at(1, "mon", "07:00")):
        for told in stage.story.told["person"]:
            _join(stage, told, Role(told["role"]), password)
        _teams(stage, password)


def _teams(stage: Stage, password: str) -> None:
    managers = {key: told["login"] for told in stage.story.told["person"] for key in told.get("manages", [])}
    for team in stage.story.teams:
        stage.teams[team.key] = organisations.form_team(
            stage.organisation,
            name=team.told["name"],
            manager=stage.members.get(managers.get(team.key, "")),
            mandate=team.told["mandate"],
            mandate_weeks=team.told.get("mandate_weeks"),
        )
        for told in team.people:
            with clock.at(stage.at(told.get("starts_week", 1), "mon", "07:00")):
                if told["login"] not in stage.members:  # whoever leads is there already
                    _join(stage, told, Role.PROFESSIONAL, password)
                organisations.place(
                    stage.teams[team.key],
                    stage.members[told["login"]],
                    facilitates=told.get("facilitator", False),
                )


def events(stage: Stage) -> Iterator[Event]:
    """The frame in its versions, who answers for whom, its measurements, the register of AI systems, the agreement."""
    told = stage.story.told
    steward = with_role(told, Role.STEWARD)
    for version in told["frame"]["version"]:
        at = stage.at(version["week"], "mon", "08:00")
        yield Event(at, steward, partial(_put_frame_in_force, stage, version))
    for person in told["person"]:
        if "deputy" in person:
            yield Event(stage.at(1, "mon", "08:10"), person["login"], partial(_name_deputy, stage, person))
    for term in told.get("term", []):
        yield Event(stage.at(term["week"], "mon", "08:20"), steward, partial(_set_term, term))
    for promise in told["promise"]:
        for place, measured in enumerate(promise.get("measurement", [])):
            source = _source(promise, place)
            yield from _measurement(stage, promise["key"], measured, source)
    for objection in told.get("objection", []):
        yield from _objection(stage, objection, steward)
    for asked in told.get("coach_question", []):
        yield Event(stage.at(asked["week"], "mon", "08:40"), steward, partial(_add_question, asked))
        if "changed" in asked:
            at = stage.at(asked["changed"]["week"], "mon", "08:40")
            yield Event(at, steward, partial(_change_question, asked))
    for prompt in told.get("prompt", []):
        yield Event(stage.at(prompt["week"], "mon", "08:45"), steward, partial(_change_prompt, prompt))
    for word in told.get("cover_word", []):
        yield Event(stage.at(word["week"], "mon", "08:50"), steward, partial(_add_cover_word, word))
    yield from _register(stage, told, with_role(told, Role.ADMINISTRATOR))
    for version in told["agreement"]:
        yield from _agreement(stage, version, steward, with_role(told, Role.COUNCIL))


def _join(stage: Stage, told: Told, role: Role, password: str) -> None:
    stage.members[told["login"]] = organisations.join(
        stage.organisation,
        email=f"{told['login']}@{stage.story.slug}.example",
        name=told["name"],
        job=told["job"],
        roles=[role],
        password=password,
    )


def with_role(told: Told, role: Role) -> str:
    """The login of who has a role in a story."""
    return str(next(person["login"] for person in told["person"] if person["role"] == role))


def _name_deputy(stage: Stage, person: Told, by: Viewer) -> None:
    member, deputy = stage.members[person["login"]], stage.members[person["deputy"]]
    organisations.name_deputy(member, deputy.pk, by=by)


def _set_term(term: Told, by: Viewer) -> None:
    organisations.set_term(KeptTerm.What(term["what"]), term["number"], term["reason"], by=by)


def _put_frame_in_force(stage: Stage, version: Told, by: Viewer) -> None:
    told = stage.story.told
    if not stage.goals:
        _first_version(stage, told, by)
    else:
        _changed_version(stage, told, version, by)
    draft = frames.draft_frame(by)
    if draft is not None:
        frame.decide(draft, reason=version["reason"], by=by)


def _first_version(stage: Stage, told: Told, by: Viewer) -> None:
    """The frame as it was at first: where a later version says what was before, that holds."""
    before = [old for version in told["frame"]["version"] for old in version.get("before", [])]
    targets = {old["promise"]: old["target"] for old in before if "promise" in old}
    wordings = {old["development_question"]: old["text"] for old in before if "development_question" in old}
    draft = frame.start_draft(
        title=told["frame"]["title"], why=told["frame"]["why"], starts=stage.week(1), by=by
    )
    for goal in told["goal"]:
        stage.goals[goal["key"]] = frame.put_goal(
            draft, title=goal["title"], text=goal["text"], challenges=goal["challenges"], by=by
        )
    for promise in told["promise"]:
        row = frame.put_promise(
            draft,
            goal=stage.goals[promise["goal"]],
            title=promise["title"],
            indicator=promise["indicator"],
            unit=promise["unit"],
            kind=promise["kind"],
            term=promise["term"],
            better=promise["better"],
            baseline=number(promise["baseline"]) if "baseline" in promise else None,
            baseline_by=_baseline_by(stage, promise),
            target=number(targets.get(promise["key"], promise["target"])),
            due=weeks.after(stage.week(stage.story.weeks), promise["due_in_weeks"]),
            by=by,
        )
        stage.promises[promise["key"]] = row.lineage
    for question in told["development_question"]:
        asked = frame.put_development_question(
            draft,
            goal=stage.goals[question["goal"]],
            text=wordings.get(question["key"], question["text"]),
            team=stage.teams.get(question.get("team", "")),
            by=by,
        )
        stage.questions[question["key"]] = asked.lineage


def _changed_version(stage: Stage, told: Told, version: Told, by: Viewer) -> None:
    draft = frame.start_draft(by=by)
    promises = {row.lineage: row for row in frames.promises(by, draft)}
    questions = {row.lineage: row for row in frames.development_questions(by, draft)}
    for old in version.get("before", []):
        if "promise" in old:
            row = promises[stage.promises[old["promise"]]]
            now = next(promise for promise in told["promise"] if promise["key"] == old["promise"])
            frame.put_promise(
                draft,
                promise=row,
                goal=row.goal,
                title=row.title,
                indicator=row.indicator,
                unit=row.unit,
                kind=row.kind,
                term=row.term,
                better=row.better,
                baseline=row.baseline,
                baseline_by=row.baseline_by,
                target=number(now["target"]),
                due=row.due,
                by=by,
            )
        else:
            asked = questions[stage.questions[old["development_question"]]]
            now = next(q for q in told["development_question"] if q["key"] == old["development_question"])
            frame.put_development_question(
                draft, question=asked, goal=asked.goal, text=now["text"], team=asked.team, by=by
            )


def _baseline_by(stage: Stage, promise: Told) -> date | None:
    week = promise.get("baseline_by_week")
    return stage.day(week, "fri") if week else None


def _source(promise: Told, place: int) -> str:
    measured_first = "baseline" not in promise and place == 0
    return Measurement.Source.BASELINE if measured_first else Measurement.Source.HAND


def _measurement(stage: Stage, key: str, told: Told, source: str) -> Iterator[Event]:
    """Measured at the end of a week; in the present one on Tuesday, for what can be said of it so far."""
    weekday = "tue" if told["week"] == stage.story.weeks else "fri"
    kept: list[Measurement] = []

    def measure(by: Viewer) -> None:
        day, value = stage.day(told["week"], weekday), number(told["value"])
        kept.append(
            frame.measure(stage.promises[key], day=day, value=value, note=told["note"], source=source, by=by)
        )

    yield Event(stage.at(told["week"], weekday, "13:00"), told["by"], measure)
    if told.get("confirmed_by"):
        at = stage.at(told["week"], weekday, "15:30")
        yield Event(at, told["confirmed_by"], lambda by: frame.confirm(kept[0], by=by))


def _objection(stage: Stage, told: Told, steward: str) -> Iterator[Event]:
    """Somebody objects to a result; the steward answers, where the story says so."""
    made: list[FrameObjection] = []

    def object_to(by: Viewer) -> None:
        lineage = stage.promises[told["promise"]]
        made.append(frame.object_to(lineage, text=told["text"], why=told["why"], by=by))

    yield Event(stage.at(told["week"], told["day"], "11:30"), told["by"], object_to)
    if "answer" in told:
        given = told["answer"]
        at = stage.at(given["week"], given["day"], "08:30")
        yield Event(
            at,
            steward,
            lambda by: frame.answer(made[0], verdict=given["verdict"], reason=given["reason"], by=by),
        )


def _agreement(stage: Stage, version: Told, steward: str, council: str) -> Iterator[Event]:
    """The steward writes a version when the register is there; the council speaks at once, or later that week."""
    written: list[Agreement] = []
    at = stage.at(version["week"], "mon", "08:06")

    def write(by: Viewer) -> None:
        began = stage.at(1, "mon", "08:06").date()
        row = governance.propose(
            version["kind"],
            purpose=version["purpose"],
            teams=[team.pk for team in stage.teams.values()],
            starts=at.date(),
            ends=longest(began),
            reason=version.get("reason", ""),
            by=by,
        )
        written.append(row)

    yield Event(at, steward, write)
    for told in version.get("said", []):
        spoken = stage.at(version["week"], told["day"], told["time"])
        verdict, text = told["verdict"], told["text"]
        yield Event(spoken, council, partial(_speak, written, verdict, text))


def _speak(written: list[Agreement], verdict: str, text: str, by: Viewer) -> None:
    governance.speak(written[0], verdict, text=text, by=by)


def _register(stage: Stage, told: Told, administrator: str) -> Iterator[Event]:
    """Every AI system goes in the register at the start; when one was used for some weeks only, the entry says so."""
    entries: dict[str, RegisterEntry] = {}
    yield Event(stage.at(1, "mon", "08:05"), administrator, partial(_fill_register, stage, entries))
    for entry in told["register"]:
        if "off_week" in entry:
            at = stage.at(entry["off_week"], "fri", "16:30")
            yield Event(at, administrator, partial(_switch_off, entries, entry["name"]))


def _fill_register(stage: Stage, entries: dict[str, RegisterEntry], by: Viewer) -> None:
    for entry in stage.story.told["register"]:
        texts = {name: entry.get(name, "") for name in register.TEXTS}
        review = stage.at(entry["review_week"], "mon", "09:00").date() if "review_week" in entry else None
        row = register.put_in_register(
            name=entry["name"], kind=entry["kind"], review_on=review, by=by, **texts
        )
        register.switch_on(row, by=by)
        entries[entry["name"]] = row
    if settings.AI_BASE_URL and settings.AI_MODEL:
        register.register_connected(by=by)


def _add_question(asked: Told, by: Viewer) -> None:
    questions.add(trigger=asked["trigger"], text=asked["text"], language="nl", by=by)


def _change_question(asked: Told, by: Viewer) -> None:
    row = next(row for row in questions.in_force(by) if row.text == asked["text"])
    questions.change(row, trigger=asked["trigger"], text=asked["changed"]["text"], language="nl", by=by)


def _change_prompt(prompt: Told, by: Viewer) -> None:
    wording.change(prompt["mode"], "nl", words=prompt["words"], reason=prompt["reason"], by=by)


def _add_cover_word(word: Told, by: Viewer) -> None:
    coverwords.add(text=word["text"], kind=word["kind"], by=by)


def _switch_off(entries: dict[str, RegisterEntry], name: str, by: Viewer) -> None:
    register.switch_off(entries[name], by=by)
