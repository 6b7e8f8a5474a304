"""The large organisation that nobody wrote: of any size, always the same, and nowhere but in a demo."""

from __future__ import annotations

import pytest

from lerendwerken.config import environment, installation
from lerendwerken.foundation.ground import audit, weeks
from lerendwerken.foundation.organisations import queries
from lerendwerken.foundation.organisations.models import Organisation, Person
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.front.demo import building, crowd
from lerendwerken.learning.weekcycle import queries as weekcycle
from tests.demo.conftest import built_at
from tests.demo.test_days import content
from tests.houses import WEDNESDAY, House

pytestmark = pytest.mark.once
LAST_WEEK = weeks.after(weeks.monday(WEDNESDAY.date()), -1)


def test_everybody_has_a_team_of_about_eight_and_a_name() -> None:
    for people in (1, 2, 8, 9, 17, 100):
        story = crowd.story(people, 3)
        sizes = [len(team.people) for team in story.teams]
        assert sum(sizes) == people
        assert max(sizes) - min(sizes) <= 1
        assert max(sizes) <= crowd.TEAM
        assert len({person["login"] for team in story.teams for person in team.people}) == people


@pytest.mark.parametrize(("people", "number"), [(0, 3), (3, 0), (-1, -1), (crowd.MOST, 2)])
def test_no_size_that_is_nothing_or_takes_hours(people: int, number: int) -> None:
    with pytest.raises(ValueError, match="people times weeks"):
        crowd.story(people, number)


@pytest.mark.django_db
def test_a_small_crowd_lives_its_weeks_and_again_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "stories", lambda: [crowd.story(4, 2)])
    with built_at(WEDNESDAY):
        first = content()
        person = Person.objects.get(email=f"{crowd.login(0)}@{crowd.SLUG}.example")
        viewer = queries.viewer_for(person, queries.memberships_of(person)[0])
        with acting(viewer):
            assert weekcycle.my_experiments(viewer, LAST_WEEK)[0].outcome
            assert weekcycle.entry(viewer, LAST_WEEK, "work")
        assert audit.broken_at(viewer.organisation) is None
    with built_at(WEDNESDAY):
        assert content() == first


@pytest.mark.django_db
def test_not_among_real_people(waterrijk: House, monkeypatch: pytest.MonkeyPatch) -> None:
    Organisation.objects.filter(pk=waterrijk.organisation.pk).update(slug="echt")
    for make in (installation.demo, lambda: installation.demo_of(1, 1)):
        with pytest.raises(environment.Unusable, match="an organisation of your own"):
            make()
    assert Organisation.objects.count() == 1
