"""Looking at all answers and counting: per check and in total, with a confidence interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from lerendwerken.ai.partners.evaluating import checks
from lerendwerken.ai.partners.evaluating.cases import Asked, Case
from lerendwerken.ai.partners.evaluating.naming import CHECKS
from lerendwerken.ai.partners.evaluating.reading import Answer

_Z: Final = 1.959964  # 95%

Judge = Callable[[Case, Asked, str], bool | None]
"""Asks a model whether a check is met; None when it gives no clear answer."""


class Share(NamedTuple):
    """How many of how many, and the 95% interval of Wilson (1927) around that share."""

    met: int
    of: int

    @property
    def share(self) -> float | None:
        return self.met / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.met, self.of) if self.of else None


def wilson(met: int, of: int) -> tuple[float, float]:
    """The 95% score interval of a share; also fit for few cases and for shares near 0 and 1."""
    share, spread = met / of, _Z * _Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class Given:
    """The answer to a case as the person would read it; `problem` says why there is none."""

    text: str = ""
    problem: str = ""


class Seen(NamedTuple):
    """One check of one case. `met` is None when the check is not known."""

    name: str
    met: bool | None
    why: str
    by: str


@dataclass(frozen=True)
class Result:
    """All that was seen in the answer to one case."""

    case: Case
    given: Given
    seen: tuple[Seen, ...]

    def line(self) -> dict[str, Any]:
        """As a line of a file of results; `text` makes it readable as an answer too."""
        found = [
            {"check": one.name, "met": one.met, "why": one.why, "by": one.by}
            if one.met is not None
            else {"check": one.name, "met": None, "why": "not known"}
            for one in self.seen
        ]
        told = {"problem": self.given.problem} if self.given.problem else {}
        return {"id": self.case.id, "mode": self.case.mode, "text": self.given.text, **told, "checks": found}


def evaluate(cases: Sequence[Case], answers: Mapping[str, Given], judge: Judge | None = None) -> list[Result]:
    """What every check finds in the answer to its case. A case without an answer meets none of its checks.

    Where a rule is not sure, the judge decides, if there is one and it is clear.
    """
    found = []
    for case in cases:
        given = answers.get(case.id, Given(problem="no answer"))
        found.append(Result(case, given, tuple(_seen(case, given, asked, judge) for asked in case.checks)))
    return found


def _seen(case: Case, given: Given, asked: Asked, judge: Judge | None) -> Seen:
    seen = checks.look(case, Answer(given.text, case.lang), asked)
    if seen is None:
        return Seen(asked.said, None, "", "")
    why = "" if seen.met else seen.why
    if judge and not seen.sure and given.text.strip():
        judged = judge(case, asked, given.text)
        if judged is not None:
            return Seen(asked.name, judged, why if judged is seen.met else f"rule: {seen.why}", "judge")
    return Seen(asked.name, seen.met, why, "rule" if seen.sure else "rule, not sure")


def table(results: Sequence[Result]) -> dict[str, Any]:
    """The figures: per check, in total, and what could not be counted."""
    known = [one for result in results for one in result.seen if one.met is not None]
    rows: dict[str, Any] = {}
    for name in [name for name in CHECKS if any(one.name == name for one in known)]:
        rows[name] = _row([one for one in known if one.name == name])
    unknown = sorted({one.name for result in results for one in result.seen if one.met is None})
    return {
        "cases": len(results),
        "answered": sum(bool(result.given.text.strip()) for result in results),
        "checks": rows,
        "total": _row(known),
        "not known": {
            name: sum(one.name == name and one.met is None for result in results for one in result.seen)
            for name in unknown
        },
    }


def _row(seen: Sequence[Seen]) -> dict[str, Any]:
    share = Share(sum(one.met is True for one in seen), len(seen))
    low, high = share.interval or (None, None)
    return {
        "met": share.met,
        "of": share.of,
        "share": _rounded(share.share),
        "low": _rounded(low),
        "high": _rounded(high),
        "judged": sum(one.by == "judge" for one in seen),
        "not sure": sum(one.by == "rule, not sure" for one in seen),
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 3)
