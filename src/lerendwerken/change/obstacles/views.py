"""The pages on which somebody names what stands in the way, and on which an answer is given."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lerendwerken.change.obstacles import actions, origins, queries
from lerendwerken.change.obstacles.forms import ObstacleAnswerForm, ObstacleForm
from lerendwerken.change.obstacles.models import Obstacle
from lerendwerken.change.obstacles.queries import Shown
from lerendwerken.foundation.ground.errors import BadInput, Forbidden, NotFound
from lerendwerken.foundation.organisations import agreed
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.wall.viewer import Viewer


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """What stands in the way: what waits for an answer first, then what was promised, then what is over."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    told = [(one, one.clock_words(viewer)) for one in queries.every(viewer)]
    promised = [entry for entry in told if _is_promised(entry[0])]
    context = {
        "waiting": [entry for entry in told if not entry[0].is_over and entry not in promised],
        "promised": promised,
        "over": [entry for entry in told if entry[0].is_over],
    }
    return render(request, "obstacles/list.html", context)


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Name an obstacle, out of `?out_of=` and `&of=` where somebody came from a piece of work."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.team is None:
        raise Forbidden(_("An obstacle is named by somebody in a team. You are in none yet."))
    if request.method == "GET" and not agreed.holds(viewer, viewer.team):
        return redirect("week")  # which says what is missing and whom to ask, before anybody writes
    people = queries.who_can_take_away(viewer, viewer.team)
    of = _of(request)
    about = str(of) if of else ""
    if request.method == "POST":
        form = ObstacleForm.submitted(request, about=about, people=people)
        if form.is_valid():
            row = _named(form, viewer)
            if row is not None:
                form.done()
                messages.success(request, _("Sent. Your team sees the obstacle, and the clock."))
                return redirect("obstacles:one", row.pk)
    else:
        form = ObstacleForm.open(request, about=about, initial=_opening(request, of, viewer), people=people)
    context = {"form": form, "people": people, "term": organisations.organisation_of(viewer).answer_term_days}
    return render(request, "obstacles/write.html", context)


@require_GET
def one(request: HttpRequest, obstacle: uuid.UUID) -> HttpResponse:
    """One obstacle with its clock and its answers."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return _page(request, viewer, queries.one_for(viewer, obstacle))


@require_POST
def answer(request: HttpRequest, obstacle: uuid.UUID) -> HttpResponse:
    """Answer with a reason."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    shown = queries.one_for(viewer, obstacle)
    form = ObstacleAnswerForm.submitted(request, about=str(obstacle))
    if form.is_valid():
        try:
            actions.answer(shown.row, **form.cleaned_data, key=form.key, by=viewer)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            form.done()
            messages.success(request, _("Answered. The team reads it, and it stays."))
            return redirect("obstacles:one", obstacle)
    if not shown.is_for(viewer):
        raise Forbidden
    return _page(request, viewer, shown, form)


@require_POST
def take_back(request: HttpRequest, obstacle: uuid.UUID) -> HttpResponse:
    """Take back an obstacle that has no answer yet."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    actions.take_back(queries.one_for(viewer, obstacle).row, by=viewer)
    messages.success(request, _("The obstacle is gone from here."))
    return redirect("obstacles:list")


def _page(
    request: HttpRequest, viewer: Viewer, shown: Shown, form: ObstacleAnswerForm | None = None
) -> HttpResponse:
    if form is None and shown.is_for(viewer):
        form = ObstacleAnswerForm.open(request, about=str(shown.row.pk))
    answers = queries.answers(viewer, shown.row)
    context = {
        "one": shown,
        "row": shown.row,
        "clock": shown.clock_words(viewer),
        "place": queries.place_in_queue(shown.row),
        "answers": answers,
        "form": form,
        "mine": shown.row.author_id == viewer.member,
        "inside": shown.row.team_id in viewer.teams,
        "may_take_back": not answers and actions.may_take_back(shown.row, viewer),
    }
    return render(request, "obstacles/one.html", context)


def _of(request: HttpRequest) -> uuid.UUID | None:
    """The piece of work from which somebody came. Raises `NotFound` for what is no key."""
    try:
        return uuid.UUID(request.GET["of"]) if "of" in request.GET else None
    except ValueError:
        raise NotFound from None


def _opening(request: HttpRequest, of: uuid.UUID | None, viewer: Viewer) -> dict[str, str]:
    """What the form opens with, where somebody came from a piece of work."""
    if of is None:
        return {}
    return {"out_of": origins.words_of(viewer, request.GET.get("out_of", ""), of)[: actions.MOST_OUT_OF]}


def _named(form: ObstacleForm, viewer: Viewer) -> Obstacle | None:
    try:
        return actions.name_obstacle(**form.given(), key=form.key, by=viewer)
    except BadInput as refusal:
        form.refuse(refusal)
        return None


def _is_promised(one: Shown) -> bool:
    return one.row.state == Obstacle.State.PROMISED and one.clock is None
