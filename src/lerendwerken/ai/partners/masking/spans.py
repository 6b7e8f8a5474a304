"""What was found in a text: where, and which kind of personal data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

from lerendwerken.ai.partners.masking.vocabulary import INTERFIXES

Kind = Literal[
    "email",
    "iban",
    "bsn",
    "casenumber",
    "phone",
    "birthdate",
    "plate",
    "postcode",
    "address",
    "person",
    "word",
]
"""From the most telling kind to the least: where two overlap, the first one names the piece.

`word` is what the organisation's own list covers."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
_RANK: Final[dict[Kind, int]] = {kind: rank for rank, kind in enumerate(KINDS)}


class MaskerDown(Exception):
    """The search for names gave no answer, so nothing may leave."""


@dataclass(frozen=True)
class Span:
    """A piece of personal data: `text[start:end]`, counted in characters of the text as it was given."""

    start: int
    end: int
    kind: Kind


def merged(spans: Iterable[Span], text: str) -> list[Span]:
    """The union of all spans, in order and without overlap.

    Where two overlap, the more telling kind keeps its whole piece and the other keeps what sticks out, so
    that nothing that was found is left uncovered (bare punctuation, spaces and "de", "van" aside).
    """
    covered = bytearray(len(text))
    taken: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (_RANK[s.kind], s.start - s.end, s.start)):
        for piece in _uncovered(span, covered):
            if piece == span or _worth_covering(text[piece.start : piece.end]):
                taken.append(piece)
        covered[span.start : span.end] = b"\x01" * (span.end - span.start)
    return sorted(taken, key=lambda s: s.start)


def _uncovered(span: Span, covered: bytearray) -> Iterator[Span]:
    """The stretches of the span that no earlier one has."""
    start = span.start
    while start < span.end:
        end = covered.find(1, start, span.end)
        end = span.end if end < 0 else end
        if start < end:
            yield Span(start, end, span.kind)
        start = covered.find(0, end, span.end)
        if start < 0:
            return


def _worth_covering(rest: str) -> bool:
    """Not the "de" of what looked like "de Oude" when "Oude Gracht 2" is the address, nor bare punctuation."""
    words = re.findall(r"\w+", rest.lower())
    return bool(words) and not all(word in INTERFIXES for word in words)
