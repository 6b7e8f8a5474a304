"""The week page: one page answers what to do now."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from lerendwerken.change.proposals.showing import short
from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.ground.errors import NotFound
from lerendwerken.foundation.notices import queries as notices
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.wall.viewer import Role, Viewer
from lerendwerken.front.moments import doing, showing, starting
from lerendwerken.front.moments.forms import NoteForm
from lerendwerken.front.moments.views import viewer_of
from lerendwerken.learning.frame import objections
from lerendwerken.learning.insights import mirroring
from lerendwerken.learning.insights import queries as insights
from lerendwerken.learning.sparring import queries as sparring
from lerendwerken.learning.weekcycle import actions as weekcycle_actions
from lerendwerken.learning.weekcycle import queries as weekcycle
from lerendwerken.oversight.governance import queries as governance
from lerendwerken.oversight.governance.standing import Standing

FIRST_PAGES = {
    Role.MANAGER: "asked",
    Role.STEWARD: "frame:home",
    Role.ADMINISTRATOR: "ai",
    Role.COUNCIL: "transparency",
}


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Where one begins: the week, or for who has no week the first page of their role."""
    viewer = viewer_of(request)
    if viewer.role is Role.ADMINISTRATOR and any(not step.done for step in starting.steps(viewer)):
        return redirect("start")
    if viewer.team is None or viewer.role is not Role.PROFESSIONAL:
        return redirect(FIRST_PAGES.get(viewer.role, "transparency"))
    if weekcycle.current_question(viewer) is None and not weekcycle.pieces(viewer):
        return redirect("first")
    return redirect("week")


@require_GET
def week(request: HttpRequest) -> HttpResponse:
    """This week: the question, the line of moments, one thing to do now, and what came from earlier."""
    viewer = viewer_of(request)
    if viewer.team is None:
        return redirect("home")
    standing = governance.standing(viewer)
    if not standing.covers(viewer.team):
        return _without_agreement(request, viewer, standing)
    monday = showing.this_week(viewer)
    line = weekcycle.line(viewer, monday)
    rhythm = weekcycle.rhythm_of(viewer, viewer.team)
    written = weekcycle.entries(viewer, monday)
    question = weekcycle.current_question(viewer)
    return render(
        request,
        "moments/week.html",
        {
            "week": monday,
            "number": weeks.number(monday),
            "question": question,
            "thread": doing.thread(viewer, question, written.get("focus")),
            "line": showing.stops(viewer, line),
            "next": showing.next_moment(viewer, line),
            "may_be_tight": showing.may_be_tight(line),
            "kept": None if question else doing.question_kept(viewer),
            "focus": written.get("focus"),
            "deepen": written.get("deepen"),
            "checked": showing.checked(viewer, monday, written.get("deepen")),
            "experiments": weekcycle.my_experiments(viewer, monday),
            "session": sparring.open_session(viewer, monday),
            "due": showing.to_recall(viewer),
            "heard": [row for row in insights.shared_in_team(viewer, 6) if row.author_id != viewer.member][
                :1
            ],
            "theme": showing.theme(viewer, monday),
            "theme_url": showing.theme_url(viewer, rhythm, monday),
            "practice": showing.practice_now(viewer),
            "elsewhere": showing.elsewhere(viewer),
            "is_facilitator": viewer.team in viewer.facilitates,
            "caught": weekcycle.caught(viewer)[:3],
            "earlier": weekcycle.earlier(viewer, monday) if not written else None,
            "rhythm": rhythm,
            "reminder": notices.today(viewer),
            "last_week": _last_week(viewer, monday),
            "mirror": mirroring.offered(viewer, monday),
            "standing": standing,
            "objections": objections.asked(viewer) if Role.STEWARD in viewer.roles else [],
        },
    )


def _last_week(viewer: Viewer, monday: date) -> str:
    """The name of the week before this one; empty for who came this week."""
    before = weeks.after(monday, -1)
    return weeks.slug(before) if weekcycle.first_week(viewer) <= before else ""


def _without_agreement(request: HttpRequest, viewer: Viewer, standing: Standing) -> HttpResponse:
    """Why no week begins, what one can do already, whom to ask, and everything that was written before."""
    monday = showing.this_week(viewer)
    last_week = weeks.after(monday, -1)
    context = {
        "standing": standing,
        "writers": organisations.holding(viewer, *governance.WRITERS),
        "council": ", ".join(member.name for member in organisations.holding(viewer, Role.COUNCIL)),
        "verdict": governance.verdict_on(viewer, standing.proposed) if standing.proposed else "",
        "sessions": sparring.sessions_in_week(viewer, monday)[:3],
        "caught": weekcycle.caught(viewer)[:3],
        "last_week": weeks.slug(last_week) if weekcycle.earlier(viewer, monday) else "",
    }
    return render(request, "moments/waiting.html", context)


@require_http_methods(["GET", "POST"])
def past_week(request: HttpRequest, name: str) -> HttpResponse:
    """A past week to read, and to add a dated note to. It is not rewritten."""
    viewer = viewer_of(request)
    monday = weeks.parse(name)
    if monday is None or not weekcycle.first_week(viewer) <= monday <= showing.this_week(viewer):
        raise NotFound
    about, following = weeks.slug(monday), weeks.after(monday, 1)
    form = (
        NoteForm.open(request, about=about)
        if request.method == "GET"
        else NoteForm.submitted(request, about=about)
    )
    if request.method == "POST" and form.is_valid():
        weekcycle_actions.add_note(monday, form.cleaned_data["text"], key=form.key, by=viewer)
        form.done()
        return redirect("past-week", about)
    written = weekcycle.entries(viewer, monday)
    return render(
        request,
        "moments/past_week.html",
        {
            "begins": short(monday, clock.today(viewer.zone)),
            "number": weeks.number(monday),
            "written": written,
            "checked": showing.checked(viewer, monday, written.get("deepen")),
            "experiments": weekcycle.my_experiments(viewer, monday),
            "insights": [row for row in insights.insights(viewer) if row.week == monday],
            "sessions": sparring.sessions_in_week(viewer, monday),
            "notes": weekcycle.notes(viewer, monday),
            "form": form,
            "before": weeks.slug(weeks.after(monday, -1)) if weekcycle.earlier(viewer, monday) else "",
            "after": weeks.slug(following) if following < showing.this_week(viewer) else "",
        },
    )
