"""An organisation's own words for covering: always covered, or never taken for a name; and whether a name that was
found may be left readable by who sends it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.partners import masking, ruling
from lerendwerken.ai.partners.models import CoverWord, Rules
from lerendwerken.foundation.ground import audit
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.foundation.wall.prepared import prepared
from lerendwerken.foundation.wall.viewer import Role, Viewer

MOST: Final = 400  # words of both kinds together: every text is searched for each of them
LONGEST: Final = 80  # characters
SHORTEST: Final = 3


@dataclass(frozen=True)
class Lists:
    """The words of an organisation: those that are always covered, and those that are no names."""

    cover: tuple[str, ...]
    readable: tuple[str, ...]

    def covers(self, word: str) -> bool:
        """Whether a piece of text is one of the words that are always covered."""
        return masking.fold(word) in {masking.fold(one) for one in self.cover}


def words(viewer: Viewer) -> list[CoverWord]:
    """Every word of the organisation, in the order of the alphabet. Everybody may read them."""
    return _words(viewer)


@prepared
def _words(viewer: Viewer) -> QuerySet[CoverWord]:
    return CoverWord.objects.visible_to(viewer).order_by("folded")


def lists(viewer: Viewer) -> Lists:
    """The words as the masking takes them."""
    rows = words(viewer)
    return Lists(
        tuple(row.text for row in rows if row.kind == CoverWord.Kind.COVER),
        tuple(row.text for row in rows if row.kind == CoverWord.Kind.READABLE),
    )


def word_for(viewer: Viewer, word: uuid.UUID) -> CoverWord:
    """One word. Raises `NotFound`."""
    found: CoverWord | None = CoverWord.objects.visible_to(viewer).filter(pk=word).first()
    if found is None:
        raise NotFound
    return found


def may_uncover(viewer: Viewer) -> bool:
    """Whether the organisation lets people leave a name readable that was found. By default it does not."""
    rules = ruling.rules(viewer)
    return rules is not None and rules.may_uncover


@transaction.atomic
def add(*, text: str, kind: str, by: Viewer, key: uuid.UUID | None = None) -> CoverWord:
    """Put a word on the list, for everything that leaves from now on. The same `key` twice is one word.

    Raises `Forbidden` for who is no steward, `BadInput` for what cannot stand there, `Conflict` when there are too
    many.
    """
    _steward(by)
    row = CoverWord(id=key or new_id(), organisation_id=by.organisation, author_id=by.member, kind=kind)
    if mine := CoverWord.objects.visible_to(by).filter(pk=row.pk, author=by.member).first():
        return mine  # type: ignore[no-any-return]
    if len(words(by)) >= MOST:
        raise Conflict(_("There are 400 words already. Take one out first."))
    row.text = _plain(text)
    row.folded = masking.fold(row.text)
    _check(row, by)
    try:
        with transaction.atomic():
            row.add()
    except IntegrityError:
        raise BadInput(_("This word is on the list already."), "text") from None
    audit.write(by, "partners.add_cover_word", row.pk)
    return row


@transaction.atomic
def take_out(word: CoverWord, *, by: Viewer) -> None:
    """Take a word off the list; twice is once. Raises `Forbidden` for who is no steward."""
    _steward(by)
    rows = CoverWord.objects.visible_to(by).filter(pk=word.pk)
    if rows.delete()[0]:
        audit.write(by, "partners.take_out_cover_word", word.pk)


@transaction.atomic
def let_uncover(*, allowed: bool, by: Viewer) -> None:
    """Say whether people may leave a found name readable, with a reason; twice is once.

    Raises `Forbidden` for who is no steward.
    """
    _steward(by)
    rules = Rules.objects.visible_to(by).select_for_update().first()
    rules = rules or Rules(organisation_id=by.organisation, author_id=by.member).add()
    if rules.may_uncover != allowed:
        rules.may_uncover = allowed
        rules.save(update_fields=["may_uncover"])
        audit.write(by, "partners.allow_uncovering" if allowed else "partners.forbid_uncovering", rules.pk)


def _steward(by: Viewer) -> None:
    if by.role is not Role.STEWARD:
        raise Forbidden(_("The steward keeps this list. Everybody can read it."))


def _plain(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def _check(row: CoverWord, by: Viewer) -> None:
    if row.kind not in CoverWord.Kind.values:
        raise BadInput(_("Choose what happens to it."), "kind")
    if len(row.text) > LONGEST:
        raise BadInput(_("This is too long. At most 80 characters fit."), "text")
    if sum(char.isalnum() for char in row.text) < SHORTEST:
        raise BadInput(_("Write at least three letters: a shorter word stands in too many texts."), "text")
    if row.kind == CoverWord.Kind.READABLE and (masking.shaped(row.text) or _names_a_colleague(row, by)):
        raise BadInput(_("A number, an address or the name of a colleague is always covered."), "text")


def _names_a_colleague(row: CoverWord, by: Viewer) -> bool:
    pieces = set(row.folded.split())
    names = Membership.objects.visible_to(by).values_list("name", flat=True)
    return any(pieces <= set(masking.fold(name).split()) for name in names)
