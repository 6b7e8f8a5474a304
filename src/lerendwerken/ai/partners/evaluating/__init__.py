"""Measuring a partner: cases, what the product would send, the rubric's checks, and figures to compare.

The checks are described one by one in `naming.CHECKS` and in the functions of `checks/`; the words by which they
recognise things stand in `words/nl.toml` and `words/en.toml`.
"""

from pathlib import Path
from typing import Final

from .blind import Sheet
from .cases import Case, case_of
from .keeping import keep, read_kept, record, side_by_side
from .naming import CHECKS
from .providers import from_coach, from_model, judge_of
from .requests import Request, requests
from .scoring import Given, Result, evaluate, table, wilson

OWN_CASES: Final = Path(__file__).parent / "data" / "cases.jsonl"

__all__ = [
    "CHECKS",
    "OWN_CASES",
    "Case",
    "Given",
    "Request",
    "Result",
    "Sheet",
    "case_of",
    "evaluate",
    "from_coach",
    "from_model",
    "judge_of",
    "keep",
    "read_kept",
    "record",
    "requests",
    "side_by_side",
    "table",
    "wilson",
]
