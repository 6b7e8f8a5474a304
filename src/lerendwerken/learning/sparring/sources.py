"""Numbers in an answer that lead to a passage: [3] becomes a chip, an invented number is called what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import queries
from lerendwerken.learning.sparring.models import SparringSession, Turn

_CITED: Final = re.compile(r"\[\^?(\d{1,5}(?:\s*[,;]\s*\d{1,5})*)\]")
_TAG: Final = re.compile(r"(<[^>]*>)")
_AS_IT_IS: Final = ("code", "pre")


@dataclass(frozen=True)
class Sources:
    """What the numbers in answers can mean: what went along with which turn of a session, and what is still here."""

    session: UUID | None = None
    sent: tuple[tuple[int, frozenset[int]], ...] = ()
    here: frozenset[int] = frozenset()

    def until(self, turn: Turn) -> frozenset[int]:
        """The passages that a partner had seen when it answered this turn."""
        seen = [numbers for number, numbers in self.sent if number <= turn.number]
        return frozenset().union(*seen)


NONE: Final = Sources()


def of(viewer: Viewer, session: SparringSession, turns: Sequence[Turn]) -> Sources:
    """The sources of a session; none, without a query, where no passage ever went along."""
    sent = tuple((turn.number, frozenset(turn.passages)) for turn in turns if turn.passages)
    return Sources(session.pk, sent, queries.numbers_of_passages(viewer, session)) if sent else NONE


def with_chips(html: SafeString, turn: Turn, sources: Sources) -> SafeString:
    """The safe HTML of an answer, with a chip for each number of a passage that the partner had seen.

    A session without documents keeps its numbers as they are: there they mean something else.
    """
    seen = sources.until(turn)
    if not seen:
        return html
    inside: list[str] = []
    parts = []
    for part in _TAG.split(html):
        if part.startswith("<"):
            _step(inside, part)
            parts.append(part)
        else:
            parts.append(part if inside else _CITED.sub(lambda found: _chips(found[1], seen, sources), part))
    return mark_safe("".join(parts))  # noqa: S308 (only digits of the text come into the tags)


def _step(inside: list[str], tag: str) -> None:
    """Keep track of being in a piece of code, where nothing is a chip."""
    name = tag.strip("</>")
    if name in _AS_IT_IS:
        inside.pop() if tag.startswith("</") and inside else inside.append(name)


def _chips(numbers: str, seen: frozenset[int], sources: Sources) -> str:
    return " ".join(_chip(int(number), seen, sources) for number in re.findall(r"\d+", numbers))


def _chip(number: int, seen: frozenset[int], sources: Sources) -> str:
    if number not in seen:
        return format_html('<span class="nosource">[{}: {}]</span>', number, _("passage does not exist"))
    if number not in sources.here:
        return format_html('<span class="nosource">[{}: {}]</span>', number, _("passage has been deleted"))
    url = reverse("sparring:passage", args=[sources.session, number])
    label = _("Passage %(number)d") % {"number": number}
    return format_html('<a class="src" href="{}" aria-label="{}">{}</a>', url, label, number)
