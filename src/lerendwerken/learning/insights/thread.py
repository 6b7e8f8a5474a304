"""My thread: what somebody wrote weeks ago, found by what it has to do with what occupies them now.

By rule: the words in common (Snowball stems), the rarest first. What was written in the last two weeks stands on the
pages already; what came back, on the week page or with a partner, does not come back within four weeks.
"""

from __future__ import annotations

import math
import re
import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet

from lerendwerken.foundation.ground import weeks
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.insights.models import Insight, ThreadItem
from lerendwerken.learning.sparring.choosing import Stemmer
from lerendwerken.learning.sparring.models import FromThread, SparringSession
from lerendwerken.learning.weekcycle.models import LearningQuestion, MomentEntry

WEEKS_AGO: Final = 2
WEEKS_WITHOUT_REPEATING: Final = 4
MOST: Final = 40
"""Pieces of each kind that are looked at, the newest: most of a year of weeks."""

_IN_COMMON: Final = 2  # words that say something; one alone is chance
_TELLING: Final = re.compile(r"[^\W\d_]{5,}")  # shorter ones are mostly little words


@dataclass(frozen=True)
class Piece:
    """Something of one's own, and the Monday of the week in which it was written."""

    kind: ThreadItem.Kind
    of: uuid.UUID
    week: date
    text: str
    language: str


def pieces(viewer: Viewer, week: date) -> list[Piece]:
    """What the viewer wrote at least `WEEKS_AGO` before a week (its Monday), in a fixed number of queries.

    The same words kept in two places, as the conclusion of a session and of Deepen, are one piece.
    """
    before = weeks.after(week, -WEEKS_AGO)
    found: dict[str, Piece] = {}
    for kind, (rows, words) in _sources(viewer).items():
        written = rows.filter(week__lte=before).exclude(**{words: ""}).order_by("-week", "-pk")
        for row in written.values_list("pk", "week", words, "language")[:MOST]:
            piece = Piece(kind, *row)
            found.setdefault(piece.text.strip(), piece)
    return list(found.values())


def standing(viewer: Viewer, these: Collection[tuple[str, uuid.UUID]]) -> list[Piece]:
    """What somebody wrote, as it stands now, by its kind and key; what was thrown away is left out."""
    found: list[Piece] = []
    for kind, (rows, words) in _sources(viewer).items():
        keys = [key for name, key in these if name == kind]
        if keys:
            written = rows.filter(pk__in=keys).exclude(**{words: ""})
            found += [Piece(kind, *row) for row in written.values_list("pk", "week", words, "language")]
    return found


def not_lately(viewer: Viewer, found: Sequence[Piece], week: date, *, asked_for: bool = False) -> list[Piece]:
    """The pieces that did not come back in the four weeks before a week, nor were sent away for good.

    `asked_for`: the person asks for what came back, so only what was sent away stays out.
    """
    since = weeks.after(week, -WEEKS_WITHOUT_REPEATING)
    on_page = ThreadItem.objects.visible_to(viewer)
    if asked_for:
        out = set(on_page.filter(hushed=True).values_list("of", flat=True))
    else:
        out = set(on_page.filter(Q(week__gte=since) | Q(hushed=True)).values_list("of", flat=True))
        with_partner = FromThread.objects.visible_to(viewer).filter(session__week__gte=since)
        out |= set(with_partner.values_list("of", flat=True))
    return [piece for piece in found if piece.of not in out]


def best(candidates: Sequence[Piece], about: str, most: int = 1) -> list[Piece]:
    """The pieces that share the rarest words with a text, the best first; none where nothing has to do with it."""
    stems_in = {language: Stemmer((language,)) for language in {piece.language for piece in candidates}}
    wanted = {language: stems(_telling(about)) for language, stems in stems_in.items()}
    words = [stems_in[piece.language](_telling(piece.text)) for piece in candidates]
    known = Counter(stem for found in words for stem in found)
    weight = {stem: math.log(1 + len(candidates) / count) for stem, count in known.items()}
    shared = [found & wanted[piece.language] for piece, found in zip(candidates, words, strict=True)]
    scored = [
        (sum(weight[stem] for stem in found), -number)
        for number, found in enumerate(shared)
        if len(found) >= _IN_COMMON
    ]
    return [candidates[-place] for _score, place in sorted(scored, reverse=True)[:most]]


def _sources(viewer: Viewer) -> dict[ThreadItem.Kind, tuple[QuerySet[Any], str]]:
    """The rows of one's own of each kind, and the field that holds the words."""
    entries = MomentEntry.objects.visible_to(viewer)
    questions = LearningQuestion.objects.visible_to(viewer).filter(author=viewer.member)
    return {
        ThreadItem.Kind.INSIGHT: (Insight.objects.visible_to(viewer), "now"),
        ThreadItem.Kind.SPARRED: (SparringSession.objects.visible_to(viewer), "conclusion"),
        ThreadItem.Kind.CONCLUSION: (entries, "conclusion"),
        ThreadItem.Kind.EXPECTATION: (entries, "expectation"),
        ThreadItem.Kind.QUESTION: (questions.exclude(ended=None), "text"),
    }


def _telling(text: str) -> str:
    return " ".join(_TELLING.findall(text))
