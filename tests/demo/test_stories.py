"""The stories themselves: what they refer to exists, and nobody says the same thing twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from lerendwerken.ai.partners.models import RegisterEntry
from lerendwerken.change.proposals.models import Answer, Reaction
from lerendwerken.foundation.wall.viewer import Role
from lerendwerken.front.demo import crowd, stories
from lerendwerken.front.demo.stories import Story, TeamStory, Told
from lerendwerken.learning.frame.models import Challenge, ResultPromise
from lerendwerken.learning.insights.models import Review
from lerendwerken.learning.practices.models import Use
from lerendwerken.learning.practices.steps import Doer
from lerendwerken.learning.sparring.models import SparringSession
from lerendwerken.learning.weekcycle.models import Experiment, MomentEntry

pytestmark = pytest.mark.once

WORKDAYS = {"mon", "tue", "wed", "thu", "fri"}
KEYS = {  # of each table: what it must have, and what it may have
    "organisation": (
        "name slug zone country answer_term_days person frame goal promise development_question register"
        " agreement",
        "term objection coach_question prompt cover_word",
    ),
    "organisation.coach_question": ("week trigger text", "changed"),
    "organisation.coach_question.changed": ("week text", ""),
    "organisation.cover_word": ("week text kind", ""),
    "organisation.prompt": ("week mode words reason", ""),
    "organisation.term": ("week what number reason", ""),
    "organisation.objection": ("week day by promise text why", "answer"),
    "organisation.objection.answer": ("week day verdict reason", ""),
    "organisation.agreement": ("week kind purpose", "reason said"),
    "organisation.agreement.said": ("day time verdict text", ""),
    "organisation.person": ("login name job role", "manages deputy"),
    "organisation.frame": ("title why version", ""),
    "organisation.frame.version": ("week reason", "before"),
    "organisation.goal": ("key title text challenges", ""),
    "organisation.promise": (
        "key goal title indicator unit kind term target due_in_weeks better measurement",
        "baseline baseline_by_week",
    ),
    "organisation.promise.measurement": ("week value note confirmed by", "confirmed_by"),
    "organisation.development_question": ("key goal text", "team"),
    "organisation.register": (
        "name kind supplier model purpose data_goes_to retention training risk_class risk_reason risk oversight"
        " energy contact exit_plan status",
        "off_week review_week",
    ),
    "team": (
        "key name lapsed_work dialogue mandate process dialogue_held proposal obstacle statement",
        "adoption concept mandate_weeks",
    ),
    "team.process": ("key name version", ""),
    "team.process.version": ("week reason steps instruction check stop made_by", "stopped"),
    "team.process.version.stopped": ("week evidence reason", ""),
    "team.adoption": ("team process week by name reason", "result"),
    "team.adoption.result": ("week by verdict text", ""),
    "team.dialogue_held": (
        "week case case_by positions objections courage decision owner next_lead",
        "dissent",
    ),
    "team.dialogue_held.positions": ("who text", "unnamed"),
    "team.proposal": (
        "key by week title idea expected promise reversible risk in_mandate",
        "with reaction put_forward_week answer trial measurement realised stopped",
    ),
    "team.proposal.answer": ("week verdict reason", "until_week"),
    "team.proposal.trial": ("week weeks what", ""),
    "team.proposal.measurement": ("week value note", "confirmed_by"),
    "team.obstacle": ("week day by to text why", "out_of answer"),
    "team.obstacle.answer": ("week day verdict reason", "until_week"),
    "team.concept": ("by week title idea expected promise reversible risk", "from_insight"),
    "team.statement": ("by week title parts different failed need", "reply"),
    "person": ("login facilitator days question week", "name job starts_week"),
    "person.question": ("week text development_question", ""),
    "person.week": (
        "n",
        "tight piece view expectation if_then confidence mode think_first replies kept rejected claim claim_verdict "
        "claim_source conclusion confidence_after theme_line vitality experiment insight recall document chat "
        "mirror",
    ),
    "person.week.mirror": ("task text", "sees"),
    "person.week.document": ("name text chatbot answer", "claim claim_verdict claim_source"),
    "person.week.chat": ("chatbot answer", ""),
    "person.week.experiment": (
        "process piece tried expects outcome quality check",
        "minutes_before minutes_after with",
    ),
    "person.week.insight": ("before now because cue share", ""),
    "person.week.recall": ("of wrote grade", ""),
}

STORIES = [*stories.stories(), crowd.story(20, 9)]
TEAMS = [
    pytest.param(story, team, id=f"{story.slug}-{team.key}") for story in STORIES for team in story.teams
]


def _tables(name: str, told: object) -> Iterator[tuple[str, Told]]:
    if isinstance(told, dict):
        yield name, told
        for key, inner in told.items():
            yield from _tables(f"{name}.{key}", inner)
    elif isinstance(told, list):
        for inner in told:
            yield from _tables(name, inner)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.slug)
def test_a_story_has_just_the_keys_that_are_played(story: Story) -> None:
    parts = [("organisation", story.told)]
    for team in story.teams:
        parts += [("team", team.told), *(("person", person) for person in team.people)]
    for name, told in (found for part in parts for found in _tables(*part)):
        if name in KEYS:
            must, may = (set(keys.split()) for keys in KEYS[name])
            assert must <= told.keys() <= must | may, (story.slug, name, told)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.slug)
def test_an_organisation_refers_to_what_it_has(story: Story) -> None:
    told = story.told
    goals = {goal["key"] for goal in told["goal"]}
    promises = {promise["key"] for promise in told["promise"]}
    questions = {question["key"] for question in told["development_question"]}
    people = {person["login"] for person in told["person"]}
    people |= {person["login"] for team in story.teams for person in team.people}
    assert {
        goal for part in told["promise"] + told["development_question"] for goal in [part["goal"]]
    } <= goals
    assert all(set(goal["challenges"]) <= set(Challenge.values) for goal in told["goal"])
    assert {person["role"] for person in told["person"]} == set(Role.values) - {Role.PROFESSIONAL}
    managed = [key for person in told["person"] for key in person.get("manages", [])]
    assert sorted(managed) == sorted(team.key for team in story.teams)
    for version in told["frame"]["version"]:
        for old in version.get("before", []):
            assert old.get("promise") in promises or old.get("development_question") in questions
    for promise in told["promise"]:
        assert promise["kind"] in ResultPromise.Kind.values
        assert promise["term"] in ResultPromise.Term.values
        assert ("baseline" in promise) != ("baseline_by_week" in promise)
        for measured in promise["measurement"]:
            assert {measured["by"], measured.get("confirmed_by", measured["by"])} <= people
            assert measured.get("confirmed_by") != measured["by"]
            assert measured["confirmed"] == ("confirmed_by" in measured)
    for entry in told["register"]:
        assert entry["kind"] in RegisterEntry.Kind.values
        assert (entry["status"] == RegisterEntry.Status.OFF) == ("off_week" in entry)


@pytest.mark.parametrize(("story", "team"), TEAMS)
def test_people_refer_to_what_exists(story: Story, team: TeamStory) -> None:
    logins = {person["login"] for person in team.people}
    processes = {process["key"] for process in team.told["process"]}
    questions = {question["key"] for question in story.told["development_question"]}
    assert sum(person["facilitator"] for person in team.people) == 1
    for person in team.people:
        who = person["login"]
        assert person["days"].keys() == {"work", "focus", "deepen", "do", "harvest"}, who
        assert set(person["days"].values()) <= WORKDAYS, who
        assert person["question"][0]["week"] == min(week["n"] for week in person["week"]), who
        assert {asked["development_question"] for asked in person["question"]} <= questions, who
        assert all(asked["text"].endswith("?") and len(asked["text"]) <= 160 for asked in person["question"])
        numbers = [week["n"] for week in person["week"]]
        assert numbers == sorted(set(numbers)), who
        assert numbers[-1] == story.weeks, who
        assert {"expectation", "if_then"} & person["week"][-1].keys(), who
        learned = {week["n"] for week in person["week"] if "insight" in week}
        for week in person["week"]:
            where = (who, week["n"])
            assert ("think_first" in week) == ("mode" in week), where
            assert ("piece" in week) == ("view" in week), where
            assert week.get("mode", "analyse") in SparringSession.Mode.values, where
            assert week.get("claim_verdict", "open") in MomentEntry.Verdict.values, where
            assert ("claim" in week) == ("claim_verdict" in week), where
            assert week["n"] < 3 or "confidence" not in week or 0 <= week["confidence"] <= 100, where
            tried = week.get("experiment")
            if tried:
                assert tried["process"] in processes, where
                assert tried.get("with", "") in (logins - {who}) | {""}, where
                assert tried["quality"] in Experiment.Quality.values, where
                assert tried["check"] in set(Use.Check.values) - {Use.Check.OPEN}, where
            assert week.get("insight", {}).get("share", "self") in ("self", "team"), where
            for recalled in week.get("recall", []):
                assert recalled["of"] in learned, where
                assert recalled["of"] < week["n"], where
                assert recalled["grade"] in Review.Grade.values, where


@pytest.mark.parametrize(("story", "team"), TEAMS)
def test_practices_and_dialogues_refer_to_the_team(story: Story, team: TeamStory) -> None:
    logins = {person["login"] for person in team.people}
    for version in (version for process in team.told["process"] for version in process["version"]):
        assert version["made_by"] in logins
        assert {step["by"] for step in version["steps"]} <= set(Doer.values)
    for held in team.told["dialogue_held"]:
        where = (team.key, held["week"])
        writers = [position["who"] for position in held["positions"]]
        named = {position["who"] for position in held["positions"] if not position.get("unnamed")}
        assert len(writers) == len(set(writers)), where
        assert len(writers) - len(named) != 1, (
            f"{where}: one position without a name would be signed or withdrawn"
        )
        assert {held["case_by"], held["owner"], held["next_lead"], *writers} <= logins, where
        assert {objection["on"] for objection in held["objections"]} <= named, where
        spoken = {said["who"] for said in [*held["courage"], held.get("dissent", {"who": held["owner"]})]}
        assert spoken | {objection["by"] for objection in held["objections"]} <= logins, where


@pytest.mark.parametrize(("story", "team"), TEAMS)
def test_proposals_and_statements_refer_to_what_exists(story: Story, team: TeamStory) -> None:
    logins = {person["login"] for person in team.people}
    everybody = logins | {person["login"] for person in story.told["person"]}
    promises = {promise["key"] for promise in story.told["promise"]}
    questions = {question["key"] for question in story.told["development_question"]}
    for told in team.told["proposal"]:
        makers = {told["by"], *told.get("with", [])}
        assert makers <= logins, told["key"]
        assert told["promise"] in promises, told["key"]
        assert told.get("answer", {"verdict": "yes"})["verdict"] in Answer.Verdict.values, told["key"]
        assert not (told["in_mandate"] and "answer" in told), told["key"]
        assert "answer" not in told or told["put_forward_week"] < told["answer"]["week"], told["key"]
        assert not ("realised" in told and "stopped" in told), told["key"]
        for measured in told.get("measurement", []):
            assert measured["week"] >= told["trial"]["week"], told["key"]
            assert measured.get("confirmed_by", "") in (everybody - {told["by"]}) | {""}, told["key"]
        for said in told.get("reaction", []):
            assert said["by"] in logins - makers, told["key"]
            assert said["kind"] in Reaction.Kind.values, told["key"]
    for told in team.told.get("concept", []):
        assert told["by"] in logins
        assert told["promise"] in promises
    for told in team.told["statement"]:
        assert told["by"] in logins
        assert {part["development_question"] for part in told["parts"]} <= questions


def test_no_sentence_is_said_twice() -> None:
    said: dict[str, list[str]] = defaultdict(list)
    for path, text in stories.texts():
        for sentence in re.split(r"(?<=[.?!…])[’'”\"]?\s+|\n", text):
            plain = re.findall(r"\w+", sentence.lower())
            if len(plain) >= 4:
                said[" ".join(plain)].append(path.name)
    assert {sentence: where for sentence, where in said.items() if len(where) > 1} == {}


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "waterrijk").mkdir()
    (tmp_path / "waterrijk" / "organisation.toml").write_text("name = ")
    monkeypatch.setattr(stories, "FOLDER", tmp_path)
    stories.stories.cache_clear()
    try:
        with pytest.raises(stories.Untold, match=r"organisation\.toml"):
            stories.stories()
    finally:
        stories.stories.cache_clear()
