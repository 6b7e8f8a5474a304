"""Doors of the team's rhythm."""

from __future__ import annotations

from django.urls import path

from lerendwerken.learning.weekcycle import views

app_name = "weekcycle"
urlpatterns = [
    path("", views.rhythm, name="rhythm"),
    path("full/", views.widen, name="widen"),
    path("themes/", views.themes, name="themes"),
]
