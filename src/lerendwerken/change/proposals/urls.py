"""Doors of this room."""

from __future__ import annotations

from django.urls import path

from lerendwerken.change.proposals import views

app_name = "proposals"
urlpatterns = [
    path("", views.overview, name="list"),
    path("mandates/<uuid:team>/", views.mandate_of, name="mandate_of"),
    path("deputies/<uuid:member>/", views.deputy, name="deputy"),
    path("deputies/<uuid:member>/away/", views.away, name="away"),
    path("deputies/<uuid:member>/away/<uuid:absence>/back/", views.back, name="back"),
    path("write/", views.write, name="write"),
    path("drafts/<uuid:draft>/edit/", views.edit, name="edit"),
    path("drafts/<uuid:draft>/team/", views.to_team, name="to_team"),
    path("drafts/<uuid:draft>/throw-away/", views.throw_away, name="throw_away"),
    path("<uuid:lineage>/", views.one, name="one"),
    path("<uuid:lineage>/react/", views.react, name="react"),
    path("<uuid:lineage>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:lineage>/mandate/", views.mandate, name="mandate"),
    path("<uuid:lineage>/forward/", views.forward, name="forward"),
    path("<uuid:lineage>/answer/", views.answer, name="answer"),
    path("<uuid:lineage>/trial/", views.trial, name="trial"),
    path("<uuid:lineage>/measure/", views.measure, name="measure"),
    path("<uuid:lineage>/end/", views.end, name="end"),
    path("<uuid:lineage>/confirm/<uuid:measurement>/", views.confirm, name="confirm"),
]
