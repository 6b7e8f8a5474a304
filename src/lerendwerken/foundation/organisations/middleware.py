"""Every request has a viewer, and every view runs as that viewer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from lerendwerken.foundation.ground.errors import BadInput, Refused, TooLarge
from lerendwerken.foundation.organisations import queries, refusals
from lerendwerken.foundation.organisations.looking import leaver_of, recognise, viewer_of
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer

View = Callable[..., HttpResponse]
FILE_TOO_LARGE = gettext_lazy(
    "A document may be 20 MB. Save the part that matters as a file of its own, or paste its text."
)
TOO_LARGE = "lerendwerken.too_large"  # set in the scope of a request whose body went on beyond the limit


def public(view: View) -> View:
    """Mark a view as open to who is not signed in; it runs without a viewer and reaches no walled table."""
    view.public = True  # type: ignore[attr-defined]
    return view


def takes_a_file(view: View) -> View:
    """Mark a view as one to which a file may be sent along; every other gets no more than a form holds."""
    view.takes_a_file = True  # type: ignore[attr-defined]
    return view


def most_bytes(path: str) -> int:
    """How many bytes a request to this address may have."""
    return settings.FILE_BODY_MOST if _takes_a_file(path) else settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _takes_a_file(path: str) -> bool:
    try:
        return getattr(resolve(path).func, "takes_a_file", False)
    except Resolver404:
        return False


def for_leavers(view: View) -> View:
    """Mark a view as open to who left too, about nothing but what was their own there."""
    view.for_leavers = True  # type: ignore[attr-defined]
    return view


class ViewerMiddleware:
    """Finds who looks and runs the view inside `acting(viewer)`. Must be the last middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = None  # type: ignore[attr-defined]
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            response = refusals.not_allowed(request, response)
        if request.user.is_authenticated:
            # Somebody's own words must not stay behind in a browser that the next person uses.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Run the view for its viewer, or send the signed-out to sign-in."""
        if _is_public(view):
            return None
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        viewer = leaver_of(request) if getattr(view, "for_leavers", False) else None
        viewer = viewer or viewer_of(request)
        if viewer is None:
            return _no_membership(request)
        request.viewer = viewer  # type: ignore[attr-defined]
        try:
            _refuse_what_was_written_elsewhere(request, viewer)
            # A day on a page is a day where the person is: just after midnight UTC still says yesterday.
            with acting(viewer), timezone.override(viewer.zone):
                return view(request, *args, **kwargs)
        except Refused as refusal:
            return refused(request, refusal)


class LanguageMiddleware:
    """The language follows the person, else the browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", get_language() or "nl")
        return response


class SizeMiddleware:
    """What is bigger than anybody writes is refused in words, before it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        is_more = int(announced) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE and int(announced) > most_bytes(
            request.path_info
        )
        if is_more or getattr(request, "scope", {}).get(TOO_LARGE):
            return refused(request, TooLarge(FILE_TOO_LARGE if _takes_a_file(request.path_info) else None))
        return self.get_response(request)


def _no_membership(request: HttpRequest) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"message": _("You are not a member of an organisation yet")}, status=403)
    left = queries.left_by(request.user)  # type: ignore[arg-type]
    return render(request, "organisations/no_membership.html", {"left": left}, status=403)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The page, or for a script the JSON, that says what was refused."""
    if _wants_json(request):
        return JsonResponse({"message": str(refusal.message)}, status=refusal.status)
    recognise(request)
    page = refusal.page or f"{refusal.status}.html"
    return render(request, page, {"message": refusal.message}, status=refusal.status)


def _is_public(view: View) -> bool:
    module = getattr(view, "__module__", "")
    view_class = getattr(view, "view_class", None)
    if view_class is not None:
        module = view_class.__module__
    return getattr(view, "public", False) or module.startswith(("allauth.", "django.views.i18n"))


def _refuse_what_was_written_elsewhere(request: HttpRequest, viewer: Viewer) -> None:
    """A page that was opened in one organisation saves nothing in another that was chosen since, in another tab."""
    told = request.headers.get("X-Acting-As") or request.POST.get("acting_as")
    if told and told != str(viewer.member):
        raise BadInput(
            _(
                "You act in another organisation now than when you opened this page, so this was not saved. Choose the "
                "organisation again in your menu and open the page anew: what you wrote is still in this browser."
            )
        )


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"message": _("Sign in first; what you wrote is still here.")}, status=401)
    if request.method == "GET":
        return redirect_to_login(request.get_full_path())
    # What was sent cannot be repeated after signing in; the browser still holds the words and puts them back.
    back = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    path = urlsplit(back).path if ours else ""
    back_to = path if path.startswith("/") else "/"
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': back_to})}")
