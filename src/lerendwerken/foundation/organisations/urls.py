"""People of the organisation, and the role in which one acts."""

from __future__ import annotations

from django.urls import path

from lerendwerken.foundation.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.people, name="people"),
]
