"""The frame: for everybody to read, for stewards to edit."""

from __future__ import annotations

from django.urls import path

from lerendwerken.learning.frame import editing, objecting, views

app_name = "frame"
urlpatterns = [
    path("", views.home, name="home"),
    path("version/<uuid:frame>/", views.version, name="version"),
    path("compare/", views.compare, name="compare"),
    path("objections/", objecting.every, name="objections"),
    path("objections/write/", objecting.write, name="object"),
    path("objections/<uuid:objection>/", objecting.one, name="objection"),
    path("objections/<uuid:objection>/answer/", objecting.answer, name="answer"),
    path("objections/<uuid:objection>/take-back/", objecting.take_back, name="take_back"),
    path("start/", editing.start, name="start"),
    path("start/next-period/", editing.start_next_period, name="start_next_period"),
    path("version/<uuid:frame>/prepare-again/", editing.prepare_again, name="prepare_again"),
    path("edit/", editing.edit, name="edit"),
    path("edit/words/", editing.words, name="words"),
    path("edit/goal/", editing.goal, name="add_goal"),
    path("edit/goal/<uuid:goal>/", editing.goal, name="goal"),
    path("edit/result/", editing.promise, name="add_promise"),
    path("edit/result/<uuid:promise>/", editing.promise, name="promise"),
    path("edit/question/", editing.question, name="add_question"),
    path("edit/question/<uuid:question>/", editing.question, name="question"),
    path("edit/remove/<slug:kind>/<uuid:row>/", editing.remove, name="remove"),
    path("edit/decide/", editing.decide, name="decide"),
    path("edit/throw-away/", editing.throw_away, name="throw_away"),
]
