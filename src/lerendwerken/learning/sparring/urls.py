"""Doors of sparring."""

from __future__ import annotations

from django.urls import path

from lerendwerken.learning.sparring import claims, documents, lending, views

app_name = "sparring"
urlpatterns = [
    path("", views.begin, name="begin"),
    path("coach/", views.in_margin, name="margin"),
    path("practice/<uuid:use>/", views.practice, name="practice"),
    path("<uuid:session>/", views.session, name="session"),
    path("<uuid:session>/say/", views.say, name="say"),
    path("<uuid:session>/step/", views.step, name="step"),
    path("<uuid:session>/close/", views.close, name="close"),
    path("<uuid:session>/away/", views.throw_away, name="throw-away"),
    path("<uuid:session>/copy/", views.copy_out, name="copy-out"),
    path("<uuid:session>/paste/", views.paste_back, name="paste-back"),
    path("<uuid:session>/thread/", lending.look_back, name="look-back"),
    path("<uuid:session>/thread/<int:number>/away/", lending.leave_out, name="leave-out"),
    path("<uuid:session>/attach/", documents.attach, name="attach"),
    path("<uuid:session>/document/<uuid:attachment>/again/", documents.read_again, name="read-again"),
    path("<uuid:session>/document/<uuid:attachment>/away/", documents.take_off, name="take-off"),
    path("<uuid:session>/passage/<int:number>/", documents.passage, name="passage"),
    path("<uuid:session>/<uuid:turn>/claims/", claims.choose, name="sentences"),
    path("<uuid:session>/<uuid:turn>/claim/<int:sentence>/", claims.claim, name="claim"),
    path("<uuid:session>/<uuid:turn>/stream/", views.stream, name="stream"),
    path("<uuid:session>/<uuid:turn>/stop/", views.stop, name="stop"),
    path("<uuid:session>/<uuid:turn>/line/", views.line, name="line"),
    path("<uuid:session>/<uuid:turn>/go-on/", views.go_on, name="go-on"),
]
