"""The pages of somebody's own insights."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.ground.errors import BadInput, NotFound
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.insights import actions, queries, thread
from lerendwerken.learning.insights.forms import InsightForm, RecallForm
from lerendwerken.learning.insights.models import Insight

A_PAGE = 12
_BACK = ("harvest", "work", "tight", "week")  # where a recall may have begun, by the name of the page


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """One's own insights, newest first, and beside them what teammates shared."""
    viewer = _viewer(request)
    today = clock.today(viewer.zone)
    page = Paginator(queries.insights(viewer), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "due": queries.due_count(viewer, today),
        "today": today,
        "this_week": weeks.monday(today),
        "thread_is_on": queries.thread_is_on(viewer),
        "i_share": any(insight.copy_id for insight in page),
        "shared": queries.shared_beside_own(viewer) if page.number == 1 else [],
    }
    return render(request, "insights/list.html", context)


@require_GET
def recall(request: HttpRequest) -> HttpResponse:
    """The insight that waits longest to be recalled."""
    viewer = _viewer(request)
    today = clock.today(viewer.zone)
    waiting = queries.due(viewer, today)
    if not waiting:
        return render(request, "insights/nothing_due.html", {"comes_back": _next_due(viewer)})
    return _covered(request, waiting[0], waiting=len(waiting))


@require_http_methods(["GET", "POST"])
def recall_one(request: HttpRequest, insight: uuid.UUID) -> HttpResponse:
    """Write from memory, then see what stood there, then say how well one knew it.

    `?next=` names the page from which somebody came, to go back there.
    """
    viewer = _viewer(request)
    row = queries.insight_for(viewer, insight)
    if request.method == "GET":
        is_due = row.due <= clock.today(viewer.zone)
        return _covered(request, row) if is_due else redirect("insights:recall")
    form = RecallForm.submitted(request, about=str(row.pk))
    grade = request.POST.get("grade", "")
    if not form.is_valid() or not grade:
        return _beside(request, row, form)
    try:
        actions.recall(row, wrote=form.cleaned_data["wrote"], grade=grade, key=form.key, by=viewer)
    except BadInput as refusal:
        form.refuse(refusal)
        return _beside(request, row, form)
    form.done()
    day = date_format(row.due, "l j F")
    messages.success(request, _("Kept, only for you. This insight comes back on %(day)s.") % {"day": day})
    more = queries.due_count(viewer, clock.today(viewer.zone))
    return redirect(_back(request) or ("insights:recall" if more else "insights:list"))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, insight: uuid.UUID) -> HttpResponse:
    """Mend an insight until its week ends."""
    viewer = _viewer(request)
    row = queries.insight_for(viewer, insight)
    about, shared = str(row.pk), row.copy_id is not None
    if request.method == "POST":
        form = InsightForm.submitted(request, about=about, shared=shared)
        if form.is_valid() and _mended(form, row, viewer):
            form.done()
            messages.success(request, _("Mended."))
            return redirect("insights:list")
    else:
        form = InsightForm.open(request, about=about, initial=InsightForm.initial_of(row), shared=shared)
    return render(request, "insights/edit.html", {"insight": row, "form": form})


@require_POST
def share(request: HttpRequest, insight: uuid.UUID) -> HttpResponse:
    """Give the team a copy."""
    viewer = _viewer(request)
    actions.share(queries.insight_for(viewer, insight), by=viewer)
    messages.success(request, _("Your team reads a copy of this insight now."))
    return redirect("insights:list")


@require_POST
def take_back(request: HttpRequest, insight: uuid.UUID) -> HttpResponse:
    """Delete the team's copy of one's own insight."""
    viewer = _viewer(request)
    actions.take_back(queries.insight_for(viewer, insight), by=viewer)
    messages.success(request, _("Taken back. The team's copy is gone; your insight is still yours."))
    return redirect("insights:list")


@require_POST
def take_back_copy(request: HttpRequest, shared: uuid.UUID) -> HttpResponse:
    """Delete a copy of which the insight itself was thrown away."""
    viewer = _viewer(request)
    actions.take_back(queries.shared_for(viewer, shared), by=viewer)
    messages.success(request, _("Taken back. The team's copy is gone."))
    return redirect("insights:list")


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, insight: uuid.UUID) -> HttpResponse:
    """Ask once, then throw an insight away for good."""
    viewer = _viewer(request)
    row = queries.insight_for(viewer, insight)
    if request.method == "GET":
        return render(request, "insights/delete.html", {"insight": row})
    actions.delete(row, with_copy=request.POST.get("copy") != "keep", by=viewer)
    messages.success(request, _("Thrown away. It is gone."))
    return redirect("insights:list")


def _covered(request: HttpRequest, insight: Insight, *, waiting: int = 0) -> HttpResponse:
    """The question alone: what stood there is not in the page."""
    form = RecallForm.open(request, about=str(insight.pk))
    context = {"insight": insight, "form": form, "waiting": waiting, "next": _back(request)}
    return render(request, "insights/recall.html", context)


def _back(request: HttpRequest) -> str:
    name = request.GET.get("next", "")
    return name if name in _BACK else ""


def _beside(request: HttpRequest, insight: Insight, form: RecallForm) -> HttpResponse:
    """What stood there, beside what came from memory; still covered while the form holds a mistake."""
    revealed = form.is_valid()
    if revealed:
        form.close_book()
    context = {"insight": insight, "form": form, "revealed": revealed, "next": _back(request)}
    return render(request, "insights/recall.html", context)


def _mended(form: InsightForm, insight: Insight, viewer: Viewer) -> bool:
    given = {name: form.cleaned_data[name] for name in ("before", "now", "because", "cue")}
    try:
        actions.mend(insight, **given, copy_too=form.cleaned_data.get("copy_too") == "yes", by=viewer)
    except BadInput as refusal:
        form.refuse(refusal)
        return False
    return True


def _next_due(viewer: Viewer) -> date | None:
    return queries.insights(viewer).order_by("due").values_list("due", flat=True).first()


@require_GET
def earlier(request: HttpRequest, kind: str, of: uuid.UUID) -> HttpResponse:
    """One thing that one wrote earlier: what "based on your week 3" in an answer opens."""
    found = thread.standing(_viewer(request), [(kind, of)])
    if not found:
        raise NotFound
    context = {"piece": found[0], "slug": weeks.slug(found[0].week)}
    return render(request, "insights/earlier.html", context)


@require_POST
def hush(request: HttpRequest, item: uuid.UUID) -> HttpResponse:
    """Do not bring this back again."""
    viewer = _viewer(request)
    actions.hush(queries.thread_item_for(viewer, item), by=viewer)
    messages.success(request, _("This will not come back."))
    return redirect("week")


@require_POST
def switch_thread(request: HttpRequest) -> HttpResponse:
    """Switch one's thread on or off."""
    on = request.POST.get("thread") == "on"
    actions.switch_thread(on=on, by=_viewer(request))
    messages.success(
        request, _("Your thread is on.") if on else _("Your thread is off. What you wrote stays.")
    )
    return redirect("insights:list")
