"""What a partner is told, to read for everybody: the words and their versions, which the steward changes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lerendwerken.ai.partners import prompts, wording
from lerendwerken.ai.partners.forms import PromptForm
from lerendwerken.ai.partners.models import Prompt
from lerendwerken.foundation.ground import differences
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.wall.viewer import Role, Viewer


@require_GET
def one(request: HttpRequest, mode: str, language: str) -> HttpResponse:
    """The words that hold now for one kind of sparring, the fixed rules beside them, and every earlier version."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    which, speech = _known(mode, language)
    rows = wording.versions(viewer, which, speech)
    context = {
        **_about(which, speech),
        "now": rows[0] if rows else None,
        "words": wording.words_of(rows[0] if rows else None, which, speech),
        "fixed": prompts.fixed_rules(which, language=speech),
        "rows": rows,
        "keeps": viewer.role is Role.STEWARD,
    }
    return render(request, "partners/prompt.html", context)


@require_GET
def version(request: HttpRequest, mode: str, language: str, number: int) -> HttpResponse:
    """One version of the words: by whom, when and why, and what differs from another (`?with=`, else the one before).

    `?rules=` are the fixed rules that an answer was made with.
    """
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    which, speech = _known(mode, language)
    rows = {row.number: row for row in wording.versions(viewer, which, speech)}
    if number != wording.OURS and number not in rows:
        raise NotFound
    beside = _number(request.GET.get("with", ""), rows, number)
    words = wording.words_of(rows.get(number), which, speech)
    context = {
        **_about(which, speech),
        "row": rows.get(number),
        "number": number,
        "words": words,
        "beside": beside,
        "pieces": differences.compared(wording.words_of(rows.get(beside), which, speech), words),
        "others": [other for other in [*rows, wording.OURS] if other != number],
        "holds": rows[number].current if number in rows else not any(row.current for row in rows.values()),
        "rules_then": request.GET.get("rules", "")[:12],
    }
    return render(request, "partners/prompt_version.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, mode: str, language: str) -> HttpResponse:
    """Write other words for one kind of sparring, with the fixed rules beside the field."""
    viewer = _steward(request)
    which, speech = _known(mode, language)
    about = f"{which}.{speech}"
    if request.method == "POST":
        form = PromptForm.submitted(request, about=about)
        if form.is_valid() and _kept(form, which, speech, viewer):
            form.done()
            messages.success(request, _("In force from now on. Everybody can read it."))
            return redirect("ai-prompt", which, speech)
    else:
        words = wording.words_of(wording.current(viewer, which, speech), which, speech)
        form = PromptForm.open(request, about=about, initial={"words": words})
    context = {**_about(which, speech), "form": form, "fixed": prompts.fixed_rules(which, language=speech)}
    return render(request, "partners/prompt_edit.html", context)


@require_POST
def go_back(request: HttpRequest, mode: str, language: str) -> HttpResponse:
    """Let the words of the product hold again."""
    viewer = _steward(request)
    which, speech = _known(mode, language)
    wording.go_back(which, speech, reason=_("Back to the words of the product."), by=viewer)
    messages.success(request, _("The words of the product hold again."))
    return redirect("ai-prompt", which, speech)


def _known(mode: str, language: str) -> tuple[prompts.Mode, prompts.Language]:
    which = next((known for known in prompts.MODES if known == mode), None)
    speech = next((known for known in prompts.LANGUAGES if known == language), None)
    if which is None or speech is None:
        raise NotFound
    return which, speech


def _about(mode: prompts.Mode, language: prompts.Language) -> dict[str, str]:
    return {
        "mode": mode,
        "title": prompts.title(mode, language),
        "language": language,
        "rules": prompts.version(),
    }


def _number(asked: str, rows: dict[int, Prompt], number: int) -> int:
    """The version to compare with: the one that was asked for, else the one before."""
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else None
    return wanted if wanted in {*rows, wording.OURS} and wanted is not None else max(number - 1, wording.OURS)


def _steward(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.role is not Role.STEWARD:
        raise Forbidden(_("The steward changes these words. Everybody can read them."))
    return viewer


def _kept(form: PromptForm, mode: str, language: str, viewer: Viewer) -> bool:
    try:
        wording.change(mode, language, **form.cleaned_data, key=form.key, by=viewer)
    except BadInput as refusal:
        form.refuse(refusal)
        return False
    except Conflict as refusal:
        form.add_error(None, str(refusal.message))
        return False
    return True
