"""What can be searched: each room says at start which of its rows, so that this room knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from lerendwerken.foundation.wall.viewer import Viewer


@dataclass(frozen=True)
class Source:
    """One kind of thing that can be found.

    Attributes:
        kind: what it is called on the page.
        rows: the rows that a viewer may see, read through `visible_to(viewer)`.
        fields: where the words stand, as a query names them.
        link: the page on which a row stands.
        week: the field that holds its week or day.
        words: the words of a row, where its fields are not texts themselves.
        by_partner: an AI system wrote them, and the page says so.
    """

    kind: str | Promise
    rows: Callable[[Viewer], QuerySet[Any]]
    fields: tuple[str, ...]
    link: Callable[[Any], str]
    week: str = "week"
    words: Callable[[Any], str] | None = None
    by_partner: bool = False

    def text_of(self, row: Model) -> str:
        """All its words as one text, a line for each field."""
        if self.words:
            return self.words(row)
        return "\n".join(text for name in self.fields if (text := _value(row, name)))


_sources: list[Source] = []


def register(*sources: Source) -> None:
    """Let a room say what can be found in it."""
    _sources.extend(source for source in sources if source not in _sources)


def every() -> tuple[Source, ...]:
    """All that can be found, in the order of the rooms."""
    return tuple(_sources)


def _value(row: Any, name: str) -> str:
    for part in name.split("__"):
        row = getattr(row, part)
    return str(row)
