"""How a dialogue is shown: one step at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.partners.markdown import render as safe_html
from lerendwerken.change.dialogue import forms, queries
from lerendwerken.change.dialogue.models import Dialogue
from lerendwerken.foundation.drafts.writing import WritingForm
from lerendwerken.foundation.ground.errors import Refused
from lerendwerken.foundation.wall.viewer import Viewer

STEPS = {
    "write": _("Write"),
    "shown": _("Show"),
    "objection": _("Strongest objection"),
    "courage": _("Courage question"),
    "partner": _("AI, five minutes"),
    "decision": _("Decision"),
}


def where(room: queries.Room, wanted: str) -> str:
    """The step that is shown: the wanted one where it is there now, else the first that waits for the viewer."""
    if room.writing:
        return "reveal" if wanted == "reveal" else "write"
    if wanted in STEPS and wanted != "write":
        return wanted
    if room.decided:
        return "decision"
    if any(not position.row.objection for position in room.to_object):
        return "objection"
    if waits_for_me(room) or not room.i_spoke:
        return "shown"
    if room.my_courage is None:
        return "courage"
    return "decision" if room.dialogue.partner_text else "partner"


def waits_for_me(room: queries.Room) -> bool:
    """Whether the viewer's position was kept back, because it was the only one without a name."""
    return bool(room.my_draft and room.my_draft.asked_to_sign)


def page(
    request: HttpRequest,
    dialogue: Dialogue,
    *,
    step: str = "",
    problem: Refused | None = None,
    filled: Mapping[str, WritingForm] | None = None,
) -> HttpResponse:
    """The page of one dialogue at one step; `filled` are forms that came back with something to mend."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    room = queries.room(viewer, dialogue)
    now = where(room, step)
    waiting = room.my_draft if waits_for_me(room) else None
    shown: dict[str, Any] = {
        "room": room,
        "dialogue": dialogue,
        "step": now,
        "steps": _steps(room, now),
        "waiting": waiting,
        "problem": problem,
        "partner_html": safe_html(dialogue.partner_text),
        "first_objection": next((item.row.pk for item in room.to_object if not item.row.objection), None),
        **_forms(request, room, now, filled or {}),
    }
    status = problem.status if problem else 200
    return render(request, "dialogue/one.html", shown, status=status)


def _steps(room: queries.Room, now: str) -> list[dict[str, Any]]:
    done = {
        "write": not room.writing or now == "reveal",
        "shown": not room.writing,
        "objection": bool(room.positions) and all(position.row.objection for position in room.positions),
        "courage": bool(room.courage),
        "partner": bool(room.dialogue.partner_text),
        "decision": room.decided,
    }
    return [
        {
            "code": code,
            "name": name,
            "now": code == ("shown" if now == "reveal" else now),
            "done": done[code],
            "open": code == "write" if room.writing else code != "write",
        }
        for code, name in STEPS.items()
    ]


def _forms(
    request: HttpRequest, room: queries.Room, step: str, filled: Mapping[str, WritingForm]
) -> dict[str, Any]:
    """The forms of the step that is shown, as their writer left them."""
    about = str(room.dialogue.pk)
    made: dict[str, Any] = {}
    if step == "write":
        made["position"] = _position(request, room)
    elif step == "shown" and room.my_position is None and room.my_draft is None:
        made["late"] = forms.LateForm.open(request, about=about)
    elif step == "objection":
        made["objections"] = _objections(request, room, filled)
    elif step == "courage":
        mine = room.my_courage
        made["courage"] = forms.CourageForm.open(
            request, about=about, initial={"text": mine.text if mine else ""}
        )
    elif (
        step == "partner" and room.partner_said and room.partner_said.turn and not room.dialogue.partner_text
    ):
        said = {"text": room.partner_said.turn.answer[:8000]}
        made["partner"] = forms.PartnerForm.open(request, about=about, initial=said)
    elif step == "decision":
        if room.i_decide and not room.decided:
            made["decision"] = forms.DecisionForm.open(request, about=about, people=room.people)
        mine_against = room.my_dissent
        initial = {"text": mine_against.text if mine_against else ""}
        made["dissent"] = forms.DissentForm.open(request, about=about, initial=initial)
    return made | dict(filled)


def _position(request: HttpRequest, room: queries.Room) -> forms.PositionForm:
    draft = room.my_draft
    initial = {}
    if draft and draft.text:
        initial = {"text": draft.text, "naming": forms.UNNAMED if draft.unnamed else forms.NAMED}
    return forms.PositionForm.open(request, about=str(room.dialogue.pk), initial=initial)


def _objections(
    request: HttpRequest, room: queries.Room, filled: Mapping[str, WritingForm]
) -> dict[Any, WritingForm]:
    if room.decided:
        return {}
    made = {}
    for item in room.to_object:
        key = str(item.row.pk)
        initial = {"text": item.row.objection}
        form = filled.get(key) or forms.ObjectionForm.open(request, about=key, initial=initial)
        form.auto_id = f"objection-{item.row.place}-%s"
        made[item.row.pk] = form
    return made
