"""The doors of the house: each room has its own."""

from __future__ import annotations

from django.urls import include, path, re_path, register_converter
from django.views.generic import RedirectView

from lerendwerken.foundation.ground import health, metrics
from lerendwerken.foundation.organisations.middleware import public
from lerendwerken.foundation.organisations.signin import Base36, PasswordByLink
from lerendwerken.foundation.organisations.views import choose_language, take_role

register_converter(Base36, "base36")

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", metrics.page, name="metrics"),
    # Nobody changes their own address: who took that of somebody else would get their invitation.
    re_path("^accounts/(email|confirm-email)/", RedirectView.as_view(url="/")),
    path(
        "accounts/password/reset/key/<base36:uidb36>-<str:key>/",
        public(PasswordByLink.as_view()),
        name="account_reset_password_from_key",
    ),
    path("accounts/", include("allauth.urls")),
    path("language/", choose_language, name="set_language"),
    path("drafts/", include("lerendwerken.foundation.drafts.urls")),
    path("reminders/", include("lerendwerken.foundation.notices.urls")),
    path("role/", take_role, name="role"),
    path("people/", include("lerendwerken.foundation.organisations.urls")),
    path("mine/", include("lerendwerken.foundation.organisations.mine_urls")),
    path("search/", include("lerendwerken.ai.library.urls")),
    path("ai/", include("lerendwerken.ai.partners.urls")),
    path("frame/", include("lerendwerken.learning.frame.urls")),
    path("practices/", include("lerendwerken.learning.practices.urls")),
    path("rhythm/", include("lerendwerken.learning.weekcycle.urls")),
    path("sparring/", include("lerendwerken.learning.sparring.urls")),
    path("insights/", include("lerendwerken.learning.insights.urls")),
    path("proposals/", include("lerendwerken.change.proposals.urls")),
    path("obstacles/", include("lerendwerken.change.obstacles.urls")),
    path("dialogue/", include("lerendwerken.change.dialogue.urls")),
    path("statements/", include("lerendwerken.change.accountability.urls")),
    path("results/", include("lerendwerken.oversight.measurement.urls")),
    path("transparency/", include("lerendwerken.oversight.governance.urls")),
    path("calendar/", include("lerendwerken.front.interop.urls")),
    path("", include("lerendwerken.foundation.shell.urls")),
    path("", include("lerendwerken.front.moments.urls")),
]

handler400 = "lerendwerken.foundation.shell.views.bad_request"
handler403 = "lerendwerken.foundation.organisations.refusals.forbidden"
handler404 = "lerendwerken.foundation.organisations.refusals.not_found"
handler500 = "lerendwerken.foundation.shell.views.server_error"
