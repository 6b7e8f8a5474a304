"""What somebody who leaves is told: where they fetch what they wrote, and until when."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import formats, translation

from lerendwerken.foundation.organisations import queries
from lerendwerken.foundation.organisations.models import Membership


def send(request: HttpRequest, member: Membership, *, link: str) -> None:
    """Mail to who left where they find what is theirs, where mail is sent. That opens nothing: they sign in there.

    A mail server that does not answer holds nobody up and undoes nothing.
    """
    if not settings.SENDS_MAIL:
        return
    person = member.person
    with translation.override(person.language):
        told = {
            "organisation": member.organisation.name,
            "link": link,
            "until": formats.date_format(queries.day_of_forgetting(member), "j F Y"),
        }
        message = get_adapter(request).render_mail("organisations/email/left", person.email, told)
    transaction.on_commit(message.send, robust=True)
