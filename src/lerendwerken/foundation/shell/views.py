"""The living page, and the pages for what went wrong."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from . import samples


def components(request: HttpRequest) -> HttpResponse:
    """Every component in all its states, for who builds: in the demo and nowhere else."""
    if not settings.DEMO:
        raise Http404
    return render(request, "shell/components.html", samples.everything())


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent cannot be read."""
    return _wrong(request, 400, _("This cannot be read"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not in this role."""
    return _wrong(request, 403, _("This is not yours to open"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or somebody else made the form."""
    return _wrong(request, 403, _("This page was open too long"), "403_csrf.html")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page, or not for this viewer: the same answer."""
    return _wrong(request, 404, _("This page does not exist"))


def not_allowed(request: HttpRequest) -> HttpResponse:
    """The address does something else than what was asked of it. Whoever calls this adds the header `Allow`."""
    return _wrong(request, 405, _("This address does not take what you sent"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke: this page asks nothing of database, session or context."""
    if _for_a_script(request):
        return JsonResponse({"message": _("Something went wrong on our side")}, status=500)
    return HttpResponse(render_to_string("500.html"), status=500)


def _wrong(request: HttpRequest, status: int, message: str, name: str = "") -> HttpResponse:
    if _for_a_script(request):
        return JsonResponse({"message": message}, status=status)
    return render(request, name or f"{status}.html", status=status)


def _for_a_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
