"""A session with a real language model: what it really says arrives whole, and stopping it really stops it."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from lerendwerken.ai.partners import actions as register
from lerendwerken.ai.partners import suppliers, wire
from lerendwerken.ai.partners.models import RegisterEntry, Usage
from lerendwerken.ai.partners.wire import Chunk, Endpoint, Message
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import actions, runner
from lerendwerken.learning.sparring.models import SparringSession, Turn
from tests.local_model import PLACEHOLDER, LocalModel
from tests.sparring.talking import last_of, page_of, read_while
from tests.walking import text_of

pytestmark = [pytest.mark.faults, pytest.mark.once]
WORDS_IT_MAY_SAY = 16  # tokens


@pytest.fixture(scope="module")
def local_model() -> Iterator[LocalModel]:
    started = LocalModel.start()
    yield started
    started.stop()


class Wire:
    """The real wire, patient, and what left over it."""

    def __init__(self) -> None:
        self.sent = ""
        self.options: dict[str, Any] = {}

    def stream(
        self, endpoint: Endpoint, messages: Sequence[Message], **_: Any
    ) -> AsyncGenerator[Chunk, None]:
        self.sent += str(messages)
        return wire.stream(endpoint, messages, timeout_first=240, timeout_idle=60, **self.options)


@pytest.fixture
def connected(
    local_model: LocalModel, in_one_thread: None, beheer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> Wire:
    """The small model, connected and put in use by the administrator."""
    with acting(beheer):
        entry = register.put_in_register(
            name="SmolLM2",
            kind=RegisterEntry.Kind.MODEL,
            model="smollm2",
            purpose="Een proef.",
            data_goes_to="Nergens heen.",
            by=beheer,
        )
        register.switch_on(entry, by=beheer)
        way = suppliers.keep(
            None,
            entry=entry.pk,
            name="SmolLM2",
            base_url=local_model.base_url,
            model="smollm2",
            may_be_private=True,
            watts=20,
            by=beheer,
        )
        suppliers.switch(way, on=True, by=beheer)
    spied = Wire()
    monkeypatch.setattr(runner, "stream", spied.stream)
    return spied


@pytest.fixture
def session(connected: Wire, fatima: Viewer) -> SparringSession:
    """A session in English, the language of the small model, about somebody with a name."""
    with acting(fatima):
        return actions.begin(
            "analyse", view="Kees Vonk finds it too long.", by=replace(fatima, language="en")
        )


def ask(her: Client, session: SparringSession) -> Any:
    """Ask for the first answer, with what is covered seen; its stream."""
    sent = dict(re.findall(r'name="(seen|key|asked)" value="([^"]+)"', page_of(her, session)))
    assert her.post(f"/sparring/{session.pk}/say/", sent).status_code == 302
    [path] = re.findall(r'data-stream-url="([^"]+)"', page_of(her, session))
    return her.get(path)


def test_its_answer_arrives_with_the_name_put_back_and_is_kept_and_counted(
    connected: Wire, fatima: Viewer, her: Client, session: SparringSession
) -> None:
    connected.options = {"max_tokens": WORDS_IT_MAY_SAY}
    heard = read_while(ask(her, session))
    assert heard.count("event: text") > 3, "it came in pieces"
    assert "event: end" in heard
    assert PLACEHOLDER in connected.sent
    assert "Vonk" not in connected.sent
    turn = last_of(fatima, session)
    assert re.fullmatch(r"Kees Vonk [a-zA-Z ,.]+", turn.answer)
    assert (turn.state, turn.partner_name, turn.energy_method) == (Turn.State.DONE, "SmolLM2", "power")
    assert turn.energy_low
    assert turn.tokens_out == WORDS_IT_MAY_SAY
    assert turn.tokens_in
    with acting(fatima):
        [usage] = Usage.objects.visible_to(fatima)
    assert usage.tokens == turn.tokens_in + turn.tokens_out
    seen = text_of(page_of(her, session))
    assert " ".join(turn.answer.split()) in seen
    assert "Energie: ongeveer" in seen


def test_stopping_halfway_ends_the_work_of_the_model(
    connected: Wire, local_model: LocalModel, fatima: Viewer, her: Client, session: SparringSession
) -> None:
    response = ask(her, session)
    stop = response.request["PATH_INFO"].replace("/stream/", "/stop/")
    read_while(response, lambda: her.post(stop), after="Kees Vonk ")
    turn = last_of(fatima, session)
    assert (turn.state, turn.answer[:10]) == (Turn.State.STOPPED, "Kees Vonk ")
    end = time.monotonic() + 20
    while local_model.is_speaking and time.monotonic() < end:
        time.sleep(0.1)
    assert not local_model.is_speaking
