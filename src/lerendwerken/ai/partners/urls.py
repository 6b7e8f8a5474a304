"""Our AI systems, and what they are told."""

from __future__ import annotations

from django.urls import path

from lerendwerken.ai.partners import views

urlpatterns = [
    path("", views.register, name="ai"),
    path("prompts/", views.read_prompts, name="ai-prompts"),
    path("new/", views.edit, name="ai-new"),
    path("connected/", views.connected, name="ai-connected"),
    path("<uuid:entry>/", views.edit, name="ai-edit"),
    path("<uuid:entry>/switch/", views.switch, name="ai-switch"),
]
