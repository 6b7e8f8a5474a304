"""Written situations from ordinary work: does the coach ask something that fits?"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from lerendwerken.ai.partners import coach
from lerendwerken.ai.partners.coach import MODES, TRIGGERS, evaluate
from lerendwerken.ai.partners.coach.quoting import MOST_WORDS

LINES: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(coach.__file__).parent / "data" / "situations.jsonl").read_text("utf-8").splitlines()
]
ANSWERS = {answer["id"]: answer for answer in evaluate(LINES)}

ADVICE = re.compile(
    r"(?i)\b(?:je moet|je zou moeten|zou je niet|kun je niet|probeer|misschien kun|overweeg|beter is|ik raad"
    r"|you should|you must|have you considered|why not|try to|consider)\b"
)
JUDGEMENT = re.compile(
    r"(?i)\b(?:goede vraag|goed dat|mooi dat|knap|slim dat|dom|jammer dat|helaas|great question|well done|good that)\b"
)
YES_OR_NO = re.compile(
    r"(?i)^(?:is|zijn|heb|heeft|kan|kun|moet|wil|ben|gaat|do|does|did|is|are|can|could|should|have|has|will)\b"
)


def outside_quotes(answer: dict[str, Any]) -> str:
    """The coach's own words."""
    text = str(answer["question"])
    for quote in answer["quotes"]:
        text = text.replace(quote, "")
    return text


def test_there_are_situations_of_every_kind() -> None:
    assert len(LINES) >= 300
    assert {line["lang"] for line in LINES} == {"nl", "en"}
    assert {line["mode"] for line in LINES} == set(MODES)
    assert {trigger for line in LINES for trigger in line["triggers"]} <= set(TRIGGERS)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_questions_fit(language: str) -> None:
    """A fitting trigger in at least nine of ten, in each language."""
    lines = [line for line in LINES if line["lang"] == language]
    missed = [line["id"] for line in lines if ANSWERS[line["id"]]["trigger"] not in line["triggers"]]
    assert len(missed) <= 0.1 * len(lines), missed


@pytest.mark.parametrize("language", ["nl", "en"])
def test_more_than_the_open_question(language: str) -> None:
    """The question that fits any text is the exception."""
    lines = [line for line in LINES if line["lang"] == language]
    opened = [line["id"] for line in lines if ANSWERS[line["id"]]["trigger"] == "open"]
    assert len(opened) <= 0.15 * len(lines), opened


@pytest.mark.parametrize("line", LINES, ids=lambda line: str(line["id"]))
def test_nothing_unacceptable(line: dict[str, Any]) -> None:
    """One question with true quotes; no advice, judgement, name, or what stands there already."""
    answer = ANSWERS[line["id"]]
    question = answer["question"]
    assert question.endswith("?")
    assert question.count("?") == 1
    assert answer["quotes"]
    assert all(quote in line["text"] and quote in question for quote in answer["quotes"])
    assert all(len(quote.split()) <= MOST_WORDS for quote in answer["quotes"])
    assert not ADVICE.search(outside_quotes(answer))
    assert not JUDGEMENT.search(outside_quotes(answer))
    assert not YES_OR_NO.match(outside_quotes(answer))
    assert not [words for words in line["never"] if words in question]
