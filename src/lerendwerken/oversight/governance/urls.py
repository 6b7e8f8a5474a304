"""What is recorded, who sees it, and what was agreed about it."""

from __future__ import annotations

from django.urls import path

from lerendwerken.oversight.governance import agreeing, views

urlpatterns = [
    path("", views.transparency, name="transparency"),
    path("literacy/", views.literacy, name="literacy"),
    path("log/", views.log, name="council-log"),
    path("agreement/", agreeing.agreement, name="agreement"),
    path("agreement/write/", agreeing.write, name="agreement-write"),
    path("agreement/<uuid:agreement>/", agreeing.version, name="agreement-version"),
    path("agreement/<uuid:agreement>/speak/", agreeing.speak, name="agreement-speak"),
]
