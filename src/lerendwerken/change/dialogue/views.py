"""The pages of the dialogue."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lerendwerken.ai.partners.queries import endpoint
from lerendwerken.change.dialogue import actions, cases, forms, queries
from lerendwerken.change.dialogue.models import Dialogue
from lerendwerken.change.dialogue.showing import page
from lerendwerken.foundation.drafts.writing import WritingForm
from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.ground.errors import BadInput, Conflict, NotFound
from lerendwerken.foundation.organisations import agreed
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import actions as sparring
from lerendwerken.learning.sparring.models import SparringSession


def _viewer(request: HttpRequest) -> Viewer:
    return request.viewer  # type: ignore[attr-defined,no-any-return]


def _to(dialogue: uuid.UUID, step: str = "") -> HttpResponse:
    url = reverse("dialogue:one", args=[dialogue])
    return redirect(f"{url}?step={step}" if step else url)


def _one_of_ours(viewer: Viewer, team: uuid.UUID | None) -> uuid.UUID:
    """The team that is asked for, or the one that gives the rhythm. Raises `NotFound` for a team of others."""
    team = team or viewer.team
    if team is None or team not in viewer.teams:
        raise NotFound
    return team


@require_http_methods(["GET", "POST"])
def this_week(request: HttpRequest, team: uuid.UUID | None = None) -> HttpResponse:
    """The dialogue of this week, or the form with which one brings a case, out of `?case=` where one lies ready."""
    viewer = _viewer(request)
    team = _one_of_ours(viewer, team)
    if request.method == "GET" and not agreed.holds(viewer, team):
        if team != viewer.team:
            raise agreed.NoAgreement
        return redirect("week")  # which says what is missing and whom to ask, before anybody writes
    week, ready = weeks.monday(clock.today(viewer.zone)), cases.ready(viewer)
    about = team.hex  # not of the week: a case for which there was no room is still there next week
    if request.method == "POST":
        form = forms.CaseForm.submitted(request, about=about)
        if form.is_valid():
            try:
                row = actions.bring_case(
                    week,
                    case=form.cleaned_data["case"],
                    background=form.cleaned_data["background"],
                    team=team,
                    key=form.key,
                    by=viewer,
                )
            except BadInput as refusal:
                form.refuse(refusal)
            else:
                form.done()
                return _to(row.pk)
    else:
        found = queries.dialogue_in_week(viewer, team, week)
        if found:
            return _to(found.pk)
        form = forms.CaseForm.open(request, about=about, initial=_opening(request, ready))
    named = queries.next_lead(viewer, team, week)
    shown = {
        "form": form,
        "team": organisations.team_for(viewer, team),
        "lead": organisations.member_for(viewer, named) if named else None,
        "past": queries.past(viewer, team)[:3],
        "ready": ready,
    }
    return render(request, "dialogue/bring.html", shown)


def _opening(request: HttpRequest, ready: list[cases.Ready]) -> dict[str, str]:
    """What the form opens with, where a case that lies ready was chosen."""
    if "case" not in request.GET:
        return {}
    found = cases.chosen(ready, request.GET["case"])
    return {"case": found.text, "background": found.why}


@require_GET
def past(request: HttpRequest, team: uuid.UUID | None = None) -> HttpResponse:
    """Every dialogue of one of one's teams with what was decided."""
    viewer = _viewer(request)
    row = organisations.team_for(viewer, _one_of_ours(viewer, team))
    return render(request, "dialogue/past.html", {"team": row, "past": queries.past(viewer, row.pk)})


@require_GET
def one(request: HttpRequest, dialogue: uuid.UUID) -> HttpResponse:
    """One dialogue, at the step that waits for the viewer or the one that is asked for."""
    return page(request, queries.dialogue_for(_viewer(request), dialogue), step=request.GET.get("step", ""))


@require_POST
def position(request: HttpRequest, dialogue: uuid.UUID) -> HttpResponse:
    """Keep one's position until the reveal. Who comes just too late is told, with the text still there."""
    viewer = _viewer(request)
    row = queries.dialogue_for(viewer, dialogue)
    if "nothing" in request.POST:
        return _nothing(request, row, viewer)
    form = forms.PositionForm.submitted(request, about=str(row.pk))
    if not form.is_valid():
        return page(request, row, filled={"position": form})
    try:
        actions.write_position(row, text=form.cleaned_data["text"], unnamed=form.unnamed, by=viewer)
    except BadInput as refusal:
        form.refuse(refusal)
        return page(request, row, filled={"position": form})
    except Conflict as refusal:
        late = forms.LateForm.open(request, about=str(row.pk), initial={"text": form.cleaned_data["text"]})
        late.initial["text"] = form.cleaned_data["text"]
        row = queries.dialogue_for(viewer, dialogue)
        return page(request, row, step="shown", problem=refusal, filled={"late": late})
    form.done()
    return _to(row.pk)


def _nothing(request: HttpRequest, row: Dialogue, viewer: Viewer) -> HttpResponse:
    """Ready without a position: whatever was being written stays a draft."""
    try:
        actions.write_nothing(row, by=viewer)
    except Conflict as refusal:
        return page(request, queries.dialogue_for(viewer, row.pk), problem=refusal)
    return _to(row.pk)


@require_POST
def late(request: HttpRequest, dialogue: uuid.UUID) -> HttpResponse:
    """Add a position after the reveal, with one's name."""

    def act(row: Dialogue, form: WritingForm, viewer: Viewer) -> None:
        actions.add_late(row, text=form.cleaned_data["text"], by=viewer)

    return _written(request, dialogue, forms.LateForm, "late", "shown", act)


@require_POST
def reveal(request: HttpRequest, dialogue: uuid.UUID) -> HttpResponse:
    """Show all positions at once. The page with `?step=reveal` asks before that."""
    viewer = _viewer(request)
    row = queries.dialogue_for(viewer, dialogue)
    try:
        actions.reveal(row, by=viewer)
    except Conflict as refusal:
        return page(request, row, problem=refusal)
    return _to(row.pk, "shown")


@require_POST
def sign(request: HttpRequest, dialogue: uuid.UUID) -> HttpResponse:
    """Put one's name under the position that was kept back."""
    viewer = _viewer(request)
    actions.sign(queries.dialogue_for(viewer, dialogue), by=viewer)
    return _to(dialogue, "shown")


@require_POST
def withdraw(request: HttpRequest, dialogue: uuid.UUID) -> HttpResponse:
    """Take back the position that was kept back."""
    viewer = _viewer(request)
    actions.withdraw_unsigned(queries.dialogue_for(viewer, dialogue), by=viewer)
    return _to(dialogue, "shown")


@require_POST
def objection(request: HttpRequest, dialogue: uuid.UUID, position: uuid.UUID) -> HttpResponse:
    """Write the strongest objection to one position."""
    viewer = _viewer(request)
    target = queries.position_for(viewer, dialogue, position)
    form = forms.ObjectionForm.submitted(request, about=str(target.pk))
    if form.is_valid():
        try:
            actions.object_to(target, text=form.cleaned_data["text"], by=viewer)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            form.done()
            return _to(dialogue, "objection")
    row = queries.dialogue_for(viewer, dialogue)
    return page(request, row, step="objection", filled={str(target.pk): form})


@require_POST
def courage(request: HttpRequest, dialogue: uuid.UUID) -> HttpResponse:
    """Answer the courage question."""

    def act(row: Dialogue, form: WritingForm, viewer: Viewer) -> None:
        actions.answer_courage(row, text=form.cleaned_data["text"], by=viewer)

    return _written(request, dialogue, forms.CourageForm, "courage", "courage", act)


@require_POST
def begin_partner(request: HttpRequest, dialogue: uuid.UUID) -> HttpResponse:
    """Begin the partner's five minutes: a session of one's own that knows what was revealed, and nothing else."""
    viewer = _viewer(request)
    row = queries.dialogue_for(viewer, dialogue)
    queries.revealed(viewer, row.pk)
    going_on = queries.partner_said(viewer, row)
    if going_on:
        return redirect("sparring:session", going_on.session)
    session = sparring.begin(
        SparringSession.Mode.DIALOGUE, situation=row.case[:300], dialogue=row.pk, week=row.week, by=viewer
    )
    if endpoint(viewer) is None:
        # Nothing leaves for the method coach, so its question is there at once; a model waits for the person's word.
        sparring.take_turn(session, by=viewer)
    return redirect("sparring:session", session.pk)


@require_POST
def partner(request: HttpRequest, dialogue: uuid.UUID) -> HttpResponse:
    """Put what one's own partner said on the table. Who said it is taken from the session, not from the form."""

    def act(row: Dialogue, form: WritingForm, viewer: Viewer) -> None:
        said = queries.partner_said(viewer, row)
        if said is None or said.turn is None:
            raise NotFound
        name, kind = said.turn.partner_name, said.turn.partner
        actions.bring_partner_in(row, text=form.cleaned_data["text"], partner_name=name, kind=kind, by=viewer)

    return _written(request, dialogue, forms.PartnerForm, "partner", "partner", act)


@require_POST
def decision(request: HttpRequest, dialogue: uuid.UUID) -> HttpResponse:
    """Decide, as the one whose case it is."""
    viewer = _viewer(request)
    people = list(organisations.people_in(viewer, queries.dialogue_for(viewer, dialogue).team_id))

    def act(row: Dialogue, form: WritingForm, viewer: Viewer) -> None:
        filled = form.cleaned_data
        actions.decide(
            row,
            text=filled["text"],
            doer=uuid.UUID(filled["doer"]) if filled["doer"] else None,
            next_lead=uuid.UUID(filled["next_lead"]) if filled["next_lead"] else None,
            key=form.key,
            by=viewer,
        )

    return _written(request, dialogue, forms.DecisionForm, "decision", "decision", act, people=people)


@require_POST
def dissent(request: HttpRequest, dialogue: uuid.UUID) -> HttpResponse:
    """Put on record that one disagrees."""

    def act(row: Dialogue, form: WritingForm, viewer: Viewer) -> None:
        actions.dissent(row, text=form.cleaned_data["text"], by=viewer)

    return _written(request, dialogue, forms.DissentForm, "dissent", "decision", act)


def _written(
    request: HttpRequest,
    dialogue: uuid.UUID,
    form_class: type[WritingForm],
    name: str,
    step: str,
    act: Callable[[Dialogue, WritingForm, Viewer], None],
    **options: object,
) -> HttpResponse:
    """A form of one step: do it and come back to the step, or show what must be mended, with the text still there."""
    viewer = _viewer(request)
    row = queries.dialogue_for(viewer, dialogue)
    form = form_class.submitted(request, about=str(row.pk), **options)
    problem: Conflict | None = None
    if form.is_valid():
        try:
            act(row, form, viewer)
        except BadInput as refusal:
            form.refuse(refusal)
        except Conflict as refusal:
            problem, row = refusal, queries.dialogue_for(viewer, dialogue)
        else:
            form.done()
            return _to(row.pk, step)
    return page(request, row, step=step, problem=problem, filled={name: form})
