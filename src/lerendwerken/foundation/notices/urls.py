"""Doors of reminders."""

from __future__ import annotations

from django.urls import path

from lerendwerken.foundation.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.reminders, name="reminders"),
    path("off/<str:token>/", views.off, name="off"),
]
