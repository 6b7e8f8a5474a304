"""Doors of this room."""

from __future__ import annotations

from django.urls import path

from lerendwerken.change.obstacles import views

app_name = "obstacles"
urlpatterns = [
    path("", views.every, name="list"),
    path("write/", views.write, name="write"),
    path("<uuid:obstacle>/", views.one, name="one"),
    path("<uuid:obstacle>/answer/", views.answer, name="answer"),
    path("<uuid:obstacle>/take-back/", views.take_back, name="take_back"),
]
