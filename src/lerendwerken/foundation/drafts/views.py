"""Saving drafts for the script that does so while one types."""

from __future__ import annotations

import json
import re
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lerendwerken.foundation.drafts import actions, writing
from lerendwerken.foundation.drafts.models import Draft
from lerendwerken.foundation.drafts.queries import draft_for
from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.wall.viewer import Viewer

_ABOUT = re.compile(r"[0-9A-Za-z_.-]{1,80}")
_UNREADABLE = _("This could not be read, so it was not saved. Your browser still has it.")
_MOST_FIELDS, _LONGEST_NAME = 60, 80


@require_http_methods(["GET", "PUT", "DELETE"])
def save(request: HttpRequest, form: str, about: str) -> HttpResponse:
    """PUT {version, fields}: {version, saved_at}, or 409 with what another tab saved. GET reads, DELETE discards."""
    if not writing.is_known(form) or not _ABOUT.fullmatch(about):
        raise BadInput(_("This form is not known."))
    about = "" if about == "-" else about
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if request.method == "DELETE":
        actions.discard(form, about, by=viewer)
        return JsonResponse({"version": 0})
    if request.method == "GET":
        draft = draft_for(viewer, form, about)
        return JsonResponse(_told(draft, viewer) if draft else {"version": 0, "fields": {}})
    version, fields = _read(request)
    try:
        draft = actions.save_draft(form, about, fields, version, by=viewer)
    except actions.Overtaken as overtaken:
        return JsonResponse(_told(overtaken.newer, viewer), status=409)
    told = _told(draft, viewer)
    del told["fields"]
    return JsonResponse(told)


def _told(draft: Draft, viewer: Viewer) -> dict[str, Any]:
    return {
        "version": draft.version,
        "saved_at": draft.saved.astimezone(viewer.zone).strftime("%H.%M"),
        "fields": json.loads(draft.fields),
    }


def _read(request: HttpRequest) -> tuple[int, dict[str, str]]:
    if request.content_type != "application/json":
        raise BadInput(_UNREADABLE)
    try:
        sent = json.loads(request.body, object_pairs_hook=_without_doubles)
        version, fields = sent["version"], sent["fields"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadInput(_UNREADABLE) from None
    if not isinstance(version, int) or isinstance(version, bool) or not isinstance(fields, dict):
        raise BadInput(_UNREADABLE)
    if len(fields) > _MOST_FIELDS or any(len(name) > _LONGEST_NAME for name in fields):
        raise BadInput(_UNREADABLE)
    if not all(isinstance(text, str) for text in fields.values()):
        raise BadInput(_UNREADABLE)
    return version, fields


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose every key is named once: of two values nobody knows which one is meant."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is named twice")
    return found
