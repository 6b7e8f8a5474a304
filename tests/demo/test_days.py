"""The demo is made on whatever day somebody tries it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import models

from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.organisations import calendar, queries
from lerendwerken.foundation.organisations.models import Organisation, Person
from lerendwerken.foundation.wall.acting import acting, migrating
from lerendwerken.foundation.wall.policies import walled_models
from lerendwerken.front.demo import building, stories, together, weekly
from lerendwerken.front.demo.stage import Stage
from lerendwerken.front.demo.stories import Story
from lerendwerken.learning.weekcycle import queries as weekcycle
from tests.demo.conftest import built_at, quietly
from tests.houses import WEDNESDAY

pytestmark = pytest.mark.once

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MOMENTS = [
    datetime(2026, 11, 23, 0, 0, tzinfo=AMSTERDAM),  # Monday, the week has just begun
    datetime(2026, 11, 29, 23, 59, tzinfo=AMSTERDAM),  # Sunday, it is almost over
    datetime(2027, 1, 1, 9, 0, tzinfo=AMSTERDAM),  # in the 53rd week of the year before, after Christmas
]
TIMES = [dt.time(0, 0), dt.time(9, 30), dt.time(23, 59)]
OFFICE = dt.time(7, 0), dt.time(18, 0)


def _days() -> Iterator[date]:
    """Days over two years, each day of the week among them, and the turn of the year."""
    first = date(2026, 11, 23)
    yield from (first + timedelta(days=5 * number) for number in range(146))
    yield from (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 4), date(2028, 1, 1), date(2028, 2, 29))


def _small() -> Story:
    return stories.stories()[1]


@pytest.fixture
def only_the_small_one(monkeypatch: pytest.MonkeyPatch) -> Story:
    """Just the organisation that is made fast."""
    monkeypatch.setattr(building, "stories", lambda: [_small()])
    return _small()


def test_all_is_done_in_office_hours_on_working_days() -> None:
    organisation = Organisation(zone="Europe/Amsterdam", country="NL")
    for number, day in enumerate(_days()):
        now = datetime.combine(day, TIMES[number % 3], AMSTERDAM)
        stage = Stage(_small(), now, organisation)
        acts = building._acts(stage)
        assert acts
        for act in acts:
            at = act.at.astimezone(AMSTERDAM)
            assert at <= now
            if at != now:
                assert OFFICE[0] <= at.time() <= OFFICE[1], (now, at)
                assert calendar.is_working_day(at.date(), "NL") or not _working_days(at.date()), (now, at)


def _working_days(day: date) -> list[date]:
    week = [weeks.monday(day) + timedelta(days=ahead) for ahead in range(5)]
    return [one for one in week if calendar.is_working_day(one, "NL")]


@pytest.mark.parametrize("day", ["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
def test_nothing_is_told_of_what_is_still_to_come(day: str) -> None:
    now = datetime.combine(weeks.day_of(date(2026, 11, 23), day), dt.time(10, 0), AMSTERDAM)
    stage = Stage(_small(), now, Organisation(zone="Europe/Amsterdam", country="NL"))
    team = stage.story.teams[0]
    for person in team.people:
        for act in weekly.events(stage, team, person):
            assert act.at <= now
    assert all(act.at < stage.at(12, "mon", "00:00") for act in together.events(stage, team))


@pytest.mark.django_db
@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: f"{moment:%a-%d-%m}")
def test_it_is_made_on_any_day(only_the_small_one: Story, moment: datetime) -> None:
    with built_at(moment), clock.at(moment):
        for person in Person.objects.filter(email__in=_professionals(only_the_small_one)):
            viewer = queries.viewer_for(person, queries.memberships_of(person)[0])
            with acting(viewer):
                assert weekcycle.entry(viewer, weeks.monday(clock.today(viewer.zone)), "focus"), person.email


def _professionals(story: Story) -> list[str]:
    return [f"{told['login']}@{story.slug}.example" for team in story.teams for told in team.people]


@pytest.mark.django_db
def test_it_is_the_same_each_time(only_the_small_one: Story) -> None:
    with built_at(WEDNESDAY):
        first = content()
    with built_at(WEDNESDAY):
        assert content() == first


def content() -> list[tuple[str, ...]]:
    """Every row as the words, days and numbers in it, without keys and what is left to chance on purpose."""
    with migrating():
        return sorted(
            (model._meta.label, *(str(row[name]) for name in _told(model)))
            for model in walled_models()
            for row in model.unscoped.values()
        )


def _told(model: type[models.Model]) -> list[str]:
    chance = {"place", "card", "results", "teams"}  # the last three hold keys
    keys = (models.UUIDField, models.ForeignKey)
    fields = (field for field in model._meta.concrete_fields if not isinstance(field, keys))
    return [field.attname for field in fields if field.name not in chance]


@pytest.mark.django_db
def test_a_build_that_is_cut_off_leaves_nothing(only_the_small_one: Story) -> None:
    def cut_off(words: str, done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        building.build(cut_off)
    assert not Organisation.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_outside_the_demo_nothing_is_made(settings: object) -> None:
    settings.CLOCK_MAY_BE_SET = False  # type: ignore[attr-defined]
    with pytest.raises(RuntimeError):
        building.build(quietly)
    assert not Organisation.objects.exists()
