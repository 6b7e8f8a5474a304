"""The courage questions, in the order in which a team meets them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent / "courage"


@cache
def questions(language: str) -> dict[str, str]:
    """{key: question} in a language; Dutch where there is no such bank."""
    place = _HERE / f"{language}.toml"
    with (place if place.exists() else _HERE / "nl.toml").open("rb") as file:
        return {row["key"]: row["text"] for row in tomllib.load(file)["question"]}


def turn(number: int) -> str:
    """The key for a team's `number`-th dialogue, from 0: the first is the fixed one, then they take turns."""
    keys = list(questions("nl"))
    return keys[number % len(keys)]


def question(key: str, language: str) -> str:
    """The question with this key; the first one for a key that has left the bank."""
    bank = questions(language)
    return bank.get(key) or next(iter(bank.values()))
