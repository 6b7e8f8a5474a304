"""A citizen's name that somebody pastes on Monday is found by Friday in nothing that anybody else sees."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from lerendwerken.ai.library import finding
from lerendwerken.foundation.ground import clock, jobs
from lerendwerken.foundation.ground.models import AuditLine, Job
from lerendwerken.foundation.notices import tasks as post
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from tests.houses import House

As = Callable[[Viewer], Client]
NAME = "Wilhelmina Kloosterziel"
PIECE = (
    f"Mevrouw {NAME} vraagt waarom haar dakkapel is geweigerd. Zij wil dat iemand haar belt over het besluit."
)
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def day(number: int) -> datetime:
    """So many days after Monday, in the morning."""
    return MONDAY + timedelta(days=number)


def names_it(text: Any) -> bool:
    return bool(re.search("wilhelmina|kloosterziel", str(text), re.IGNORECASE))


def found(by: Viewer) -> list[str]:
    with acting(by):
        circles = finding.search(by, NAME)
    return ["".join(piece.text for piece in row.pieces) for rows in circles.values() for row in rows]


def lived(client: Client) -> None:
    """Monday to Friday of one person: pasted, sparred, thought, tried with the team, learned and shared."""
    with clock.at(day(0)):
        client.post("/first/", {"piece": PIECE, "view": f"{NAME} begrijpt de brief nooit."})
        client.post(
            "/week/focus/",
            {"question": "Hoe leg ik een weigering uit?", "expectation": f"{NAME} belt terug."},
        )
    with clock.at(day(1)):
        client.post("/sparring/", {"mode": "analyse", "view": f"De brief aan {NAME} is altijd te lang."})
        client.post("/search/", {"q": NAME})
        client.post("/catch/", {"text": f"{NAME} bellen"})
    with clock.at(day(2)):
        client.get("/week/do/")
        client.post("/week/deepen/", {"kept": f"Wat {NAME} vroeg.", "conclusion": "Eerst bellen."})
    with clock.at(day(4)):
        client.post("/week/harvest/", {"now": "Bellen helpt meer dan een brief.", "share": "team"})


def test_by_friday_the_name_is_nowhere_but_with_who_pasted_it(
    as_: As,
    begun: Viewer,
    waterrijk: House,
    zorgkompas: House,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.SENDS_MAIL, settings.PUBLIC_URL = True, "https://leren.example"
    caplog.set_level(logging.DEBUG)
    lived(as_(begun))
    with clock.at(day(4)):
        post.go_round()
        for name in jobs.daily():
            jobs.do(name)
        assert found(begun), "who pasted it finds it"
        for house in (waterrijk, zorgkompas):
            for login in house.members:
                viewer = house.viewer(login)
                if viewer.member == begun.member:
                    continue
                assert not any(map(names_it, found(viewer))), login
                with acting(viewer):
                    assert not names_it(json.dumps(rights.export(viewer), default=str, ensure_ascii=False)), (
                        login
                    )
                page = as_(viewer).post("/search/", {"q": NAME.split()[1]}).content.decode()
                assert "<mark>" not in page
        assert not any(map(names_it, [*caplog.messages, *(record.args for record in caplog.records)]))
        assert not any(names_it(message.message().as_string()) for message in mail.outbox)
        assert not names_it([list(AuditLine.objects.values()), list(Job.objects.values())])


def test_after_its_term_who_pasted_it_does_not_find_it_either(as_: As, begun: Viewer) -> None:
    with clock.at(day(0)):
        as_(begun).post("/first/", {"piece": PIECE, "view": "De brief is altijd te lang."})
        assert any(map(names_it, found(begun)))
    with clock.at(day(31)):
        for name in jobs.daily():
            jobs.do(name)
        assert not any(map(names_it, found(begun)))
