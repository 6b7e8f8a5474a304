"""The pages for what went wrong, with the menu of who is signed in: the shell's pages, once it is known who looks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from lerendwerken.foundation.organisations.looking import recognise
from lerendwerken.foundation.shell import views as shell


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not in this role."""
    recognise(request)
    return shell.forbidden(request, exception)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or somebody else made the form."""
    recognise(request)
    return shell.csrf_failure(request, reason)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page."""
    recognise(request)
    return shell.not_found(request, exception)


def not_allowed(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The address is there, but not for this method: Django's empty `answer` as a page that helps."""
    recognise(request)
    page = shell.not_allowed(request)
    page.headers["Allow"] = answer.headers["Allow"]
    return page
