"""Doors of the practices."""

from __future__ import annotations

from django.urls import path

from lerendwerken.learning.practices import views

app_name = "practices"
urlpatterns = [
    path("", views.overview, name="list"),
    path("<uuid:process>/", views.process, name="process"),
    path("<uuid:process>/propose/", views.propose, name="propose"),
    path("proposed/<uuid:draft>/", views.proposed, name="proposed"),
    path("proposed/<uuid:draft>/withdraw/", views.withdraw, name="withdraw"),
    path("start/<uuid:version>/", views.start, name="start"),
    path("use/<uuid:use>/", views.use, name="use"),
]
