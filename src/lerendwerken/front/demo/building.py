"""Making the demo: the stories are played through the product's own actions, each at its own moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import chain

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from lerendwerken.ai.partners import actions as register
from lerendwerken.ai.partners import queries as partners
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.organisations import queries
from lerendwerken.foundation.organisations.models import Organisation, Person
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Role, System
from lerendwerken.front.demo import changing, founding, together, weekly
from lerendwerken.front.demo.stage import Event, Stage
from lerendwerken.front.demo.stories import Story, stories

PASSWORD = "weekcyclus"  # noqa: S105  everybody knows it, and the page says so
STEP = 100  # events between two signs of progress

Progress = Callable[[str, int, int], None]


def build(progress: Progress, *told: Story) -> None:
    """Make organisations up to the present moment, those of the demo unless others are told.

    What is there already is left alone, but for a language model that was connected since: it is put in use, as it is
    where there was one from the start.

    `progress` is told the name of the organisation, how many acts are done and how many there are. An organisation
    is made in one transaction: a build that is cut off leaves nothing of it. Raises `RuntimeError` outside demo mode.
    """
    if not settings.CLOCK_MAY_BE_SET:
        raise RuntimeError("the demo is made in demo mode only")
    password = make_password(PASSWORD)
    for story in told or stories():
        if not Organisation.objects.filter(slug=story.slug).exists():
            with transaction.atomic():
                _play(story, password, progress)
        elif partners.connected_host():
            _put_model_in_use(story)


def _put_model_in_use(story: Story) -> None:
    """A model that the register does not name yet; one that somebody switched off stays off."""
    login = founding.with_role(story.told, Role.ADMINISTRATOR)
    person = Person.objects.filter(email=f"{login}@{story.slug}.example").first()
    members = queries.memberships_of(person) if person else []
    if person is None or not members:
        return  # whoever tries the demo let the administrator go
    administrator = queries.viewer_for(person, members[0], Role.ADMINISTRATOR)
    with acting(administrator):
        if partners.connected_entry(administrator) is None:
            register.register_connected(by=administrator)


def _play(story: Story, password: str, progress: Progress) -> None:
    stage = _founded(story, password)
    acts = _acts(stage)
    for done, event in enumerate(acts, start=1):
        viewer = stage.viewer(event.who)
        with clock.at(event.at), acting(viewer):
            event.act(viewer)
        if done % STEP == 0 or done == len(acts):
            progress(stage.organisation.name, done, len(acts))


def _founded(story: Story, password: str) -> Stage:
    """The organisation with its people, as it stood before the first week."""
    told = story.told
    with acting(System.SETUP):
        organisation = organisations.found_organisation(
            name=told["name"],
            slug=told["slug"],
            zone=told["zone"],
            country=told["country"],
            answer_term_days=told["answer_term_days"],
        )
        stage = Stage(story, clock.now(), organisation)
        founding.people(stage, password)
    return stage


def _acts(stage: Stage) -> list[Event]:
    """Every act of the story that lies before the present moment, in order of time."""
    teams = stage.story.teams
    told = chain(
        founding.events(stage),
        chain.from_iterable(together.events(stage, team) for team in teams),
        chain.from_iterable(weekly.events(stage, team, person) for team in teams for person in team.people),
        chain.from_iterable(changing.events(stage, team) for team in teams),
    )
    return sorted((event for event in told if event.at <= stage.now), key=_moment)


def _moment(event: Event) -> datetime:
    return event.at
