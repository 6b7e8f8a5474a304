"""What is covered before a text leaves: everybody reads the organisation's own words, the steward keeps them."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lerendwerken.ai.partners import coverwords
from lerendwerken.ai.partners.forms import CoverWordForm
from lerendwerken.ai.partners.models import CoverWord
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden
from lerendwerken.foundation.wall.viewer import Role, Viewer


@require_http_methods(["GET", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """What is covered by itself, the organisation's own words, and whether a name may be left readable.

    The steward adds a word here.
    """
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    keeps = viewer.role is Role.STEWARD
    form = None
    if request.method == "POST":
        if not keeps:
            raise Forbidden(_("The steward keeps this list. Everybody can read it."))
        form = CoverWordForm.submitted(request)
        if form.is_valid() and _kept(form, viewer):
            form.done()
            messages.success(request, _("Kept. It counts for everything that leaves from now on."))
            return redirect("ai-masking")
    elif keeps:
        form = CoverWordForm.open(request)
    rows = coverwords.words(viewer)
    context = {
        "form": form,
        "keeps": keeps,
        "groups": [(kind, [row for row in rows if row.kind == kind]) for kind in CoverWord.Kind],
        "may_uncover": coverwords.may_uncover(viewer),
    }
    return render(request, "partners/masking.html", context)


@require_POST
def take_out(request: HttpRequest, cover_word: uuid.UUID) -> HttpResponse:
    """Take a word off the list."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    coverwords.take_out(coverwords.word_for(viewer, cover_word), by=viewer)
    messages.success(request, _("Taken out."))
    return redirect("ai-masking")


@require_POST
def uncovering(request: HttpRequest) -> HttpResponse:
    """Let people leave a found name readable, or no longer."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    allowed = request.POST.get("allowed") == "yes"
    coverwords.let_uncover(allowed=allowed, by=viewer)
    messages.success(
        request,
        _("Who sends something may leave a name readable from now on.")
        if allowed
        else _("Whatever is found is covered from now on."),
    )
    return redirect("ai-masking")


def _kept(form: CoverWordForm, viewer: Viewer) -> bool:
    try:
        coverwords.add(**form.cleaned_data, key=form.key, by=viewer)
    except BadInput as refusal:
        form.refuse(refusal)
        return False
    except Conflict as refusal:
        form.add_error(None, str(refusal.message))
        return False
    return True
