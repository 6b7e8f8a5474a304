"""How well masking does on labelled sentences: for `lerendwerken eval masking`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypedDict

from lerendwerken.ai.partners.masking.search import find
from lerendwerken.ai.partners.masking.spans import KINDS, Span


class Labelled(TypedDict):
    """One span as files write it; `start` and `end` count characters."""

    start: int
    end: int
    type: str


class Line(TypedDict):
    """One labelled sentence."""

    id: str
    lang: str
    text: str
    spans: list[Labelled]


class Found(TypedDict):
    """What was found in one line, in the shape of the file that was read."""

    id: str
    spans: list[Labelled]


@dataclass(frozen=True)
class Score:
    """Of one type: how many were labelled and found back, how many were found and labelled."""

    labelled: int = 0
    covered: int = 0
    found: int = 0
    right: int = 0

    @property
    def recall(self) -> float | None:
        """Share of the labelled spans that are covered whole by that type; None where there are none."""
        return self.covered / self.labelled if self.labelled else None

    @property
    def precision(self) -> float | None:
        """Share of what was found that touches a labelled span of that type; None where nothing was found."""
        return self.right / self.found if self.found else None


@dataclass(frozen=True)
class Report:
    """`scores` per type and, as "pattern types" and "all", together; `found` per line."""

    scores: dict[str, Score]
    found: list[Found] = field(default_factory=list)


def evaluate(lines: Iterable[Line], search: Callable[[str], list[Span]] | None = None) -> Report:
    """Mask every line and compare with its labels. Searches names in this process, so that no service is
    needed."""
    tally: dict[str, Counter[str]] = {}
    results: list[Found] = []
    for line in lines:
        spans = (search or _search_here)(line["text"])
        results.append(
            {"id": line["id"], "spans": [{"start": s.start, "end": s.end, "type": s.kind} for s in spans]}
        )
        for label in line["spans"]:
            same = [s for s in spans if s.kind == label["type"]]
            _count(tally, label["type"], "labelled", "covered" if _covered(label, same, line["text"]) else "")
        for span in spans:
            touches = any(
                label["type"] == span.kind and label["start"] < span.end and span.start < label["end"]
                for label in line["spans"]
            )
            _count(tally, span.kind, "found", "right" if touches else "")
    return Report({name: Score(**tally[name]) for name in _order(tally)}, results)


def _search_here(text: str) -> list[Span]:
    from lerendwerken.ai.partners.masking import names

    return find(text, names=names.find)


def _covered(label: Labelled, spans: list[Span], text: str) -> bool:
    """Whether every letter and digit of the label is covered."""
    return all(
        any(s.start <= place < s.end for s in spans)
        for place in range(label["start"], label["end"])
        if text[place].isalnum()
    )


def _count(tally: dict[str, Counter[str]], kind: str, *what: str) -> None:
    for name in (kind, "all", *(["pattern types"] if kind not in ("person", "word") else [])):
        tally.setdefault(name, Counter()).update(w for w in what if w)


def _order(tally: dict[str, Counter[str]]) -> list[str]:
    known = [kind for kind in KINDS if kind in tally]
    return [
        *known,
        *sorted(set(tally) - set(KINDS) - {"pattern types", "all"}),
        *(n for n in ("pattern types", "all") if n in tally),
    ]
