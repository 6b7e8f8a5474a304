"""Doors for other programs, and the page that keeps their addresses."""

from __future__ import annotations

from django.urls import path

from lerendwerken.front.interop import views

app_name = "interop"
urlpatterns = [
    path("", views.overview, name="calendar"),
    path("address/", views.address, name="address"),
    path("revoke/", views.revoke, name="revoke"),
    path("feed/<str:secret>.ics", views.feed, name="feed"),
]
