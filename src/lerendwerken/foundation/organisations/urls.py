"""People and teams of the organisation, for the administrator; and the choice of an organisation, for everybody."""

from __future__ import annotations

from django.urls import path

from lerendwerken.foundation.organisations import listing, people, views

app_name = "organisations"
urlpatterns = [
    path("", people.people, name="people"),
    path("add/", people.add, name="add"),
    path("import/", listing.choose, name="import"),
    path("import/confirm/", listing.confirm, name="take_in"),
    path("act-in/", views.act_in, name="act_in"),
    path("terms/", people.terms, name="terms"),
    path("teams/add/", people.team, name="team_add"),
    path("teams/<uuid:team>/", people.team, name="team"),
    path("<uuid:member>/", people.change, name="person"),
    path("<uuid:member>/end/", people.end, name="end"),
    path("<uuid:member>/let-in/", people.let_in, name="let_in"),
    path("<uuid:member>/link/", people.link, name="link"),
]
