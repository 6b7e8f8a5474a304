"""`lerendwerken eval`: measuring the coach and the masking on examples. Needs no database."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast


def run(kind: str, file: str | None, *, as_json: bool, out: str | None) -> int:
    """Measure on `file` (JSON lines), or on our own set, and print a table; 2 when the file cannot be read."""
    path = Path(file) if file else Path(__file__).parent / "evaluation" / f"{kind}.jsonl"
    try:
        lines = list(_lines(path))
    except (OSError, ValueError) as fault:
        print(f"{path} cannot be read: {fault}", file=sys.stderr)
        return 2
    table, found = _masking(lines) if kind == "masking" else _coach(lines)
    if out:
        with Path(out).open("w", encoding="utf-8") as target:
            for line in found:
                print(json.dumps(line, ensure_ascii=False), file=target)
    if as_json:
        print(json.dumps(table, ensure_ascii=False))
    else:
        _print(table)
    return 0


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as source:
        for number, text in enumerate(source, start=1):
            if text.strip():
                line = json.loads(text)
                if not isinstance(line, dict):
                    raise ValueError(f"line {number} is no object")
                yield line


def _coach(lines: list[dict[str, Any]]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    from lerendwerken.ai.partners import coach

    found = list(coach.evaluate(lines))
    expected = [
        (line["triggers"], row["trigger"])
        for line, row in zip(lines, found, strict=True)
        if "triggers" in line
    ]
    table: dict[str, Any] = {
        "texts": len(found),
        "asked": sum(1 for row in found if row["question"]),
        "with a quote": sum(1 for row in found if row["quotes"]),
    }
    if expected:
        table["fitting"] = round(sum(trigger in wanted for wanted, trigger in expected) / len(expected), 3)
    return table, found


def _masking(lines: list[dict[str, Any]]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    from lerendwerken.ai.partners import masking

    report = masking.evaluate(cast("list[Any]", lines))
    table = {
        kind: {
            "recall": score.recall,
            "precision": score.precision,
            "labelled": score.labelled,
            "found": score.found,
        }
        for kind, score in report.scores.items()
    }
    return table, [dict(line) for line in report.found]


def _print(table: dict[str, Any]) -> None:
    width = max((len(name) for name in table), default=0)
    for name, value in table.items():
        if isinstance(value, dict):
            value = "  ".join(
                f"{key} {number:.3f}" if isinstance(number, float) else f"{key} {number}"
                for key, number in value.items()
            )
        print(f"{name:<{width}}  {value}")
