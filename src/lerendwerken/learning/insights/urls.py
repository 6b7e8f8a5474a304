"""Doors of this room."""

from __future__ import annotations

from django.urls import path

from lerendwerken.learning.insights import mirror_views, views

app_name = "insights"
urlpatterns = [
    path("", views.own, name="list"),
    path("recall/", views.recall, name="recall"),
    path("recall/<uuid:insight>/", views.recall_one, name="recall_one"),
    path("<uuid:insight>/edit/", views.edit, name="edit"),
    path("<uuid:insight>/share/", views.share, name="share"),
    path("<uuid:insight>/take-back/", views.take_back, name="take_back"),
    path("<uuid:insight>/delete/", views.delete, name="delete"),
    path("thread/", views.switch_thread, name="switch_thread"),
    path("thread/<str:kind>/<uuid:of>/", views.earlier, name="earlier"),
    path("thread/<uuid:item>/hush/", views.hush, name="hush"),
    path("mirror/", mirror_views.mirror, name="mirror"),
    path("mirror/seen/", mirror_views.seen, name="mirror_seen"),
    path("mirror/<uuid:work>/away/", mirror_views.throw_away, name="mirror_away"),
    path("shared/<uuid:shared>/take-back/", views.take_back_copy, name="take_back_copy"),
]
