"""What masking costs, against one plain regular expression over the same text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lerendwerken.ai.partners import masking
from lerendwerken.ai.partners.masking import names
from lerendwerken.config.evaluating import OWN_SETS
from tests.scale.measuring import Row, median_seconds

CHARACTERS = 6_000  # about two pages
TIMES = 7
WORDS = re.compile(r"\w+(?:[-.@']\w+)*")


def rows() -> Iterator[Row]:
    """Thousands of characters a second: all personal data found and covered, names among them."""
    text = _text()
    taken = median_seconds(lambda: _covered(text), TIMES)
    floor = median_seconds(lambda: list(WORDS.finditer(text)), TIMES)
    speed = len(text) / 1000
    what = f"masking {len(text):,} characters"
    is_floor = "one pass of a regular expression"
    yield Row(what, speed / taken, speed / floor, "kchar/s", is_floor, more_is_better=True)


def _covered(text: str) -> None:
    spans = masking.find(text, names=names.find)
    assert spans
    masking.mask(text, spans, masking.Key(), "nl")


def _text() -> str:
    """The same sentences each time: those on which masking is measured."""
    lines = OWN_SETS["masking"].read_text(encoding="utf-8").splitlines()
    joined = " ".join(json.loads(line)["text"] for line in lines if line)
    return joined[:CHARACTERS]
