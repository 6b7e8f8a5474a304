"""What is recorded and who sees it."""

from __future__ import annotations

from django.urls import path

from lerendwerken.oversight.governance import views

urlpatterns = [
    path("", views.transparency, name="transparency"),
    path("literacy/", views.literacy, name="literacy"),
]
