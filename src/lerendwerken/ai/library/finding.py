"""Search over what somebody may see and nothing else.

There is no index: the rows themselves are asked, through `visible_to(viewer)`, so that what is deleted, expired or
taken back is gone from the search in the same instant (docs/decisions/0012). The database brings the rows of each kind
in which most of the words stand in some form, at most `MOST_OF_A_KIND`; which of them fits best is for `ranking`.
"""

from __future__ import annotations

import enum
import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from typing import Any, Final

from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When

from lerendwerken.ai.library.ranking import Ranking
from lerendwerken.ai.library.sources import Source, every
from lerendwerken.ai.library.words import folded, nearness, other_names, places_of, stems, words_of
from lerendwerken.foundation.ground import weeks
from lerendwerken.foundation.wall.reach import Reach
from lerendwerken.foundation.wall.viewer import Viewer

MOST_ASKED: Final = 200
"""Characters of what is searched for."""

MOST_OF_A_KIND: Final = 60

_MOST_WORDS: Final = 8
_MOST_NAMES: Final = 8
_SHORTEST_PIECE: Final = 4  # of a stem; a shorter one stands in half of all words
_LONGEST_PIECE: Final = 5  # of the beginning or end of a word that was mistyped
_FEW: Final = 5  # fewer results than this, and words are looked for in more forms
_READ: Final = 3000  # characters of a long text, around the first word that was found
_BEFORE: Final = 500
_WORTH: Final = 0.25  # of the fit of the best result
_WIDE: Final = 220  # characters of the piece of text that is shown
_LEAD: Final = 60

_SAME, _NAME, _PIECE = 4, 3, 1  # how much a form of a word counts for which rows the database brings


Weighed = list[tuple[str, int]]  # forms of a word, and how much each counts


class Circle(enum.Enum):
    """Who else sees what was found."""

    MINE = "mine"
    TEAM = "team"
    ORGANISATION = "organisation"


_CIRCLE: Final = {
    Reach.OWNER: Circle.MINE,
    Reach.ADDRESSED: Circle.TEAM,
    Reach.TEAM: Circle.TEAM,
    Reach.PUT_FORWARD: Circle.TEAM,
    Reach.ORGANISATION: Circle.ORGANISATION,
}


@dataclass(frozen=True)
class Piece:
    """A part of the text that is shown; `found` where it is a word that was searched for."""

    text: str
    found: bool


@dataclass(frozen=True)
class Result:
    """One thing: what kind, from which week (its Monday), where it stands, and the piece of it with the words."""

    kind: str
    circle: Circle
    week: date
    url: str
    pieces: tuple[Piece, ...]
    language: str
    by_partner: bool


@dataclass(frozen=True)
class _Candidate:
    source: Source
    row: Any
    text: str


def search(viewer: Viewer, question: str) -> dict[Circle, list[Result]]:
    """What the viewer may see and has to do with a question, by who else sees it, the best first.

    One query for each kind of thing; two where the first finds next to nothing.
    """
    wanted = list(dict.fromkeys(words_of(question[:MOST_ASKED])))[:_MOST_WORDS]
    if not wanted:
        return {}
    found = _ranked(viewer, wanted, _forms)
    if len(found) < _FEW:
        found = _ranked(viewer, wanted, _more_forms)
    circles: dict[Circle, list[Result]] = {circle: [] for circle in Circle}
    for candidate in found:
        result = _result(candidate, wanted)
        circles[result.circle].append(result)
    return {circle: results for circle, results in circles.items() if results}


def _ranked(viewer: Viewer, wanted: Sequence[str], forms: Callable[[str], Weighed]) -> list[_Candidate]:
    weighed = [forms(word) for word in wanted]
    pieces = [piece for each in weighed for piece, _weight in each]
    candidates = [
        _Candidate(source, row, _around(source.text_of(row), pieces))
        for source in every()
        for row in _rows(viewer, source, weighed)
    ]
    answers = Ranking(candidate.text for candidate in candidates).answers(" ".join(wanted), least=0)
    worth = [answer for answer in answers if answer.fit >= _WORTH * answers[0].fit]
    return list(_once(candidates[answer.place] for answer in worth))


def _rows(viewer: Viewer, source: Source, weighed: Sequence[Weighed]) -> models.QuerySet[Any]:
    hits = reduce(operator.add, (_hit(source, forms) for forms in weighed))
    rows: models.QuerySet[Any] = source.rows(viewer).annotate(hits=hits).filter(hits__gt=0)
    return rows.order_by("-hits", f"-{source.week}", "-pk")[:MOST_OF_A_KIND]


def _hit(source: Source, forms: Weighed) -> Case:
    """How near the nearest form of one word is that stands in a row."""
    weights = sorted({weight for _form, weight in forms}, reverse=True)
    whens = [
        When(_holds(source, [form for form, each in forms if each == weight]), then=Value(weight))
        for weight in weights
    ]
    return Case(*whens, default=Value(0), output_field=IntegerField())


def _holds(source: Source, forms: Iterable[str]) -> Q:
    return reduce(
        operator.or_, (Q(**{f"{name}__icontains": form}) for form in forms for name in source.fields)
    )


def _forms(word: str) -> Weighed:
    """How a word is looked for, with what each form counts: its stems."""
    same = {stem for stem in stems(word) if len(stem) >= _SHORTEST_PIECE} or {word}
    shortest = [stem for stem in same if not any(other in stem for other in same - {stem})]
    return [(form, _SAME) for form in sorted(shortest)]


def _more_forms(word: str) -> Weighed:
    """The same, other names for it, and its ends: with one typing error or another accent one of them is right."""
    named = [name for name in other_names(word) if len(name) >= _SHORTEST_PIECE][:_MOST_NAMES]
    half = min(_LONGEST_PIECE, len(word) // 2)
    ends = {word[:half], word[-half:]} if half > 1 else set()
    return [*_forms(word), *((name, _NAME) for name in named), *((end, _PIECE) for end in sorted(ends))]


def _around(text: str, pieces: Sequence[str]) -> str:
    """A long text around the first piece that stands in it."""
    if len(text) <= _READ:
        return text
    plain = folded(text)
    first = min((place for piece in pieces if (place := plain.find(piece)) >= 0), default=0)
    return text[max(0, first - _BEFORE) :][:_READ]


def _once(candidates: Iterable[_Candidate]) -> Iterator[_Candidate]:
    """Of a thing that stands in several rows as it went further, such as a proposal, the row that fits best."""
    seen = set()
    for candidate in candidates:
        key = getattr(candidate.row, "lineage", candidate.row.pk)
        if key not in seen:
            seen.add(key)
            yield candidate


def _result(candidate: _Candidate, wanted: Sequence[str]) -> Result:
    source, row = candidate.source, candidate.row
    at = getattr(row, source.week)
    return Result(
        kind=str(source.kind),
        circle=_CIRCLE[type(row).reach],
        week=weeks.monday(at.date() if isinstance(at, datetime) else at),
        url=source.link(row),
        pieces=tuple(_shown(" · ".join(candidate.text.split("\n")), wanted)),
        language=getattr(row, "language", ""),
        by_partner=source.by_partner,
    )


def _shown(text: str, wanted: Sequence[str]) -> Iterator[Piece]:
    """The piece of a text with the words that were found in it."""
    places = [
        (start, end) for word, start, end in places_of(text) if any(nearness(each, word) for each in wanted)
    ]
    begin = max(0, places[0][0] - _LEAD) if places and places[0][0] > _WIDE - _LEAD else 0
    begin = text.find(" ", begin) + 1 if begin else 0
    finish = begin + _WIDE
    if finish < len(text):
        finish = max(text.rfind(" ", begin, finish), begin + _WIDE // 2)
    at = begin
    for start, end in places:
        if start >= at and end <= finish:
            yield Piece(("… " if at == begin > 0 else "") + text[at:start], False)
            yield Piece(text[start:end], True)
            at = end
    yield Piece(text[at:finish] + (" …" if finish < len(text) else ""), False)
