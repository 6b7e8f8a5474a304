"""Doors of statements."""

from __future__ import annotations

from django.urls import path

from lerendwerken.change.accountability import views

app_name = "accountability"
urlpatterns = [
    path("", views.home, name="home"),
    path("write/", views.write, name="write"),
    path("preview/<uuid:draft>/", views.preview, name="preview"),
    path("preview/<uuid:draft>/away/", views.throw_away, name="throw_away"),
    path("<uuid:statement>/", views.one, name="one"),
    path("<uuid:statement>/again/", views.again, name="again"),
]
