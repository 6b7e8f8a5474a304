"""Doors of the week."""

from __future__ import annotations

from django.urls import path

from lerendwerken.front.moments.views import catching, days, first, home, leading, moments, starting, team

urlpatterns = [
    path("", home.home, name="home"),
    path("start/", starting.start, name="start"),
    path("week/", home.week, name="week"),
    path("week/days/", days.days, name="days"),
    path("week/days/away/", days.away, name="days-away"),
    path("week/days/away/<uuid:leave>/back/", days.back, name="days-back"),
    path("week/days/pause/", days.pause, name="days-pause"),
    path("week/days/pause/<uuid:pause>/resume/", days.resume, name="days-resume"),
    path("week/focus/", moments.focus, name="focus"),
    path("week/deepen/", moments.deepen, name="deepen"),
    path("week/do/", moments.do, name="do"),
    path("week/do/<uuid:experiment>/", moments.outcome, name="outcome"),
    path("week/do/<uuid:experiment>/practice/", moments.into_practice, name="into-practice"),
    path("week/harvest/", moments.harvest, name="harvest"),
    path("week/work/", moments.work, name="work"),
    path("week/tight/", moments.tight, name="tight"),
    path("week/<slug:name>/", home.past_week, name="past-week"),
    path("first/", first.first, name="first"),
    path("first/<uuid:session>/", first.answer, name="first-answer"),
    path("first/<uuid:session>/choose/", first.choose, name="first-choose"),
    path("catch/", catching.catch, name="catch"),
    path("catch/<uuid:thought>/place/", catching.place, name="catch-place"),
    path("catch/<uuid:thought>/away/", catching.throw_away, name="catch-away"),
    path("asked/", leading.asked, name="asked"),
    path("team/", team.team, name="team"),
    path("team/<uuid:team>/", team.team, name="team-of"),
    path("more/", team.more, name="more"),
]
