"""Keeping results, and setting them side by side."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from lerendwerken.ai.partners import prompts
from lerendwerken.ai.partners.evaluating.scoring import Result, table

_FORMAT: Final = "lerendwerken-partner-eval-1"


def record(results: Sequence[Result], *, model: str, when: str, plain: bool = False) -> dict[str, Any]:
    """A measurement with everything needed to compare it: model, moment, prompts, cases, figures and lines."""
    ids = "\0".join(sorted(f"{result.case.id}\0{result.case.own}" for result in results))
    return {
        "format": _FORMAT,
        "model": model,
        "when": when,
        "prompts": "none (plain chat)" if plain else prompts.version(),
        "cases": hashlib.sha256(ids.encode()).hexdigest()[:12],
        "table": table(results),
        "lines": [result.line() for result in results],
    }


def keep(place: Path, kept: dict[str, Any]) -> Path:
    """Write a record to a file ending in .json, or to a new file in a folder; gives the file."""
    if place.suffix != ".json":
        place.mkdir(parents=True, exist_ok=True)
        stem = re.sub(r"[^\w.-]+", "-", f"{kept['when'][:19]}-{kept['model']}").strip("-").replace(":", "")
        file = place / f"{stem}.json"
        count = 1
        while file.exists():
            count += 1
            file = place / f"{stem}-{count}.json"
        place = file
    place.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return place


def read_kept(file: Path) -> dict[str, Any]:
    """A record that was kept. Raises `ValueError` when it is something else, `OSError` when it cannot be read."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        if kept["format"] != _FORMAT or not isinstance(kept["table"]["checks"], dict):
            raise KeyError
    except (ValueError, KeyError, TypeError):
        raise ValueError("it is no result kept by this command") from None
    return dict(kept)


def side_by_side(kept: Sequence[dict[str, Any]]) -> list[list[str]]:
    """Rows of a table: one per check and the total, one column per record; the first row and column are names."""
    names = list(dict.fromkeys(name for one in kept for name in one["table"]["checks"]))
    rows = [["", *(str(one["model"]) for one in kept)]]
    for name in names:
        rows.append([name, *(_cell(one["table"]["checks"].get(name)) for one in kept)])
    rows.append(["total", *(_cell(one["table"]["total"]) for one in kept)])
    rows.append(["answered", *(f"{one['table']['answered']} of {one['table']['cases']}" for one in kept)])
    rows += [[name, *(str(one[name]) for one in kept)] for name in ("prompts", "cases", "when")]
    return rows


def _cell(row: dict[str, Any] | None) -> str:
    if not row or row["share"] is None:
        return "-"
    return f"{row['share']:.2f} ({row['low']:.2f}-{row['high']:.2f}) of {row['of']}"
