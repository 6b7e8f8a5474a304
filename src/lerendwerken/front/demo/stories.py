"""The stories as they stand in the files: what people wrote, in their own words, week by week."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "stories"
WEEKS = 12

Told = dict[str, Any]


class Untold(ValueError):
    """A story that cannot be played: names the file and what is wrong with it."""


@dataclass(frozen=True)
class TeamStory:
    """A team: what it did together, and each of its people."""

    key: str
    told: Told
    people: tuple[Told, ...]


@dataclass(frozen=True)
class Story:
    """An organisation and its teams."""

    told: Told
    teams: tuple[TeamStory, ...]
    weeks: int = WEEKS

    @property
    def slug(self) -> str:
        """The name in addresses and e-mail."""
        return str(self.told["slug"])


@cache
def stories() -> tuple[Story, ...]:
    """Both demo organisations, the larger one first. Raises `Untold`."""
    return tuple(_story(FOLDER / name) for name in ("waterrijk", "zorgkompas"))


def texts() -> Iterator[tuple[Path, str]]:
    """Every text of every story with its file, for whoever looks for repetition."""
    for path in sorted(FOLDER.rglob("*.toml")):
        for text in _strings(_read(path)):
            yield path, text


def _story(folder: Path) -> Story:
    teams = tuple(_team(path) for path in sorted(folder.iterdir()) if path.is_dir())
    return Story(_read(folder / "organisation.toml"), teams)


def _team(folder: Path) -> TeamStory:
    told = _read(folder / "team.toml")
    people = [_read(path) for path in sorted(folder.glob("*.toml")) if path.name != "team.toml"]
    people.sort(key=lambda person: (not person.get("facilitator", False), str(person["login"])))
    for person in people:
        for week in person.get("week", []):
            if not 1 <= week["n"] <= WEEKS:
                raise Untold(
                    f"{folder.name}/{person['login']}.toml: week {week['n']} is not between 1 and {WEEKS}"
                )
    return TeamStory(str(told["key"]), told, tuple(people))


def _read(path: Path) -> Told:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as fault:
        raise Untold(f"{path.name}: {fault}") from fault


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from _strings(inner)
        case list():
            for inner in value:
                yield from _strings(inner)
