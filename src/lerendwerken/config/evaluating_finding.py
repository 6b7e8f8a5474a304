"""`lerendwerken eval search` and `eval similar`: measuring finding by words. Needs no database."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from lerendwerken.ai.library import evaluate
from lerendwerken.config import evaluating
from lerendwerken.config.reading_lines import Line, lines_of, said

_DATA: Final = Path(__file__).parent.parent / "ai" / "library" / "data"
KINDS: Final = ("search", "similar")

Measure = Callable[[], tuple[dict[str, Any], list[Line]]]


class Unreadable(Exception):
    """There is nothing to measure on; says why."""


def run(arguments: Namespace) -> int:
    """Measure on the files that were named, or on our own, and print a table; 2 when there is nothing to measure on."""
    try:
        measure = _similar(arguments) if arguments.kind == "similar" else _search(arguments)
    except Unreadable as fault:
        print(fault, file=sys.stderr)
        return 2
    return evaluating.tell(measure, as_json=arguments.json, out=arguments.out)


def _similar(arguments: Namespace) -> Measure:
    items = _read(arguments.file, "similar.jsonl", _wrong_item)
    return lambda: evaluate.similar(items)


def _search(arguments: Namespace) -> Measure:
    if bool(arguments.file) != bool(arguments.questions):
        raise Unreadable("search takes two files, PASSAGES and QUESTIONS, or none for our own")
    passages = _read(arguments.file, "passages.jsonl", _wrong_passage)
    questions = _read(arguments.questions, "questions.jsonl", _wrong_question)
    return lambda: evaluate.search(passages, questions)


def _read(name: str | None, own: str, check: Callable[[Line], str]) -> list[Line]:
    name = name or str(_DATA / own)
    try:
        return lines_of(name, check)
    except (OSError, ValueError) as fault:
        raise Unreadable(f"{name} cannot be read: {said(fault)}") from None


def _wrong_passage(line: Line) -> str:
    return _wrong_id(line.get("id")) or _wrong_words(line, "text")


def _wrong_question(line: Line) -> str:
    return _wrong_words(line, "q") or _wrong_ids(line, "relevant")


def _wrong_item(line: Line) -> str:
    return _wrong_passage(line) or _wrong_words(line, "title") or _wrong_ids(line, "same_as")


def _wrong_id(value: Any) -> str:
    return "" if isinstance(value, str | int) and _is_whole(str(value)) else "it has no id"


def _wrong_ids(line: Line, name: str) -> str:
    ids = line.get(name)
    if not isinstance(ids, list) or any(_wrong_id(each) for each in ids):
        return f"{name} is no list of ids"
    return ""


def _wrong_words(line: Line, name: str) -> str:
    words = line.get(name)
    if not isinstance(words, str):
        return f"it has no {name}"
    return "" if _is_whole(words) else "it holds half a character"


def _is_whole(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
