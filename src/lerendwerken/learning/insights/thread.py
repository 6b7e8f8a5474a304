"""My thread: what somebody wrote weeks ago, found by what it has to do with what occupies them now.

By rule: the words in common (Snowball stems), the rarest first. What was written in the last two weeks stands on the
pages already; what came back does not come back within four weeks.
"""

from __future__ import annotations

import math
import re
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from lerendwerken.foundation.ground import weeks
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.insights.models import Insight, ThreadItem
from lerendwerken.learning.sparring.choosing import Stemmer
from lerendwerken.learning.sparring.models import SparringSession
from lerendwerken.learning.weekcycle.models import LearningQuestion, MomentEntry

WEEKS_AGO: Final = 2
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
    """What the viewer wrote at least `WEEKS_AGO` before a week (its Monday), in a fixed number of queries."""
    before = weeks.after(week, -WEEKS_AGO)
    found: list[Piece] = []
    for kind, (rows, words) in _sources(viewer).items():
        written = rows.filter(week__lte=before).exclude(**{words: ""}).order_by("-week", "-pk")
        found += [Piece(kind, *row) for row in written.values_list("pk", "week", words, "language")[:MOST]]
    return found


def piece_of(viewer: Viewer, item: ThreadItem) -> Piece | None:
    """What came back, as it stands now; None once it was thrown away."""
    kind = ThreadItem.Kind(item.kind)
    rows, words = _sources(viewer)[kind]
    found = (
        rows.filter(pk=item.of).exclude(**{words: ""}).values_list("pk", "week", words, "language").first()
    )
    return Piece(kind, *found) if found else None


def best(candidates: Sequence[Piece], about: str) -> Piece | None:
    """The piece that shares the rarest words with a text; None where nothing has to do with it."""
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
    return candidates[-max(scored)[1]] if scored else None


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
