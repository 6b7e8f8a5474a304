"""A log line about a fault says where and what kind, and none of the words it was about."""

from __future__ import annotations

import logging
import sys
from typing import Any

import pytest
from django.conf import settings

from lerendwerken.foundation.ground.logs import Wordless

pytestmark = pytest.mark.once
SECRET = "mevrouw Jansen is het niet eens met de boete"


def failing() -> None:
    try:
        raise ValueError(f"Failing row contains ({SECRET})")
    except ValueError as fault:
        raise RuntimeError(f"not kept: {SECRET}") from fault


def test_a_traceback_has_places_and_kinds_and_no_words() -> None:
    try:
        failing()
    except RuntimeError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "went wrong", (), sys.exc_info())
    line = Wordless("%(message)s").format(record)
    assert "Jansen" not in line
    assert "builtins.ValueError" in line
    assert "builtins.RuntimeError" in line
    assert "in failing" in line


def test_every_handler_of_ours_is_wordless() -> None:
    logs: dict[str, Any] = settings.LOGGING
    kinds = {formatter["()"] for formatter in logs["formatters"].values()}
    assert kinds == {"lerendwerken.foundation.ground.logs.Wordless"}
    assert {handler["formatter"] for handler in logs["handlers"].values()} == {"line"}
