"""The people of the bench: one organisation with as many signed-in people as ask at once, through actions only."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.http import HttpRequest
from django.utils import translation

from lerendwerken.ai.partners import actions as partners
from lerendwerken.config.bench import speaking
from lerendwerken.config.bench.listening import Request
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.organisations import queries
from lerendwerken.foundation.organisations.models import Membership, Organisation
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Role, System, Viewer
from lerendwerken.learning.sparring import actions as sparring
from lerendwerken.learning.sparring import outgoing, showing
from lerendwerken.oversight.governance import actions as governance

SLUG = "bench"
TEAM_OF = 10
VIEW = "Ik denk dat het verslag te lang is. De wettermen maken het erger."
SAID = "Mevrouw De Boer zei dat ze na een half uur de draad kwijt was."
NAME = "De Boer"
TOKEN = "b" * 32  # of the form: the cookie and the header carry the same


@dataclass(frozen=True)
class Asker:
    """Somebody who is signed in: the viewer they are, and the cookie their browser sends."""

    viewer: Viewer
    cookie: str


def gather(number: int) -> list[Asker]:
    """Make the organisation with `number` professionals, its model in use, and sign everybody in."""
    with acting(System.SETUP), transaction.atomic(), translation.override("nl"):
        organisation = organisations.found_organisation(
            name="Proef", slug=SLUG, zone="Europe/Amsterdam", country="NL"
        )
        steward = _join(organisation, "steward", Role.STEWARD)
        administrator = _join(organisation, "administrator", Role.ADMINISTRATOR)
        people = [_join(organisation, f"asker{place}", Role.PROFESSIONAL) for place in range(number)]
        teams = [*_teams(organisation, people)]
        by = _viewer(steward)
        with acting(by):
            governance.propose(
                "full",
                purpose="Leren tijdens het werk.",
                teams=teams,
                starts=clock.today(by.zone),
                agreed_with="de personeelsvergadering",
                by=by,
            )
        by = _viewer(administrator)
        with acting(by):
            partners.register_connected(by=by)
    return [_signed_in(member) for member in people]


def question(asker: Asker, port: int) -> Request:
    """A turn in a new session of this person, in which they have seen what is covered."""
    by = asker.viewer
    with acting(by), transaction.atomic():
        session = sparring.begin("analyse", by=by, situation="Hoorverslagen", view=VIEW)
        parcel = outgoing.parcel(by, session, turns=[], said=SAID)
    assert speaking.PLACEHOLDER in parcel.covered, "masking is on"  # noqa: S101
    form = {"said": SAID, "seen": showing.seen_mark(parcel), "key": str(new_id())}
    headers = {
        "Accept": "text/event-stream",
        "Accept-Language": "nl",
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": asker.cookie,
        "X-CSRFToken": TOKEN,
    }
    return Request(port, f"/sparring/{session.pk}/say/", urlencode(form).encode(), headers, b"event: text")


def bare_question(port: int) -> Request:
    """The same question, put to the model itself."""
    messages = [{"role": "system", "content": VIEW * 20}, {"role": "user", "content": SAID}]
    body = json.dumps({"model": "proef", "stream": True, "messages": messages}).encode()
    headers = {"Content-Type": "application/json"}
    return Request(port, "/v1/chat/completions", body, headers, b'"content": "')


def _join(organisation: Organisation, login_name: str, role: Role) -> Membership:
    return organisations.join(
        organisation, email=f"{login_name}@{SLUG}.example", name=login_name.title(), roles=[role]
    )


def _teams(organisation: Organisation, people: list[Membership]) -> Iterator[uuid.UUID]:
    for first in range(0, len(people), TEAM_OF):
        team = organisations.form_team(organisation, name=f"Team {first // TEAM_OF + 1}", manager=None)
        for member in people[first : first + TEAM_OF]:
            organisations.place(team, member)
        yield team.pk


def _viewer(member: Membership) -> Viewer:
    return queries.viewer_for(member.person, member)


def _signed_in(member: Membership) -> Asker:
    """Signed in as the page of signing in does it; only the password is not asked."""
    request = HttpRequest()
    request.session = SessionStore()
    login(request, member.person, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    cookie: SimpleCookie = SimpleCookie({settings.SESSION_COOKIE_NAME: request.session.session_key or ""})
    cookie[settings.CSRF_COOKIE_NAME] = TOKEN
    with acting(System.SETUP):
        viewer = _viewer(member)
    return Asker(viewer, cookie.output(attrs=[], header="", sep=";").strip())
