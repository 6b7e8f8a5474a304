"""What stands in a file of cases: read generously, since others write such files too.

A case is `{id, lang, mode, messages, checks}`. `messages` is a list of `{role, content}` (as chats have it), of
items named after what they hold (`{own_view}`, `{piece}`, `{document}`, `{thread}`, `{colleague}`, …), or a mix of
both. `checks` are names, `name:value`, objects `{check, …}`, or one mapping of names to values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, cast

from lerendwerken.ai.partners import prompts
from lerendwerken.ai.partners.evaluating.naming import check_names, words_of
from lerendwerken.ai.partners.prompts import Earlier, Language, Mode, Step, Turn

_SLOTS: Final[dict[str, tuple[str, ...]]] = {
    "user": ("user", "human", "self", "person", "professional", "said", "me"),
    "ai": ("assistant", "ai", "model", "partner", "bot", "answer"),
    "coach": ("coach", "method_coach"),
    "view": (
        "own_view",
        "view",
        "opinion",
        "position",
        "positions",
        "eigen_kijk",
        "think_first",
        "intention",
    ),
    "piece": ("piece", "situation", "case", "pasted", "paste", "work", "mail", "email", "letter", "stuk"),
    "source": (
        *("document", "documents", "attachment", "attachments", "source", "sources", "passage", "passages"),
        *("extra", "context", "tool", "system", "developer", "file", "retrieved", "commons"),
    ),
    "thread": ("thread", "my_thread", "earlier", "own_thread", "memory", "insight", "insights"),
    "frame": ("frame", "kader"),
    "practice": ("practice", "werkwijze"),
    "withheld": ("colleague", "colleagues", "other", "others", "withheld", "private"),
}
_SLOT_OF: Final = {name: slot for slot, names in _SLOTS.items() for name in names}
_MODES: Final[dict[str, Mode]] = {
    **{mode: mode for mode in prompts.MODES},
    "leervraag": "sharpen",
    "scherpstellen": "sharpen",
    "analyze": "analyse",
    "analyseren": "analyse",
    "analysis": "analyse",
    "beslissen": "decide",
    "decision": "decide",
    "uitwerken": "produce",
    "draft": "produce",
    "vernieuwen": "innovate",
    "tegenspreken": "redteam",
    "oogsten": "harvest",
    "firstminutes": "first",
    "start": "first",
    "gesprek": "dialogue",
}
# A paragraph of a chat message that is longer than this, or set apart by marks, was brought, not thought.
_LONG: Final = 400
_SET_APART: Final = re.compile(r"^\s*(?:>|```|\"\"\"|---|<<<)|^(?:van|from|aan|to|onderwerp|subject):", re.I)
# The first step of help with a part in which this can be met.
_NEEDS: Final = {"differences_lettered": ("differences",), "counter_position": ("differences", "objection")}


class Source(NamedTuple):
    """A passage that was brought along, by the number under which it is cited."""

    number: int
    text: str


class Withheld(NamedTuple):
    """Words of somebody else that the product does not send."""

    name: str
    text: str


@dataclass(frozen=True)
class Asked:
    """A check that a case asks for: its name here ("" when not known), as it was written, and its values."""

    name: str
    said: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """One case: what goes to the partner, and what the answer must hold to."""

    id: str
    lang: Language
    mode: Mode
    step: Step
    checks: tuple[Asked, ...]
    view: str = ""
    piece: str = ""
    turns: tuple[Turn, ...] = ()
    thread: tuple[Earlier, ...] = ()
    sources: tuple[Source, ...] = ()
    frame: str = ""
    practice: str = ""
    withheld: tuple[Withheld, ...] = ()
    harder: bool = False

    @property
    def own(self) -> str:
        """What the person wrote or brought: what an answer may quote as theirs."""
        spoken = [turn.text for turn in self.turns if turn.by == "self"]
        return "\n".join([self.view, self.piece, *spoken, *(earlier.text for earlier in self.thread)])

    @property
    def material(self) -> str:
        """All that goes to the partner besides its rules."""
        brought = [source.text for source in self.sources]
        said = [turn.text for turn in self.turns if turn.by != "self"]
        when = [earlier.when for earlier in self.thread]
        return "\n".join([self.own, *brought, *said, *when, self.frame, self.practice])


def case_of(line: Mapping[str, Any]) -> Case:
    """A case out of a line of a file. Raises `ValueError` that says what is wrong with it."""
    identity = line.get("id")
    if not isinstance(identity, str | int) or isinstance(identity, bool):
        raise ValueError("it has no id")
    lang: Language = (
        "en" if str(line.get("lang") or line.get("language") or "nl").lower()[:2] == "en" else "nl"
    )
    mode = _MODES.get(re.sub(r"[^a-z]", "", str(line.get("mode", "")).lower()), "sharpen")
    checks = tuple(_checks(line.get("checks", [])))
    gathered = _Gathered(mode)
    gathered.all_of(line.get("messages", line.get("text")))
    gathered.named({key: value for key, value in line.items() if key not in _RESERVED})
    if not gathered.has_words:
        raise ValueError("its messages hold no words")
    return Case(
        id=str(identity),
        lang=lang,
        mode=mode,
        step=_step(mode, str(line.get("step", "")), checks),
        checks=checks,
        harder=line.get("harder") is True,
        **gathered.fields(),
    )


_RESERVED: Final = {"id", "lang", "language", "mode", "step", "messages", "checks", "harder", "text", "case"}


def _step(mode: Mode, wished: str, checks: tuple[Asked, ...]) -> Step:
    """The step a case names; else the lowest at which what it checks can be met at all; else the lowest."""
    possible = prompts.steps(mode)
    if wished.lower() in possible:
        return cast(Step, wished.lower())
    for step in possible:
        parts = prompts.parts(mode, step)
        if all(set(parts) & set(_NEEDS[asked.name]) for asked in checks if asked.name in _NEEDS):
            return step
    return possible[0]


def _checks(written: Any) -> Iterator[Asked]:
    if isinstance(written, Mapping):
        if not any(key in written for key in _NAMED):
            written = [
                {"check": name, "value": value} for name, value in written.items() if value is not False
            ]
        else:
            written = [written]
    if isinstance(written, str):
        written = [written]
    if not isinstance(written, list):
        raise ValueError("its checks are no list")
    for one in written:
        yield from _check(one)


_NAMED: Final = ("check", "name", "type", "kind")


def _check(written: Any) -> Iterator[Asked]:
    if isinstance(written, str):
        said, found, value = written.partition(":")
        params: dict[str, Any] = {"value": value.strip()} if found else {}
    elif isinstance(written, Mapping):
        key = next((key for key in _NAMED if isinstance(written.get(key), str)), "")
        if not key and len(written) == 1:  # {"max_words": 180}
            name, value = next(iter(written.items()))
            written, key = {"check": str(name), "value": value}, "check"
        said = str(written.get(key, "")) if key else ""
        params = {str(name): value for name, value in written.items() if name != key}
        if isinstance(inner := params.get("value", params.get("params")), Mapping):
            params = {**params, **inner}
    else:
        raise ValueError("a check is a name or an object")
    for name in check_names(said) or ("",):
        yield Asked(name, said.strip() or "(no name)", params)


class _Gathered:
    """What the messages of one case bring, put where the product has it."""

    def __init__(self, mode: Mode) -> None:
        self.mode = mode
        self.views: list[str] = []
        self.pieces: list[str] = []
        self.frames: list[str] = []
        self.practices: list[str] = []
        self.turns: list[Turn] = []
        self.thread: list[Earlier] = []
        self.sources: list[Source] = []
        self.withheld: list[Withheld] = []

    @property
    def has_words(self) -> bool:
        return any((self.views, self.pieces, self.turns, self.sources, self.thread))

    def fields(self) -> dict[str, Any]:
        return {
            "view": "\n".join(self.views),
            "piece": "\n\n".join(self.pieces),
            "turns": tuple(self.turns),
            "thread": tuple(self.thread),
            "sources": tuple(self.sources),
            "frame": "\n".join(self.frames),
            "practice": "\n".join(self.practices),
            "withheld": tuple(self.withheld),
        }

    def all_of(self, messages: Any) -> None:
        for item in messages if isinstance(messages, list) else [messages]:
            if isinstance(item, str):
                self.put("user", item, {})
            elif isinstance(item, Mapping):
                role = item.get("role", item.get("from", item.get("by", item.get("type"))))
                if isinstance(role, str) or "content" in item or "text" in item:
                    slot = _SLOT_OF.get(_bare(role), "user")
                    self.put(slot, item.get("content", item.get("text")), item)
                self.named(item)

    def named(self, item: Mapping[str, Any]) -> None:
        """Take what stands under names of its own, as {"own_view": …, "document": …}."""
        for key, value in item.items():
            slot = _SLOT_OF.get(_bare(key))
            if slot:
                self.put(slot, value, {})

    def put(self, slot: str, value: Any, about: Mapping[str, Any]) -> None:
        if isinstance(value, list) and slot not in ("user", "ai", "coach"):
            for one in value:
                self.put(slot, one, about)
            return
        if isinstance(value, Mapping):
            about = {**about, **value}
        text = words_of(value).strip()
        if text:
            getattr(self, f"_{slot}")(text, about)

    def _user(self, text: str, _about: Mapping[str, Any]) -> None:
        if self.views or self.turns:
            self.turns.append(Turn("self", text))
            return
        thought, brought = _apart(text) if not self.pieces else (text, "")
        self._view(thought, {})
        self._piece(brought, {})

    def _ai(self, text: str, _about: Mapping[str, Any]) -> None:
        self.turns.append(Turn("ai", text))

    def _coach(self, text: str, _about: Mapping[str, Any]) -> None:
        self.turns.append(Turn("coach", text))

    def _view(self, text: str, _about: Mapping[str, Any]) -> None:
        self.views += [text] if text else []

    def _piece(self, text: str, _about: Mapping[str, Any]) -> None:
        self.pieces += [text] if text else []

    def _frame(self, text: str, _about: Mapping[str, Any]) -> None:
        self.frames.append(text)

    def _practice(self, text: str, _about: Mapping[str, Any]) -> None:
        self.practices.append(text)

    def _source(self, text: str, about: Mapping[str, Any]) -> None:
        told = re.match(r"\s*\[(\d{1,3})\]\s*", text)
        number = about.get("number", about.get("n", about.get("nr")))
        if told:
            number, text = int(told[1]), text[told.end() :]
        elif type(number) is not int:
            number = len(self.sources) + 1
        title = words_of(about.get("title", about.get("name", "")))
        self.sources.append(Source(number, f"{title}: {text}" if title else text))

    def _thread(self, text: str, about: Mapping[str, Any]) -> None:
        when = about.get("when", about.get("week", about.get("date", "")))
        told = re.match(r"\s*((?:jouw |your )?week \d{1,2})\s*:\s*", text, re.I)
        if when == "" and told:
            when, text = told[1], text[told.end() :]
        told_when = f"week {when}" if type(when) is int else words_of(when) or "?"
        self.thread.append(Earlier(told_when, text, len(self.thread) + 1))

    def _withheld(self, text: str, about: Mapping[str, Any]) -> None:
        if self.mode == "dialogue":  # what was revealed in a dialogue goes along, without names
            self.views.append(text)
        else:
            self.withheld.append(Withheld(words_of(about.get("name", "")), text))


def _bare(name: Any) -> str:
    return re.sub(r"[^a-z]+", "_", str(name).lower()).strip("_")


def _apart(message: str) -> tuple[str, str]:
    """What somebody thinks and what was pasted along, in one chat message."""
    paragraphs = [part for part in re.split(r"\n\s*\n", message) if part.strip()]
    brought = [part for part in paragraphs if len(part) > _LONG or _SET_APART.match(part)]
    thought = [part for part in paragraphs if part not in brought]
    return "\n\n".join(thought), "\n\n".join(brought)
