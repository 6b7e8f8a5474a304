"""Promise against result."""

from __future__ import annotations

from django.urls import path

from lerendwerken.oversight.measurement import views

urlpatterns = [
    path("", views.promises, name="promises"),
    path("<uuid:lineage>/", views.promise, name="promise"),
    path("<uuid:lineage>/confirm/<uuid:measurement>/", views.confirm, name="promise_confirm"),
    path("<uuid:lineage>/withdraw/<uuid:measurement>/", views.withdraw, name="promise_withdraw"),
]
