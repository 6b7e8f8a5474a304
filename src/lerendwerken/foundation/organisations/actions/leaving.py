"""What somebody does with what is theirs: take it along, choose the name under which it stays, have it erased.

And what is decided about how long it is kept.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit, clock, jobs
from lerendwerken.foundation.ground.errors import BadInput, Forbidden
from lerendwerken.foundation.organisations import queries
from lerendwerken.foundation.organisations.actions.administering import an_administrator_stays
from lerendwerken.foundation.organisations.models import ExportFile, KeptTerm, Membership, Organisation
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.keeping import words
from lerendwerken.foundation.wall.viewer import Role, System, Viewer

EXPORT = "organisations.export"  # the task that makes the file
EXPORT_KEPT = timedelta(days=7)
LATE = timedelta(minutes=10)  # after which a file that is not ready may be asked for anew
DAYS = {KeptTerm.What.PASTED: (1, 90), KeptTerm.What.LEAVER: (7, 90)}
YEARS = (1, 100)


@transaction.atomic
def ask_export(*, by: Viewer) -> ExportFile:
    """Have everything one wrote put in one file, in the place of an earlier one. Asked twice, it is one file."""
    Membership.objects.visible_to(by).select_for_update().get(pk=by.member)
    before = queries.export_of(by)
    if before is not None and before.ready is None and clock.now() - before.created < LATE:
        return before
    ExportFile.objects.visible_to(by).delete()
    row = ExportFile(organisation_id=by.organisation, owner_id=by.member).add()
    audit.write(by, "organisations.ask_export", row.pk)
    jobs.enqueue(EXPORT, row.pk)
    return row


@transaction.atomic
def choose_name(keeps_name: bool, *, by: Viewer) -> None:
    """Say whether what one shared stays under one's name after leaving, or as of a former colleague."""
    Membership.objects.visible_to(by).filter(pk=by.member).update(keeps_name=keeps_name)
    audit.write(by, "organisations.choose_name", by.member)


@transaction.atomic
def erase_me(typed: str, *, by: Viewer) -> None:
    """Erase oneself in this organisation: what was one's own is gone, one's name goes from what was shared.

    `typed` is one's own e-mail address, so that nobody does this by accident. One is signed out everywhere, unless
    there is another organisation. Raises `BadInput` for another address, and for the last administrator.
    """
    member = queries.membership_of(by)
    if typed.strip().casefold() != member.person.email.casefold():
        raise BadInput(_("This is not the address with which you sign in. Nothing is erased."), "typed")
    audit.write(by, "organisations.erase_me", member.pk)
    if member.ended is None:
        Membership.objects.visible_to(by).filter(pk=member.pk).update(ended=clock.today(by.zone))
        an_administrator_stays(by)
    with acting(System.KEEPER):
        rights.erase(member.pk)


@transaction.atomic
def set_term(what: KeptTerm.What, number: int | None, reason: str, *, by: Viewer) -> None:
    """Set how long something is kept, with the reason that everybody reads. What is kept already counts too.

    `number` counts days, or for records years; None leaves those until the organisation moves them to its archive.

    Raises `Forbidden` for who is neither administrator nor steward, `BadInput` outside the bounds or without a reason.
    """
    if by.role not in (Role.ADMINISTRATOR, Role.STEWARD):
        raise Forbidden(_("An administrator or a steward sets how long things are kept."))
    _refuse_outside_bounds(what, number)
    why = words(reason, 300, "reason", required=True)
    row = KeptTerm(
        organisation_id=by.organisation,
        author_id=by.member,
        what=what,
        number=number,
        reason=why,
        language=by.language,
    ).add()
    Organisation.objects.filter(pk=by.organisation).update(**{what.value: number})
    audit.write(by, "organisations.set_term", row.pk)


def _refuse_outside_bounds(what: KeptTerm.What, number: int | None) -> None:
    if what.is_record:
        least, most = YEARS
        words = _("Choose a number of years from %(least)d to %(most)d, or leave it empty.")
    else:
        least, most = DAYS[what]
        words = _("Choose a number of days from %(least)d to %(most)d.")
    if not (what.is_record if number is None else least <= number <= most):
        raise BadInput(words % {"least": least, "most": most}, "number")
