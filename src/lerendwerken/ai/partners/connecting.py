"""The administrator's pages about connections with language models: which, in what order, at what cost."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lerendwerken.ai.partners import counts, prompts, queries, routes, ruling, suppliers, wire
from lerendwerken.ai.partners.forms import BudgetForm, ChainForm, SupplierForm
from lerendwerken.ai.partners.models import RegisterEntry, Supplier
from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.ground.errors import BadInput, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.viewer import Role, Viewer

TEST_SECONDS = 15.0


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Every connection, the installation's own first, with what it took in the last closed week."""
    return _overview(request, _keeper(request))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, supplier: uuid.UUID | None = None) -> HttpResponse:
    """Make a connection, or change one. The key is asked and never shown."""
    viewer = _keeper(request)
    row = queries.supplier_for(viewer, supplier) if supplier else None
    entries = [
        (str(entry.pk), entry.name)
        for entry in queries.register(viewer)
        if entry.kind == RegisterEntry.Kind.MODEL
    ]
    if request.method == "POST":
        form = SupplierForm(request.POST, entries=entries)
        if form.is_valid() and _kept(form, row, viewer, request.POST):
            messages.success(request, _("The connection is kept. Test it, then switch it on."))
            return redirect("ai-connections")
    else:
        form = SupplierForm(entries=entries, initial=_initial(row))
    context = {"form": form, "row": row, "entries": entries, "key": request.POST.get("key") or new_id()}
    return render(request, "partners/connection.html", context)


@require_POST
def switch(request: HttpRequest, supplier: uuid.UUID) -> HttpResponse:
    """Let answers go by a connection, or no longer."""
    viewer = _keeper(request)
    row = queries.supplier_for(viewer, supplier)
    suppliers.switch(row, on=request.POST.get("on") == "yes", by=viewer)
    said = _("Answers may come from it now.") if row.is_on else _("Nothing goes to it any more.")
    messages.success(request, said)
    return redirect("ai-connections")


@require_POST
def try_out(request: HttpRequest, supplier: uuid.UUID | None = None) -> HttpResponse:
    """Ask one word, and say what is wrong when it does not come."""
    viewer = _keeper(request)
    row = queries.supplier_for(viewer, supplier) if supplier else None
    route = routes.of_supplier(row) if row else routes.of_installation()
    if route is None:
        raise NotFound
    suppliers.may_test(by=viewer)
    found = asyncio.run(wire.probe(route.endpoint, timeout=TEST_SECONDS))
    suppliers.tested(row.pk if row else viewer.organisation, route.at, found, by=viewer)
    return _overview(request, viewer, tested=route.key, found=found)


@require_http_methods(["GET", "POST"])
def order(request: HttpRequest) -> HttpResponse:
    """Whom to ask first, per mode; the method coach always stands at the end."""
    viewer = _keeper(request)
    language: prompts.Language = viewer.language if viewer.language in prompts.LANGUAGES else "nl"
    modes = [("", _("Every mode")), *((mode, prompts.title(mode, language)) for mode in prompts.MODES)]
    ways = [(str(row.pk), row.name) for row in queries.suppliers(viewer)]
    own = routes.of_installation()
    if own:
        ways.insert(0, (routes.INSTALLATION, own.endpoint.name))
    if request.method == "POST":
        form = ChainForm(request.POST, modes=modes, ways=ways)
        if form.is_valid():
            suppliers.set_chains(form.chains(), by=viewer)
            messages.success(request, _("The order is kept."))
            return redirect("ai-connections")
    else:
        rules = ruling.rules(viewer)
        initial = {
            f"{place}_{mode}": key
            for mode, keys in (rules.chains if rules else {}).items()
            for place, key in zip(("first", "then"), keys, strict=False)
        }
        form = ChainForm(modes=modes, ways=ways, initial=initial)
    return render(request, "partners/order.html", {"form": form})


@require_http_methods(["GET", "POST"])
def budgets(request: HttpRequest) -> HttpResponse:
    """What may be used in a day, by each and by all."""
    viewer = _keeper(request)
    if request.method == "POST":
        form = BudgetForm(request.POST)
        if form.is_valid():
            suppliers.set_budgets(**form.cleaned_data, by=viewer)
            messages.success(request, _("The budgets are kept."))
            return redirect("ai-connections")
    else:
        rules = ruling.rules(viewer)
        form = BudgetForm(initial={name: getattr(rules, name, None) for name in BudgetForm.base_fields})
    return render(request, "partners/budgets.html", {"form": form})


def _keeper(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.role is not Role.ADMINISTRATOR:
        raise Forbidden(_("The administrator connects language models."))
    return viewer


def _overview(
    request: HttpRequest, viewer: Viewer, *, tested: str = "", found: wire.Probe | None = None
) -> HttpResponse:
    week = weeks.after(weeks.monday(clock.today(viewer.zone)), -1)
    took = counts.of_suppliers(viewer, week)
    own = routes.of_installation()
    connections: list[dict[str, Any]] = [
        {
            "row": row,
            "key": str(row.pk),
            "took": took.get(row.pk),
            "was_used": row.pk in took,
            "in_register": row.entry.status == RegisterEntry.Status.IN_USE,
        }
        for row in queries.suppliers(viewer)
    ]
    entry = queries.connected_entry(viewer) if own else None
    context = {
        "own": own,
        "own_is_on": entry is not None and entry.status == RegisterEntry.Status.IN_USE,
        "own_host": queries.connected_host(),
        "own_took": took.get(None),
        "own_was_used": None in took,
        "connections": connections,
        "rules": ruling.rules(viewer),
        "tested": tested,
        "found": found,
        "week": week,
        "has_models": any(row.kind == RegisterEntry.Kind.MODEL for row in queries.register(viewer)),
    }
    return render(request, "partners/connections.html", context)


def _initial(row: Supplier | None) -> dict[str, Any]:
    if row is None:
        return {}
    names = ("name", "base_url", "model", "price_in", "price_out", "watts")
    return {
        **{name: getattr(row, name) for name in names},
        "entry": str(row.entry_id),
        "may_be_private": "yes" if row.may_be_private else "no",
    }


def _kept(form: SupplierForm, row: Supplier | None, viewer: Viewer, sent: Any) -> bool:
    asked = form.cleaned_data
    try:
        suppliers.keep(
            row,
            **asked
            | {
                "entry": uuid.UUID(asked["entry"]),
                "may_be_private": asked["may_be_private"] == "yes",
                "without_key": "without_key" in sent,
                "key": _key(sent.get("key", "")),
            },
            by=viewer,
        )
    except BadInput as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return False
    return True


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
