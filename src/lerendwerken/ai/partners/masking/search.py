"""One search for all personal data in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from lerendwerken.ai.partners.masking import patterns
from lerendwerken.ai.partners.masking.clean import Clean
from lerendwerken.ai.partners.masking.client import Client
from lerendwerken.ai.partners.masking.letters import fold
from lerendwerken.ai.partners.masking.placeholders import title_length
from lerendwerken.ai.partners.masking.spans import MaskerDown, Span, merged
from lerendwerken.ai.partners.masking.vocabulary import TITLES

Names = Callable[[str], list[Span]]

_client: Client | None = None


def connect(socket_path: Path) -> None:
    """From now on `find` asks the process on this socket for names."""
    global _client
    if _client is not None:
        _client.close()
    _client = Client(socket_path)


def find(
    text: str,
    *,
    words: Iterable[str] = (),
    readable: Iterable[str] = (),
    uncovered: Iterable[str] = (),
    names: Names | None = None,
) -> list[Span]:
    """All personal data in the text: patterns, names, and the organisation's own words; in order, without
    overlap.

    `words` are covered wherever they stand as whole words, in any case. What only looked like a name is left out
    where it is one of the `readable` words, unless a title stands before it, or one of the `uncovered` names; a
    number, an address or one of the `words` is never left out. `names` replaces the search on the socket.

    Raises: MaskerDown: names could not be searched. What patterns alone would find is never given as if it
    were all.
    """
    found = (names or _names)(text)
    clean = Clean(text)
    people = [span for span in found if span.kind == "person"]
    by_shape = clean.back(patterns.found(clean.text))
    listed = clean.back(_listed(clean.text, words))
    left = [
        *(span for span in clean.back(_listed(clean.text, readable)) if not _titled(text, span)),
        *clean.back(_listed(clean.text, uncovered)),
    ]
    found = [span for span in found if span.kind != "person" or not _inside(text, span, left)]
    return merged([*by_shape, *found, *listed, *patterns.after_names(text, people)], text)


def shaped(text: str) -> bool:
    """Whether something in the text is personal data by its shape: a number, an address, a date of birth."""
    return bool(patterns.find(text))


def _titled(text: str, span: Span) -> bool:
    before = re.search(r"([^\W\d_]+)\.? {1,2}$", text[max(0, span.start - 20) : span.start])
    return before is not None and fold(before[1]) in TITLES


def _inside(text: str, span: Span, others: list[Span]) -> bool:
    """Whether the span, the title before the name aside, lies whole in one of the others."""
    start = span.start + title_length(text[span.start : span.end])
    return any(other.start <= start and span.end <= other.end for other in others)


def _names(text: str) -> list[Span]:
    if _client is None:
        raise MaskerDown
    return _client.find(text)


def _listed(text: str, words: Iterable[str]) -> Iterator[Span]:
    expression = _expression(
        tuple(sorted({w.strip() for w in words if w.strip()}, key=lambda w: (-len(w), w)))
    )
    if expression:
        for match in expression.finditer(text):
            yield Span(*match.span(), "word")


@lru_cache(maxsize=32)
def _expression(words: tuple[str, ...]) -> re.Pattern[str] | None:
    if not words:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(w) for w in words)})(?!\w)", re.IGNORECASE)
