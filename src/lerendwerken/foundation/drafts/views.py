"""Saving drafts for the script that does so while one types."""

from __future__ import annotations

import json
import re
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lerendwerken.foundation.drafts import actions
from lerendwerken.foundation.drafts.models import Draft
from lerendwerken.foundation.drafts.queries import draft_for
from lerendwerken.foundation.ground.errors import BadInput

_NAME = re.compile(r"[a-z_.]{1,60}")
_ABOUT = re.compile(r"[0-9A-Za-z_.-]{1,80}")


@require_http_methods(["GET", "PUT", "DELETE"])
def save(request: HttpRequest, form: str, about: str) -> HttpResponse:
    """PUT {version, fields}: {version, saved_at}, or 409 with what another tab saved. GET reads, DELETE discards."""
    if not _NAME.fullmatch(form) or not _ABOUT.fullmatch(about):
        raise BadInput(_("This form is not known."))
    about = "" if about == "-" else about
    viewer = request.viewer  # type: ignore[attr-defined]
    if request.method == "DELETE":
        actions.discard(form, about, by=viewer)
        return JsonResponse({"version": 0})
    if request.method == "GET":
        draft = draft_for(viewer, form, about)
        return JsonResponse(_told(draft, viewer.zone) if draft else {"version": 0, "fields": {}})
    version, fields = _read(request.body)
    try:
        draft = actions.save_draft(form, about, fields, version, by=viewer)
    except actions.Overtaken as overtaken:
        return JsonResponse(_told(overtaken.newer, viewer.zone), status=409)
    told = _told(draft, viewer.zone)
    del told["fields"]
    return JsonResponse(told)


def _told(draft: Draft, zone: Any) -> dict[str, Any]:
    return {
        "version": draft.version,
        "saved_at": draft.saved.astimezone(zone).strftime("%H.%M"),
        "fields": json.loads(draft.fields),
    }


def _read(body: bytes) -> tuple[int, dict[str, str]]:
    try:
        sent = json.loads(body)
        version, fields = sent["version"], sent["fields"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadInput(_("This could not be read, so it was not saved. Your browser still has it.")) from None
    if not isinstance(version, int) or isinstance(version, bool) or not isinstance(fields, dict):
        raise BadInput(_("This could not be read, so it was not saved. Your browser still has it."))
    if len(fields) > 60 or not all(isinstance(text, str) for text in fields.values()):
        raise BadInput(_("This could not be read, so it was not saved. Your browser still has it."))
    return version, fields
