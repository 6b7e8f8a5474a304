"""Which passages of the attached documents go along with a question: those that share most words with it."""

from __future__ import annotations

import math
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import snowballstemmer
from django.db import models
from django.db.models.functions import Length
from django.utils import translation
from django.utils.translation import gettext as _

from lerendwerken.foundation.wall.prepared import prepared
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring.models import AttachedPassage, Attachment, SparringSession

ROOM: Final = 12_000
"""Characters of passages that go along in one request: about six pages."""

LONGEST: Final = 1_200
"""Characters of the longest passage, as the library cuts them."""

_HEAD: Final = 20  # characters of a number and a page in front of a passage, besides the name of the document
_WORD: Final = re.compile(r"[^\W_]{3,}")
_STEMMERS: Final = {"nl": "dutch", "en": "english"}


@dataclass(frozen=True)
class Brought:
    """The passages that go along: their numbers, and one text in which each stands behind its number."""

    numbers: tuple[int, ...] = ()
    text: str = ""
    bare: str = ""  # the same words without numbers and names, for a reader that points to nothing


NOTHING: Final = Brought()


@dataclass(frozen=True)
class Candidate:
    """A passage as far as choosing needs it; `length` in characters."""

    number: int
    stems: frozenset[str]
    length: int


class Stemmer:
    """Makes stems of words (Snowball) in each of these languages; a word that it met before costs nothing.

    Words of one or two letters say nothing about a text and have no stem.
    """

    def __init__(self, languages: Iterable[str]) -> None:
        self._stemmers = [snowballstemmer.stemmer(_STEMMERS[language]) for language in languages]
        self._known: dict[str, frozenset[str]] = {}

    def __call__(self, text: str) -> set[str]:
        """The stems of a text, each once."""
        found: set[str] = set()
        for word in {word.casefold() for word in _WORD.findall(text)}:
            if word not in self._known:
                self._known[word] = frozenset(stemmer.stemWord(word) for stemmer in self._stemmers)
            found |= self._known[word]
        return found


def brought(
    viewer: Viewer, session: SparringSession, *, question: str, numbers: Sequence[int] | None = None
) -> Brought:
    """What goes along of the documents in a session: at most `ROOM` characters, in the order of the documents.

    `numbers` are passages that were chosen before; without them those that fit the question are chosen. What a
    reader of the document does not see never goes along. In a dialogue's session nothing does: there only what was
    revealed may leave.
    """
    if session.dialogue:
        return NOTHING
    chosen = _chosen(viewer, session, question) if numbers is None else list(numbers)
    if not chosen:
        return NOTHING
    rows = (
        _readable(viewer, session.pk)
        .filter(number__in=chosen)
        .select_related("attachment")
        .order_by("number")
    )
    with translation.override(session.language):
        text = "\n\n".join(f"[{row.number}] {_place(row)}\n{row.text}" for row in rows)
    return Brought(tuple(row.number for row in rows), text, "\n\n".join(row.text for row in rows))


def best(candidates: Sequence[Candidate], question: set[str], room: int = ROOM) -> list[int]:
    """The numbers of the passages that fit in the room: those that share the rarest words with the question first.

    Where words no longer tell, the beginning of the documents goes before the rest.
    """
    known = Counter(stem for candidate in candidates for stem in candidate.stems & question)
    weight = {stem: math.log(1 + len(candidates) / count) for stem, count in known.items()}
    by_fit = sorted(
        candidates, key=lambda each: (-sum(weight[stem] for stem in each.stems & question), each.number)
    )
    chosen = []
    for candidate in by_fit:
        if candidate.length <= room:
            room -= candidate.length
            chosen.append(candidate.number)
    return sorted(chosen)


def _chosen(viewer: Viewer, session: SparringSession, question: str) -> list[int]:
    candidates = [
        Candidate(number, frozenset(kept.split()), length)
        for number, kept, length in _candidates(viewer, session.pk)
    ]
    return best(candidates, Stemmer(_STEMMERS)(question)) if candidates else []


@prepared
def _candidates(viewer: Viewer, session: uuid.UUID) -> models.QuerySet[AttachedPassage, tuple[int, str, int]]:
    length = Length("text") + Length("attachment__name") + _HEAD
    return _readable(viewer, session).order_by("number").values_list("number", "stems", length)


def _readable(viewer: Viewer, session: uuid.UUID) -> models.QuerySet[AttachedPassage]:
    return AttachedPassage.objects.visible_to(viewer).filter(
        session=session, hidden=False, attachment__state=Attachment.State.READ
    )


def _place(row: AttachedPassage) -> str:
    if row.page:
        return _("%(name)s, page %(page)d") % {"name": row.attachment.name, "page": row.page}
    return row.attachment.name
