"""How somebody new comes to a password: by a link that works once, as the one for a forgotten password."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from lerendwerken.foundation.organisations.models import Person

DAY = 24 * 60 * 60  # seconds


def days_valid() -> int:
    """How many days a link works."""
    return settings.PASSWORD_RESET_TIMEOUT // DAY


def link_for(request: HttpRequest, person: Person) -> str:
    """The address at which somebody chooses a first password. Who has it can become this person: it is shown once."""
    return request.build_absolute_uri(path_for(person))


def path_for(person: Person) -> str:
    """That address without the name of the server, for whoever sits at its terminal."""
    named = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return reverse("account_reset_password_from_key", kwargs=named)


def send(request: HttpRequest, person: Person, *, organisation: str, link: str) -> None:
    """Mail the invitation when all is kept. A mail server that does not answer holds nobody up and undoes nothing."""
    transaction.on_commit(written(request, person, organisation=organisation, link=link).send, robust=True)


def written(request: HttpRequest | None, person: Person, *, organisation: str, link: str) -> EmailMessage:
    """The invitation in the language of who gets it; without a `request` where it is written later, by itself."""
    told = {"organisation": organisation, "link": link, "days": days_valid()}
    with translation.override(person.language):
        message: EmailMessage = get_adapter(request).render_mail(
            "organisations/email/invitation", person.email, told
        )
    return message
