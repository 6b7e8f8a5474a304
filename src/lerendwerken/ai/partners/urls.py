"""Our AI systems, what they are told, and what the method coach asks."""

from __future__ import annotations

from django.urls import path

from lerendwerken.ai.partners import connecting, covering, questioning, rewording, views

urlpatterns = [
    path("", views.register, name="ai"),
    path("register.json", views.published, name="ai-published"),
    path("connections/", connecting.overview, name="ai-connections"),
    path("connections/new/", connecting.edit, name="ai-connection-new"),
    path("connections/order/", connecting.order, name="ai-order"),
    path("connections/budgets/", connecting.budgets, name="ai-budgets"),
    path("connections/installation/test/", connecting.try_out, name="ai-installation-test"),
    path("connections/<uuid:supplier>/", connecting.edit, name="ai-connection"),
    path("connections/<uuid:supplier>/switch/", connecting.switch, name="ai-connection-switch"),
    path("connections/<uuid:supplier>/test/", connecting.try_out, name="ai-connection-test"),
    path("prompts/", views.read_prompts, name="ai-prompts"),
    path("prompts/<str:mode>/<str:language>/", rewording.one, name="ai-prompt"),
    path("prompts/<str:mode>/<str:language>/change/", rewording.change, name="ai-prompt-change"),
    path("prompts/<str:mode>/<str:language>/back/", rewording.go_back, name="ai-prompt-back"),
    path("prompts/<str:mode>/<str:language>/<int:number>/", rewording.version, name="ai-prompt-version"),
    path("coach/", questioning.overview, name="ai-coach"),
    path("coach/new/", questioning.edit, name="ai-coach-new"),
    path("coach/<uuid:coach_question>/", questioning.edit, name="ai-coach-question"),
    path("coach/<uuid:coach_question>/versions/", questioning.versions, name="ai-coach-versions"),
    path("coach/<uuid:coach_question>/take-out/", questioning.take_out, name="ai-coach-take-out"),
    path("masking/", covering.overview, name="ai-masking"),
    path("masking/uncovering/", covering.uncovering, name="ai-uncovering"),
    path("masking/<uuid:cover_word>/take-out/", covering.take_out, name="ai-cover-word-out"),
    path("new/", views.edit, name="ai-new"),
    path("connected/", views.connected, name="ai-connected"),
    path("<uuid:entry>/", views.edit, name="ai-edit"),
    path("<uuid:entry>/switch/", views.switch, name="ai-switch"),
]
