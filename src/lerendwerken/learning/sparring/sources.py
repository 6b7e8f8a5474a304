"""Numbers in an answer that lead somewhere: [3] to a passage, [E1] to own words of weeks ago.

Each becomes a chip; an invented number is called what it is.
"""

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
from lerendwerken.learning.sparring import queries, thread
from lerendwerken.learning.sparring.models import SparringSession, Turn

_CITED: Final = re.compile(r"\[\^?(\d{1,5}(?:\s*[,;]\s*\d{1,5})*)\]")
_FROM_THREAD: Final = re.compile(r"\[E ?(\d{1,2}(?:\s*[,;]\s*E? ?\d{1,2})*)\]", re.I)
_TAG: Final = re.compile(r"(<[^>]*>)")
_AS_IT_IS: Final = ("code", "pre")


@dataclass(frozen=True)
class Sources:
    """What the numbers in answers can mean: what went along with which turn of a session, and what is still here."""

    session: UUID | None = None
    sent: tuple[tuple[int, frozenset[int]], ...] = ()
    here: frozenset[int] = frozenset()
    lent: tuple[tuple[int, frozenset[int]], ...] = ()
    thread: tuple[thread.Along, ...] = ()

    def until(self, turn: Turn) -> frozenset[int]:
        """The passages that a partner had seen when it answered this turn."""
        return _until(turn, self.sent)

    def lent_until(self, turn: Turn) -> frozenset[int]:
        """The own earlier words that a partner had seen when it answered this turn."""
        return _until(turn, self.lent)


NONE: Final = Sources()


def of(
    viewer: Viewer,
    session: SparringSession,
    turns: Sequence[Turn],
    along: Sequence[thread.Along] | None = None,
) -> Sources:
    """The sources of a session; where nothing ever went along none, without a query.

    `along` is what came from the thread, where that was read already.
    """
    sent = tuple((turn.number, frozenset(turn.passages)) for turn in turns if turn.passages)
    lent = tuple((turn.number, frozenset(turn.earlier)) for turn in turns if turn.earlier)
    if not (sent or lent):
        return NONE
    here = queries.numbers_of_passages(viewer, session) if sent else frozenset()
    if along is None:
        along = thread.along(viewer, session) if lent else ()
    return Sources(session.pk, sent, here, lent, tuple(along))


def with_chips(html: SafeString, turn: Turn, sources: Sources) -> SafeString:
    """The safe HTML of an answer, with a chip for each number of what the partner had seen.

    A session in which nothing went along keeps its numbers as they are: there they mean something else.
    """
    seen, lent = sources.until(turn), sources.lent_until(turn)
    if not (seen or lent):
        return html
    inside: list[str] = []
    parts = []
    for part in _TAG.split(html):
        if part.startswith("<"):
            _step(inside, part)
            parts.append(part)
        else:
            parts.append(part if inside else _chipped(part, seen, lent, sources))
    return mark_safe("".join(parts))  # noqa: S308 (only digits of the text come into the tags)


def _until(turn: Turn, sent: Sequence[tuple[int, frozenset[int]]]) -> frozenset[int]:
    seen = [numbers for number, numbers in sent if number <= turn.number]
    return frozenset().union(*seen)


def _chipped(text: str, seen: frozenset[int], lent: frozenset[int], sources: Sources) -> str:
    if seen:
        text = _CITED.sub(lambda found: _chips(found[1], seen, sources), text)
    if lent:
        text = _FROM_THREAD.sub(lambda found: _week_chips(found[1], lent, sources), text)
    return text


def _week_chips(numbers: str, lent: frozenset[int], sources: Sources) -> str:
    return " ".join(_week_chip(int(number), lent, sources) for number in re.findall(r"\d+", numbers))


def _week_chip(number: int, lent: frozenset[int], sources: Sources) -> str:
    found = next((one for one in sources.thread if one.number == number and number in lent), None)
    if found is None:
        return format_html('<span class="nosource">[E{}: {}]</span>', number, _("not among your words"))
    words = _("based on your week %(number)d") % {"number": found.week}
    if found.words is None:
        return format_html('<span class="nosource">[{}: {}]</span>', words, _("not here any more"))
    return format_html('<a class="src src--words" href="{}">{}</a>', found.words.url, words)


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
