"""Doors with the names that the shell uses, for tests that look at the shell alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, include, path

from lerendwerken.foundation.shell import views


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def room(*names: str) -> list[URLPattern]:
    return [path(f"{name}/", page, name=name) for name in names]


urlpatterns = [
    path("", page, name="week"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("components/", views.components, name="components"),
    path("accounts/login/", page, name="account_login"),
    path("accounts/logout/", page, name="account_logout"),
    path("accounts/password/reset/", page, name="account_reset_password"),
    *room("promises", "catch", "team", "more", "role", "transparency", "ai", "asked"),
    path("practices/", include((room("list"), "practices"))),
    path("insights/", include((room("list"), "insights"))),
    path("proposals/", include((room("list"), "proposals"))),
    path("accountability/", include((room("home"), "accountability"))),
    path("frame/", include((room("home"), "frame"))),
    path("people/", include((room("people"), "organisations"))),
]
