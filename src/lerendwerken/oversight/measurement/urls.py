"""Promise against result."""

from __future__ import annotations

from django.urls import path

from lerendwerken.oversight.measurement import listing, views

urlpatterns = [
    path("", views.promises, name="promises"),
    path("hours/", views.hours, name="hours"),
    path("<uuid:lineage>/", views.promise, name="promise"),
    path("<uuid:lineage>/values.csv", listing.export, name="promise_values"),
    path("<uuid:lineage>/template.csv", listing.template, name="promise_template"),
    path("<uuid:lineage>/list/", listing.choose, name="promise_list"),
    path("<uuid:lineage>/list/take-in/", listing.confirm, name="promise_take_in"),
    path("<uuid:lineage>/correct/<uuid:measurement>/", views.correct, name="promise_correct"),
    path("<uuid:lineage>/confirm/<uuid:measurement>/", views.confirm, name="promise_confirm"),
    path("<uuid:lineage>/withdraw/<uuid:measurement>/", views.withdraw, name="promise_withdraw"),
]
