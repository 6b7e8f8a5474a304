"""What happens by itself: files are made and thrown away, leavers are forgotten, records go when they are over."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from lerendwerken.foundation.ground import audit, clock
from lerendwerken.foundation.ground.jobs import task
from lerendwerken.foundation.organisations import exporting, inviting, queries, records
from lerendwerken.foundation.organisations.actions.importing import INVITE
from lerendwerken.foundation.organisations.actions.leaving import EXPORT, EXPORT_KEPT
from lerendwerken.foundation.organisations.models import ExportFile, KeptTerm, Membership, Organisation
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System


@task(EXPORT)
def make_export(about: uuid.UUID | None) -> None:
    """Put everything that one person wrote in the file they asked for, and say how far it is."""
    with acting(System.KEEPER):
        file = ExportFile.unscoped.select_related("owner__person").filter(pk=about, ready=None).first()
    if file is None:
        return  # fetched anew, or its person is gone
    viewer = queries.viewer_for(file.owner.person, file.owner)
    kinds = rights.exported_kinds()
    found = {}
    for number, model in enumerate(kinds, start=1):
        with acting(viewer):
            rows = rights.export_of(model, viewer)
            ExportFile.objects.visible_to(viewer).filter(pk=about).update(done=number, of=len(kinds))
        if rows:
            found[model] = rows
    content = exporting.packed(found, viewer)
    with acting(viewer):
        ExportFile.objects.visible_to(viewer).filter(pk=about).update(content=content, ready=clock.now())


@task(INVITE)
def invite(about: uuid.UUID | None) -> None:
    """Mail somebody who came in by a list how they get in. A mail server that does not answer is asked again later."""
    with acting(System.POST):
        rows = Membership.unscoped.select_related("person", "organisation")
        member = rows.filter(pk=about, ended=None).first()
    if member is None:
        return  # let go since
    person = member.person
    gets_link = queries.may_get_a_link(queries.viewer_for(person, member), person)
    path = inviting.path_for(person) if gets_link else reverse("account_login")
    organisation, link = member.organisation.name, settings.PUBLIC_URL + path
    inviting.written(None, person, organisation=organisation, link=link).send()


@task("organisations.forget_exports", daily=True)
def forget_exports(about: uuid.UUID | None = None) -> None:
    """Throw away every file with what somebody wrote, a week after it was asked for."""
    with acting(System.KEEPER):
        ExportFile.unscoped.filter(created__lt=clock.now() - EXPORT_KEPT).delete()


@task("organisations.forget_sessions", daily=True)
def forget_sessions(about: uuid.UUID | None = None) -> None:
    """Delete where somebody was signed in, with their address on the network, once that session has ended."""
    sessions = apps.get_model("sessions", "Session").objects
    sessions.filter(expire_date__lt=clock.real_now()).delete()
    kept = sessions.values("session_key")
    apps.get_model("usersessions", "UserSession").objects.exclude(session_key__in=kept).delete()


@task("organisations.forget_leavers", daily=True)
def forget_leavers(about: uuid.UUID | None = None) -> None:
    """Delete what was the own of who left longer ago than the term, and their name too where they chose so."""
    with acting(System.KEEPER):
        for organisation in Organisation.objects.all():
            last = clock.now().date() - timedelta(days=organisation.leaver_days)
            gone = Membership.unscoped.filter(organisation=organisation, ended__lte=last, forgotten=None)
            for member, keeps_name in list(gone.values_list("pk", "keeps_name")):
                (rights.forget if keeps_name else rights.erase)(member)


def let_go(what: KeptTerm.What, found: Callable[[records.Over], Iterable[QuerySet[Any]]]) -> None:
    """Delete the records of a kind that are kept no longer, in every organisation; `found` gives them, in order.

    A term that was set less than thirty days ago takes nothing away yet. That it happened stands in the audit chain.
    """
    for organisation in Organisation.objects.all():
        over = records.over(organisation, what)
        if over is None:
            continue
        with acting(System.KEEPER), transaction.atomic():
            term = KeptTerm.unscoped.filter(organisation=organisation, what=what).latest("created")
            if term.created > clock.now() - records.GRACE:
                continue
            if sum(rows.delete()[0] for rows in found(over)):
                audit.write(over, "organisations.let_go", term.pk)
