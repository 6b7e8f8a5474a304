"""Where drafts are saved."""

from __future__ import annotations

from django.urls import path

from lerendwerken.foundation.drafts import views

app_name = "drafts"
urlpatterns = [
    path("<str:form>/<str:about>/", views.save, name="save"),
]
