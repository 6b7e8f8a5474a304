"""What the administrator does with connections: make, change, switch, test; order them and set what they may cost."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lerendwerken.ai.partners import queries, sealing
from lerendwerken.ai.partners.breaker import breaker
from lerendwerken.ai.partners.models import RegisterEntry, Rules, Supplier
from lerendwerken.ai.partners.prompts import MODES
from lerendwerken.ai.partners.routes import INSTALLATION, host_of
from lerendwerken.ai.partners.wire import Probe
from lerendwerken.foundation.ground import audit, limits, outbound
from lerendwerken.foundation.ground.errors import BadInput, Forbidden
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.wall.viewer import Role, Viewer

TEST: Final = "partners.test_supplier"
_KEYS: Final = {"id", "organisation", "author", "entry"}


@transaction.atomic
def keep(
    supplier: Supplier | None,
    *,
    entry: uuid.UUID,
    name: str,
    base_url: str,
    model: str,
    by: Viewer,
    api_key: str = "",
    without_key: bool = False,
    may_be_private: bool = False,
    price_in: Decimal | None = None,
    price_out: Decimal | None = None,
    watts: int | None = None,
    key: uuid.UUID | None = None,
) -> Supplier:
    """Make a connection (switched off at first), or change one. An empty `api_key` leaves the key as it is.

    A new host does not get the key of the old one: it has to be given again. Prices are in euro per million tokens,
    `watts` is what a server of one's own draws. The same `key` twice is one connection.
    Raises `Forbidden` for who is no administrator, `BadInput` for what cannot be kept.
    """
    _administrator(by)
    row = supplier or Supplier(id=key or new_id(), organisation_id=by.organisation, author_id=by.member)
    before = host_of(row.base_url) if supplier else frozenset()
    address = base_url.strip()
    host = _host(address, may_be_private=may_be_private)
    row.entry = _entry(entry, by)
    row.name, row.base_url, row.model = name.strip(), address, model.strip()
    row.may_be_private, row.watts = may_be_private, watts
    row.price_in, row.price_out = price_in, price_out
    if api_key:
        row.sealed_key = sealing.seal(api_key.strip())
    elif without_key or (supplier and host != before):
        row.sealed_key = ""
    try:
        row.clean_fields(exclude=_KEYS)
    except ValidationError as problem:
        field, messages = next(iter(problem.message_dict.items()))
        raise BadInput(messages[0], field) from None
    return _saved(row, is_new=supplier is None, by=by)


@transaction.atomic
def switch(supplier: Supplier, *, on: bool, by: Viewer) -> None:
    """Let answers go by this connection, or no longer. Raises `Forbidden` for who is no administrator."""
    _administrator(by)
    rows = Supplier.objects.visible_to(by).filter(pk=supplier.pk).exclude(is_on=on)
    if rows.update(is_on=on):
        audit.write(by, "partners.switch_supplier", supplier.pk)
    supplier.is_on = on


def may_test(*, by: Viewer) -> None:
    """Before a test, which waits for somebody else's server outside any transaction.

    Raises `Forbidden` for who is no administrator, `TooMuch` for too many tests just now.
    """
    _administrator(by)
    limits.keep_to(audit.digest_of(by.organisation), audit.digest_of(by.member), TEST)


@transaction.atomic
def tested(what: uuid.UUID, at: str, found: Probe, *, by: Viewer) -> None:
    """After a test: one audit line, and trust for who answered. `at` as `Route.at`."""
    if found.is_usable:
        breaker.answered(at)
    audit.write(by, TEST, what)


@transaction.atomic
def set_chains(chains: Mapping[str, Sequence[str]], *, by: Viewer) -> Rules:
    """In which order connections are asked, per mode ("" for every mode without an order of its own).

    Raises `Forbidden` for who is no administrator, `BadInput` for a mode or a connection that does not exist.
    """
    _administrator(by)
    known = {INSTALLATION, *(str(row.pk) for row in queries.suppliers(by))}
    for mode, order in chains.items():
        if mode not in ("", *MODES) or not set(order) <= known:
            raise BadInput(_("Choose from the list."), f"first_{mode}")
    rows = {mode: list(dict.fromkeys(order)) for mode, order in chains.items() if order}
    rules = _rules(by)
    rules.chains = rows
    rules.save(update_fields=["chains"])
    audit.write(by, "partners.set_chains", rules.pk)
    return rules


@transaction.atomic
def set_budgets(
    *,
    person_tokens: int | None,
    organisation_tokens: int | None,
    person_euro: Decimal | None,
    organisation_euro: Decimal | None,
    by: Viewer,
) -> Rules:
    """What may be used in a day; None is no limit. Raises `Forbidden` for who is no administrator."""
    _administrator(by)
    rules = _rules(by)
    rules.person_tokens, rules.organisation_tokens = person_tokens, organisation_tokens
    rules.person_euro, rules.organisation_euro = person_euro, organisation_euro
    rules.save(update_fields=["person_tokens", "organisation_tokens", "person_euro", "organisation_euro"])
    audit.write(by, "partners.set_budgets", rules.pk)
    return rules


def _administrator(by: Viewer) -> None:
    if by.role is not Role.ADMINISTRATOR:
        raise Forbidden(gettext_lazy("The administrator connects language models."))


def _entry(entry: uuid.UUID, by: Viewer) -> RegisterEntry:
    found: RegisterEntry | None = (
        RegisterEntry.objects.visible_to(by).filter(pk=entry, kind=RegisterEntry.Kind.MODEL).first()
    )
    if found is None:
        raise BadInput(_("Choose the system in the register that this connection belongs to."), "entry")
    return found


def _host(address: str, *, may_be_private: bool) -> frozenset[str]:
    try:
        allowed = host_of(address) if may_be_private else frozenset()
        outbound.check_url(address, allowed)
        return host_of(address)
    except (outbound.UnsafeAddress, ValueError):
        raise BadInput(
            _(
                "This address cannot be used. It begins with https://, holds no user name or password, and is not "
                "inside your own network, unless you allow that below."
            ),
            "base_url",
        ) from None


def _saved(row: Supplier, *, is_new: bool, by: Viewer) -> Supplier:
    try:
        with transaction.atomic():
            if is_new:
                row.add()
            else:
                row.save()
    except IntegrityError:
        mine: Supplier | None = Supplier.objects.visible_to(by).filter(pk=row.pk, author=by.member).first()
        if mine is None or not is_new:
            raise BadInput(_("There is a connection with this name already."), "name") from None
        return mine
    audit.write(by, "partners.keep_supplier", row.pk)
    return row


def _rules(by: Viewer) -> Rules:
    found: Rules | None = Rules.objects.visible_to(by).select_for_update().first()
    return found or Rules(organisation_id=by.organisation, author_id=by.member).add()
