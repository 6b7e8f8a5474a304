"""The page of one proposal, and each act on it as a small form."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lerendwerken.change.proposals import actions, nextstep, queries, showing
from lerendwerken.change.proposals.forms import (
    AnswerForm,
    EndForm,
    MeasureForm,
    ReactForm,
    TeamForm,
    TrialForm,
)
from lerendwerken.change.proposals.models import Proposal, TeamProposal
from lerendwerken.change.proposals.queries import Asked
from lerendwerken.change.proposals.story import Story, acts
from lerendwerken.foundation.drafts.writing import WritingForm
from lerendwerken.foundation.ground.errors import BadInput, Forbidden, NotFound
from lerendwerken.foundation.organisations import agreed
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import actions as frame

# The act that the page is about, most pressing first: it has the one primary button.
_PRIMARY = ("answer", "trial", "measure", "end", "mandate", "forward", "draft", "react")
_FORMS: dict[str, tuple[str, type[WritingForm]]] = {
    "draft": ("team", TeamForm),
    "react": ("react", ReactForm),
    "mandate": ("mandate", TrialForm),
    "answer": ("answer", AnswerForm),
    "trial": ("trial", TrialForm),
    "measure": ("measure", MeasureForm),
    "end": ("end", EndForm),
}


@require_GET
def one(request: HttpRequest, lineage: uuid.UUID) -> HttpResponse:
    """One proposal, as far as the viewer reaches it."""
    return shown(request, lineage)


@require_POST
def react(request: HttpRequest, lineage: uuid.UUID) -> HttpResponse:
    """Be for it, or object."""
    form = _sent(request, lineage, "react")

    def do(row: TeamProposal, viewer: Viewer) -> object:
        text = form.cleaned_data["text"]
        return actions.react(row, kind=request.POST.get("kind", ""), text=text, key=form.key, by=viewer)

    return _done(request, lineage, "react", form, lambda viewer: do(_of_team(viewer, lineage), viewer))


@require_POST
def withdraw(request: HttpRequest, lineage: uuid.UUID) -> HttpResponse:
    """Take a proposal back from the team."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    actions.withdraw(_of_team(viewer, lineage), by=viewer)
    messages.success(request, _("Withdrawn. Your team still sees that it was here."))
    return redirect("proposals:one", lineage)


@require_POST
def mandate(request: HttpRequest, lineage: uuid.UUID) -> HttpResponse:
    """Start a trial inside the team's own mandate."""
    form = _sent(request, lineage, "mandate")

    def do(viewer: Viewer) -> object:
        row = _of_team(viewer, lineage)
        return actions.start_in_mandate(row, **form.cleaned_data, key=form.key, by=viewer)

    return _done(request, lineage, "mandate", form, do)


@require_POST
def forward(request: HttpRequest, lineage: uuid.UUID) -> HttpResponse:
    """Put it to the team's manager, with the objections that were chosen."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    chosen = [key for key in map(_uuid, request.POST.getlist("objection")) if key]
    row = actions.put_forward(_of_team(viewer, lineage), with_objections=chosen, by=viewer)
    name = row.addressee.name if row.addressee else ""
    told = (
        _("Put to %(name)s, where it waits for its turn.")
        if row.state == Proposal.State.QUEUED
        else _("Put to %(name)s. The clock runs for all who see this.")
    )
    messages.success(request, told % {"name": name})
    return redirect("proposals:one", lineage)


@require_POST
def answer(request: HttpRequest, lineage: uuid.UUID) -> HttpResponse:
    """Answer with a reason."""
    form = _sent(request, lineage, "answer")

    def do(viewer: Viewer) -> object:
        return actions.answer(_put(viewer, lineage), **form.cleaned_data, key=form.key, by=viewer)

    return _done(request, lineage, "answer", form, do)


@require_POST
def trial(request: HttpRequest, lineage: uuid.UUID) -> HttpResponse:
    """Start the trial to which was said yes."""
    form = _sent(request, lineage, "trial")

    def do(viewer: Viewer) -> object:
        return actions.start_trial(_put(viewer, lineage), **form.cleaned_data, key=form.key, by=viewer)

    return _done(request, lineage, "trial", form, do)


@require_POST
def measure(request: HttpRequest, lineage: uuid.UUID) -> HttpResponse:
    """Write down what was measured in the trial."""
    form = _sent(request, lineage, "measure")

    def do(viewer: Viewer) -> object:
        return actions.measure_trial(lineage, **form.cleaned_data, key=form.key, by=viewer)

    return _done(request, lineage, "measure", form, do)


@require_POST
def end(request: HttpRequest, lineage: uuid.UUID) -> HttpResponse:
    """Realise it, or stop it on evidence."""
    form = _sent(request, lineage, "end")

    def do(viewer: Viewer) -> object:
        text, how = form.cleaned_data["text"], request.POST.get("end", "")
        if how == "realise":
            return actions.realise(lineage, result=text, key=form.key, by=viewer)
        if how == "stop":
            return actions.stop(lineage, reason=text, by=viewer)
        raise BadInput(_("Choose: make this how we work, or stop it."))

    return _done(request, lineage, "end", form, do)


@require_POST
def confirm(request: HttpRequest, lineage: uuid.UUID, measurement: uuid.UUID) -> HttpResponse:
    """Say that what somebody else measured in this trial is right. Who reaches the trial may do so."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    story = queries.story(viewer, lineage)
    row = next((row for row in story.measurements if row.pk == measurement), None)
    if row is None:
        raise NotFound
    frame.confirm(row, by=viewer)
    messages.success(request, _("Confirmed."))
    return redirect("proposals:one", lineage)


def shown(request: HttpRequest, lineage: uuid.UUID, **sent: WritingForm) -> HttpResponse:
    """The page of a proposal; `sent` are forms that came back with a mistake, by name."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    story = queries.story(viewer, lineage)
    can = acts(story, viewer)
    forms = {
        name: _opened(request, story, act, viewer) for act, (name, _form) in _FORMS.items() if act in can
    }
    context: dict[str, Any] = {
        "story": story,
        "row": story.copy,
        "can": can,
        "waits": "draft" in can and not agreed.holds(viewer, viewer.team),
        "primary": next((act for act in _PRIMARY if act in can), ""),
        "steps": showing.steps(story, viewer),
        "answers": showing.answers(story, viewer),
        "trial_days": showing.trial_days(story),
        "next": nextstep.told(story, viewer, can),
        "clock": showing.clock_words(Asked(story.proposal, story.clock), viewer) if story.proposal else None,
        "mine": bool(story.author and story.author.pk == viewer.member),
        "inside": bool(story.team and story.team.pk in viewer.teams),
        **{f"{name}_form": form for name, form in (forms | sent).items()},
    }
    if story.promise:
        context["trend"] = showing.trend(story.promise, story.measurements)
        context["measured"] = showing.rows(story.promise, story.measurements, viewer)
        context["to_confirm"] = any(not row["confirmed"] and not row["mine"] for row in context["measured"])
    return render(request, "proposals/one.html", context)


def _opened(request: HttpRequest, story: Story, act: str, viewer: Viewer) -> WritingForm:
    name, form = _FORMS[act]
    opened = form.open(
        request, about=str(story.lineage), initial=_initial(story, act, viewer), auto_id=f"{name}_%s"
    )
    return _asked(opened, story)


def _initial(story: Story, act: str, viewer: Viewer) -> dict[str, Any]:
    if act in ("mandate", "trial"):
        most = story.team.mandate_weeks if act == "mandate" and story.team else None
        return {**TrialForm.initial_on(story.today, most), "what": story.copy.idea[:300]}
    if act == "measure":
        return {"day": story.today}
    own = next((row.text for row in story.reactions if row.author_id == viewer.member), "")
    return {"text": own} if act == "react" else {}


def _asked(form: WritingForm, story: Story) -> WritingForm:
    """A trial that never began has no result: what ends it is a reason."""
    if isinstance(form, EndForm) and story.to_come:
        form.fields["text"].label = _("Why does it not begin?")
    return form


def _sent(request: HttpRequest, lineage: uuid.UUID, act: str) -> WritingForm:
    name, form = _FORMS[act]
    return form.submitted(request, about=str(lineage), auto_id=f"{name}_%s")


def _done(
    request: HttpRequest, lineage: uuid.UUID, act: str, form: WritingForm, do: Callable[[Viewer], object]
) -> HttpResponse:
    """Do what a form asks and go back to the page, or show the form again with what was not accepted."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if form.is_valid():
        try:
            do(viewer)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            form.done()
            return redirect("proposals:one", lineage)
    if act not in acts(queries.story(viewer, lineage), viewer):
        raise Forbidden
    return shown(request, lineage, **{_FORMS[act][0]: form})


def _of_team(viewer: Viewer, lineage: uuid.UUID) -> TeamProposal:
    row = queries.story(viewer, lineage).team_proposal
    if row is None:
        raise NotFound
    return row


def _put(viewer: Viewer, lineage: uuid.UUID) -> Proposal:
    row = queries.story(viewer, lineage).proposal
    if row is None:
        raise NotFound
    return row


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
