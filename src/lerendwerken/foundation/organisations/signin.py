"""How people sign in: by invitation only."""

from __future__ import annotations

from http import HTTPStatus
from io import BytesIO
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import url_str_to_user_pk
from allauth.account.views import PasswordResetFromKeyView
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls.converters import StringConverter
from django.utils import translation
from django.utils.safestring import SafeString
from qrcode.image.svg import SvgPathFillImage

from lerendwerken.foundation.organisations.actions import speak
from lerendwerken.foundation.organisations.models import Person
from lerendwerken.foundation.organisations.queries import memberships_of


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: people are made members by their organisation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        """A language that was chosen before signing in becomes that of the person; a next person chooses anew."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen in dict(settings.LANGUAGES) and chosen != user.language:
            speak(user.pk, chosen)
            user.language = chosen
        response: HttpResponse = super().post_login(request, user, **more)
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return response

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        **more: Any,
    ) -> None:
        """In the language of the person: at signing in the page still speaks that of the browser."""
        person = (message_context or {}).get("user") or request.user
        with translation.override(getattr(person, "language", None) or translation.get_language()):
            super().add_message(request, level, message_template, message_context, **more)


class Base36(StringConverter):
    """The key of a person in a link: no hyphen, so that it ends where the token begins."""

    regex = "[0-9A-Za-z]+"


class PasswordByLink(PasswordResetFromKeyView):  # type: ignore[misc]
    """Choosing a password by a link: a first one, or another."""

    def dispatch(self, request: HttpRequest, uidb36: str, key: str, **more: Any) -> HttpResponse:
        """A link that works opens the door in the language of whom it is for, unless one was chosen there."""
        response: HttpResponse = super().dispatch(request, uidb36, key, **more)
        works = key != self.reset_url_key and response.status_code == HTTPStatus.FOUND
        if works and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            person = Person.objects.get(pk=url_str_to_user_pk(uidb36))
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                person.language,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                samesite="Lax",
            )
        return response

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """`organisation`: the name of the one that welcomes somebody who never had a password."""
        person: Person | None = self.reset_user
        member = None
        if person is not None and not person.has_usable_password():
            member = next(iter(memberships_of(person)), None)
        context: dict[str, Any] = super().get_context_data(**more)
        return {**context, "organisation": member.organisation.name if member else ""}


class SecondKey(DefaultMFAAdapter):  # type: ignore[misc]
    """Codes from an app beside the password."""

    def build_totp_svg(self, url: str) -> str:
        """The square to scan, dark on white in every theme, as a drawing that may stand in the page itself."""
        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(drawn)
        # Drawn by us from a path and a rectangle; nothing of what anybody wrote is in it.
        return SafeString(drawn.getvalue().decode().partition("?>")[2])
