"""Doors of the dialogue."""

from __future__ import annotations

from django.urls import path

from lerendwerken.change.dialogue import views

app_name = "dialogue"
urlpatterns = [
    path("", views.this_week, name="this_week"),
    path("team/<uuid:team>/", views.this_week, name="of_team"),
    path("past/", views.past, name="past"),
    path("past/<uuid:team>/", views.past, name="past_of"),
    path("<uuid:dialogue>/", views.one, name="one"),
    path("<uuid:dialogue>/position/", views.position, name="position"),
    path("<uuid:dialogue>/late/", views.late, name="late"),
    path("<uuid:dialogue>/reveal/", views.reveal, name="reveal"),
    path("<uuid:dialogue>/sign/", views.sign, name="sign"),
    path("<uuid:dialogue>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:dialogue>/objection/<uuid:position>/", views.objection, name="objection"),
    path("<uuid:dialogue>/courage/", views.courage, name="courage"),
    path("<uuid:dialogue>/partner/begin/", views.begin_partner, name="begin_partner"),
    path("<uuid:dialogue>/partner/", views.partner, name="partner"),
    path("<uuid:dialogue>/decision/", views.decision, name="decision"),
    path("<uuid:dialogue>/dissent/", views.dissent, name="dissent"),
]
