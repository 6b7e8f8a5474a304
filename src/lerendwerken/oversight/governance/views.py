"""Who sees what, for every signed-in person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lerendwerken.ai.partners import coverwords
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations import records
from lerendwerken.foundation.organisations.models import KeptTerm
from lerendwerken.foundation.wall.viewer import Role, Viewer
from lerendwerken.learning.weekcycle.bank import SUBJECTS
from lerendwerken.oversight.governance import auditing, changes, queries, reaches
from lerendwerken.oversight.governance.forms import LogForm
from lerendwerken.oversight.governance.ledger import ledger


@require_GET
def transparency(request: HttpRequest) -> HttpResponse:
    """What is recorded, who sees it, what protects it, and what does not."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    organisation = organisations.organisation_of(viewer)
    standing = queries.standing(viewer)
    context = {
        "groups": reaches.groups(organisation),
        "walls": reaches.walls(),
        "organisation": organisation,
        "records": records.told(records.years_of(organisation)),
        "terms": [
            (term, records.in_words(KeptTerm.What(term.what), term.number))
            for term in organisations.terms(viewer)
        ],
        "may_set_terms": viewer.role in (Role.ADMINISTRATOR, Role.STEWARD),
        "ledger": ledger(viewer),
        "standing": standing,
        "differs": changes.since(standing.agreement, queries.facts(viewer)),
        "may_uncover": coverwords.may_uncover(viewer),
    }
    return render(request, "governance/transparency.html", context)


@require_GET
def literacy(request: HttpRequest) -> HttpResponse:
    """Which themes about AI were held, in how many teams: for everybody, and nobody is named."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    learned = queries.learned(viewer)
    subjects = {row.theme.subject for row in learned}
    context = {
        "learned": [(row, SUBJECTS[row.theme.subject]) for row in learned],
        "open_subjects": [name for code, name in SUBJECTS.items() if code not in subjects],
    }
    return render(request, "governance/literacy.html", context)


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """The log of access and rights, for the council: by kind and period, without content."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    form = LogForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = auditing.log(viewer, **wanted, page=request.GET.get("page", ""))
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "governance/log.html", {"form": form, "log": found, "query": query.urlencode()})
