"""Doors of the practices."""

from __future__ import annotations

from django.urls import path

from lerendwerken.learning.practices import views

app_name = "practices"
urlpatterns = [
    path("", views.overview, name="list"),
    path("<uuid:process>/", views.process, name="process"),
    path("<uuid:process>/propose/", views.propose, name="propose"),
    path("<uuid:process>/result/", views.result, name="result"),
    path("adopt/<uuid:version>/", views.adopt, name="adopt"),
    path("compare/<uuid:before>/<uuid:after>/", views.compare, name="compare"),
    path("stop/<uuid:version>/", views.stop, name="stop"),
    path("wall/<uuid:version>/", views.wall, name="wall"),
    path("proposed/<uuid:draft>/", views.proposed, name="proposed"),
    path("proposed/<uuid:draft>/decline/", views.decline, name="decline"),
    path("proposed/<uuid:draft>/speak/", views.speak, name="speak"),
    path("proposed/<uuid:draft>/withdraw/", views.withdraw, name="withdraw"),
    path("start/<uuid:version>/", views.start, name="start"),
    path("use/<uuid:use>/", views.use, name="use"),
]
