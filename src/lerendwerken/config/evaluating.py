"""`lerendwerken eval`: measuring the coach and the masking on examples. Needs no database.

Measuring a partner has its own module, `evaluating_partner`.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from lerendwerken.config.reading_lines import Line, lines_of, said

_PARTNERS = Path(__file__).parent.parent / "ai" / "partners"
OWN_SETS = {
    "coach": _PARTNERS / "coach" / "data" / "situations.jsonl",
    "masking": _PARTNERS / "masking" / "data" / "sentences.jsonl",
}

Table = dict[str, Any]


def run(kind: str, file: str | None, *, as_json: bool, out: str | None) -> int:
    """Measure on `file` (JSON lines; "-" is standard input), or on our own set, and print a table.

    2 when there is nothing to measure on or no place to write to; nothing is measured then.
    """
    name = file or str(OWN_SETS[kind])
    try:
        lines = lines_of(name, _RIGHT[kind])
    except (OSError, ValueError) as fault:
        print(f"{name} cannot be read: {said(fault)}", file=sys.stderr)
        return 2
    return tell(lambda: _masking(lines) if kind == "masking" else _coach(lines), as_json=as_json, out=out)


def tell(measure: Callable[[], tuple[Table, list[Line]]], *, as_json: bool, out: str | None) -> int:
    """Measure, print the table and write what was found per line to `out`; 2 when that cannot be written."""
    with contextlib.ExitStack() as stack:
        try:
            target = stack.enter_context(Path(out).open("w", encoding="utf-8")) if out else None
        except OSError as fault:
            print(f"{out} cannot be written: {said(fault)}", file=sys.stderr)
            return 2
        table, found = measure()
        if target:
            target.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in found)
    if as_json:
        print(json.dumps(table, ensure_ascii=False))
    else:
        _print(table)
    return 0


def _wrong_text(line: Line) -> str:
    if not isinstance(line.get("id"), str | int):
        return "it has no id"
    text = line.get("text")
    if not isinstance(text, str):
        return "it has no text"
    try:
        text.encode("utf-8")
        str(line["id"]).encode("utf-8")
    except UnicodeEncodeError:
        return "it holds half a character"
    return ""


def _wrong_situation(line: Line) -> str:
    triggers = line.get("triggers", [])
    if not isinstance(triggers, list) or not all(isinstance(trigger, str) for trigger in triggers):
        return "triggers is no list of names"
    return _wrong_text(line)


def _wrong_sentence(line: Line) -> str:
    return _wrong_text(line) or _wrong_spans(line.get("spans"), len(line["text"]))


def _wrong_spans(spans: Any, length: int) -> str:
    if not isinstance(spans, list):
        return "it has no list of spans"
    for span in spans:
        if not isinstance(span, dict) or not isinstance(span.get("type"), str):
            return "a span has a start, an end and a type"
        start, end = span.get("start"), span.get("end")
        if type(start) is not int or type(end) is not int or not 0 <= start < end <= length:
            return "a span lies inside the text and holds something"
    return ""


_RIGHT = {"coach": _wrong_situation, "masking": _wrong_sentence}


def _coach(lines: list[Line]) -> tuple[Table, list[Line]]:
    from lerendwerken.ai.partners import coach

    found = list(coach.evaluate(lines))
    expected = [
        (line["triggers"], row["trigger"])
        for line, row in zip(lines, found, strict=True)
        if "triggers" in line
    ]
    table: Table = {
        "texts": len(found),
        "asked": sum(1 for row in found if row["question"]),
        "with a quote": sum(1 for row in found if row["quotes"]),
    }
    if expected:
        table["fitting"] = round(sum(trigger in wanted for wanted, trigger in expected) / len(expected), 3)
    return table, found


def _masking(lines: list[Line]) -> tuple[Table, list[Line]]:
    from lerendwerken.ai.partners import masking

    report = masking.evaluate(cast("list[Any]", lines))
    table: Table = {
        kind: {
            "recall": score.recall,
            "precision": score.precision,
            "labelled": score.labelled,
            "found": score.found,
        }
        for kind, score in report.scores.items()
    }
    return table or {"all": {"labelled": 0, "found": 0}}, [dict(line) for line in report.found]


def _print(table: Table) -> None:
    width = max(map(len, table))
    for name, value in table.items():
        print(f"{name:<{width}}  {_cells(value) if isinstance(value, dict) else _cell(value)}")


def _cells(values: dict[str, Any]) -> str:
    return "  ".join(f"{name} {_cell(value)}" for name, value in values.items())


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
