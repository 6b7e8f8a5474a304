"""An organisation's own words for what a partner is told, per kind of sparring and language, in versions.

The fixed rules of the method are no part of them: those come after, always, and nobody changes them here.
"""

from __future__ import annotations

import uuid
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.partners import prompts
from lerendwerken.ai.partners.models import Prompt
from lerendwerken.foundation.ground import audit
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.prepared import prepared
from lerendwerken.foundation.wall.viewer import Role, Viewer

LONGEST: Final = 1_500  # characters of words, more than three times ours
LONGEST_REASON: Final = 300
OURS: Final = 0  # the number of the words that come with the product


def in_force(viewer: Viewer) -> dict[tuple[str, str], Prompt]:
    """The versions that hold now, by kind of sparring and language. Everybody in the organisation reads them."""
    rows = Prompt.objects.visible_to(viewer).select_related("author").filter(current=True)
    return {(row.mode, row.language): row for row in rows}


def current(viewer: Viewer, mode: str, language: str) -> Prompt | None:
    """The version that holds now; None where nobody ever changed our words."""
    return next(iter(_current(viewer, mode, language)), None)


@prepared
def _current(viewer: Viewer, mode: str, language: str) -> QuerySet[Prompt]:
    return Prompt.objects.visible_to(viewer).filter(mode=mode, language=language, current=True)


def versions(viewer: Viewer, mode: str, language: str) -> list[Prompt]:
    """Every version, newest first."""
    rows = Prompt.objects.visible_to(viewer).filter(mode=mode, language=language)
    return list(rows.select_related("author").order_by("-number"))


def words_of(prompt: Prompt | None, mode: prompts.Mode, language: prompts.Language) -> str:
    """What a version says; ours where it goes back to them."""
    return prompt.words if prompt and prompt.words else prompts.words(mode, language)


def own(prompt: Prompt | None) -> dict[prompts.Mode, str]:
    """A version as `prompts.build` takes it: nothing where our words hold."""
    return {prompt.mode: prompt.words} if prompt and prompt.words else {}  # type: ignore[dict-item]


def mark(prompt: Prompt | None) -> str:
    """What an answer keeps of the prompt it was made with: which fixed rules, and which version of the words."""
    return f"{prompts.version()}.{prompt.number if prompt else OURS}"


@transaction.atomic
def change(
    mode: str, language: str, *, words: str, reason: str, by: Viewer, key: uuid.UUID | None = None
) -> Prompt:
    """Put other words in force for a kind of sparring, as a new version. The same `key` twice is one version.

    Raises `Forbidden` for who is no steward, `BadInput` that says what to mend, `Conflict` when another steward was
    first.
    """
    _steward(by)
    if mode not in prompts.MODES or language not in prompts.LANGUAGES:
        raise NotFound
    plain = prompts.plain(words)
    if not plain:
        raise BadInput(_("Write what the partner must look at."), "words")
    if len(plain) > LONGEST:
        raise BadInput(_("This is too long. At most 1500 characters fit."), "words")
    if plain == words_of(current(by, mode, language), mode, language):
        raise BadInput(_("These are the words that hold already."), "words")
    return _new_version(mode, language, plain, reason, key or new_id(), by)


@transaction.atomic
def go_back(mode: str, language: str, *, reason: str, by: Viewer) -> Prompt | None:
    """Let our words hold again, as a new version; twice is once. Raises `Forbidden` for who is no steward."""
    _steward(by)
    now = current(by, mode, language)
    if now is None or not now.words:
        return now
    return _new_version(mode, language, "", reason, new_id(), by)


def _new_version(mode: str, language: str, words: str, reason: str, key: uuid.UUID, by: Viewer) -> Prompt:
    reason = prompts.plain(reason)
    if not reason:
        raise BadInput(_("Write in one line why. Everybody can read it."), "reason")
    if len(reason) > LONGEST_REASON:
        raise BadInput(_("This is too long. At most 300 characters fit."), "reason")
    rows = Prompt.objects.visible_to(by)
    if mine := rows.filter(pk=key, author=by.member).first():
        return mine  # type: ignore[no-any-return]
    newest = rows.filter(mode=mode, language=language).order_by("-number").first()
    rows.filter(mode=mode, language=language, current=True).update(current=False)
    row = Prompt(
        id=key,
        organisation_id=by.organisation,
        author_id=by.member,
        mode=mode,
        language=language,
        number=newest.number + 1 if newest else 1,
        words=words,
        reason=reason,
    )
    try:
        with transaction.atomic():
            row.add()
    except IntegrityError:
        raise Conflict(_("Somebody changed these words at the same moment. Look at them first.")) from None
    audit.write(by, "partners.change_prompt", row.pk)
    return row


def _steward(by: Viewer) -> None:
    if by.role is not Role.STEWARD:
        raise Forbidden(_("The steward changes these words. Everybody can read them."))
