"""Saving what is being typed."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.drafts.models import MOST_TEXT, Arrival, Draft
from lerendwerken.foundation.drafts.queries import draft_for
from lerendwerken.foundation.ground import clock, limits
from lerendwerken.foundation.ground.errors import BadInput, TooMuch
from lerendwerken.foundation.wall.viewer import Viewer

MOST_DRAFTS = 300

Fields = dict[str, str]


class Overtaken(Exception):
    """Another tab saved a newer version: it is not overwritten, the writer chooses."""

    def __init__(self, newer: Draft) -> None:
        super().__init__()
        self.newer = newer


def save_draft(form: str, about: str, fields: Fields, version: int, *, by: Viewer) -> Draft:
    """Keep the fields of a form. `version` is the one the writer started from, 0 for none.

    Raises `Overtaken` when somebody (another tab) saved after that version, `BadInput` for what cannot be kept,
    `TooMuch` for more drafts than anybody needs.
    """
    text = _as_text(fields)
    try:
        with transaction.atomic():
            return _save(form, about, text, version, by)
    except IntegrityError:
        # Another tab made the first version in the meantime. Gone again already? Then this is the first.
        newer = draft_for(by, form, about)
    if newer is None:
        with transaction.atomic():
            return _save(form, about, text, version, by)
    if newer.fields != text:
        raise Overtaken(newer)
    return newer


def discard(form: str, about: str, *, by: Viewer) -> None:
    """Throw a draft away: what it held has become something, or is no longer wanted."""
    Draft.objects.visible_to(by).filter(form=form, about=about).delete()


@transaction.atomic
def discard_all(forms: Sequence[str], about: str, *, by: Viewer) -> None:
    """Throw away what was being typed in several forms about a thing, and about parts that begin with its name."""
    Draft.objects.visible_to(by).filter(form__in=forms, about__startswith=about).delete()


@transaction.atomic
def arrived(form: str, about: str, key: uuid.UUID, digest: str, *, by: Viewer) -> None:
    """Note that a form arrived and throw its draft away. Twice is once."""
    row = Arrival(
        organisation_id=by.organisation,
        owner_id=by.member,
        form=form,
        about=about,
        key=key,
        digest=digest,
        at=clock.now(),
    )
    Arrival.add_missing([row])
    discard(form, about, by=by)


def _save(form: str, about: str, text: str, version: int, by: Viewer) -> Draft:
    kept = Draft.objects.visible_to(by).select_for_update().filter(form=form, about=about)
    draft: Draft | None = kept.first()
    if draft is None:
        since = clock.now() - limits.NEW_DRAFTS.within
        if Draft.objects.visible_to(by).filter(created__gt=since).count() >= limits.NEW_DRAFTS.most:
            raise TooMuch
        if Draft.objects.visible_to(by).count() >= MOST_DRAFTS:
            raise TooMuch(
                _(
                    "You have very many unfinished texts. Finish or throw away some first; "
                    "this one is kept in your browser."
                )
            )
        return Draft(
            organisation_id=by.organisation,
            owner_id=by.member,
            form=form,
            about=about,
            fields=text,
            saved=clock.now(),
        ).add()
    if draft.fields == text:
        return draft
    if draft.version != version:
        raise Overtaken(draft)
    draft.fields, draft.saved, draft.version = text, clock.now(), draft.version + 1
    draft.save(update_fields=["fields", "saved", "version"])
    return draft


def _as_text(fields: Fields) -> str:
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True)
    if any("\x00" in name + words for name, words in fields.items()) or not _is_text(text):
        raise BadInput(_("This text holds characters that cannot be kept. Remove them and go on."))
    if len(text) > MOST_TEXT:
        raise BadInput(_("This is too long to keep. Shorten it; until then it stays in your browser."))
    return text


def _is_text(text: str) -> bool:
    """Whether it can be written down: halves of characters cannot."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
