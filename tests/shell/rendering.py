"""Shell pages without a database: a viewer, a navigation, a request."""

from __future__ import annotations

import uuid
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

PERSON = uuid.UUID("01930000-0000-7000-8000-000000000001")
NAV: dict[str, Any] = {
    "person_name": "Fatima El Amrani",
    "initials": "FE",
    "organisation_name": "Gemeente Waterrijk",
    "team_name": "Bezwaar en beroep",
    "team_people": ["Joost", "Noor", "Pieter", "Anouk", "Youssef"],
    "team_size": 6,
    "manager_name": "Marga de Wit",
    "organisation_size": 412,
    "roles": ["professional", "manager"],
    "role": "professional",
}


def request(path: str = "/") -> HttpRequest:
    """A request with an empty session."""
    made = RequestFactory().get(path)
    made.session = {}  # type: ignore[assignment]
    return made


def surroundings(role: str = "professional", **more: Any) -> dict[str, Any]:
    """What every page knows about who looks."""
    viewer = SimpleNamespace(person=PERSON)
    return {"viewer": viewer, "nav": NAV | {"role": role}, "csrf_token": "token-for-tests", **more}


def render(template: str, *, language: str = "nl", role: str = "professional", **context: Any) -> str:
    """A template from a text, for a signed-in person."""
    with translation.override(language):
        made = context.pop("request", None) or request()
        return str(engines["django"].from_string(template).render(surroundings(role, **context), made))
