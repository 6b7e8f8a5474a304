"""Doors of this room."""

from __future__ import annotations

from django.urls import path

from lerendwerken.ai.library import views

urlpatterns = [path("", views.search, name="search")]
