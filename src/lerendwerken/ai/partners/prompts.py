"""What a partner is told: fixed rules, the words of a mode, the step of help, and the person's own material.

The texts stand in `prompts/nl.toml` and `prompts/en.toml`, so that everybody can read them. Everything a
person brings is fenced in with a mark that no text can forge: its signs are taken out of the text.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, get_args

from lerendwerken.ai.partners.wire import Message

Mode = Literal[
    "first", "sharpen", "analyse", "decide", "produce", "innovate", "redteam", "harvest", "dialogue"
]
Step = Literal["questions", "differences", "options", "draft"]
Language = Literal["nl", "en"]
Speaker = Literal["self", "ai", "coach"]
MODES: Final[tuple[Mode, ...]] = get_args(Mode)
STEPS: Final[tuple[Step, ...]] = get_args(Step)
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

_FOLDER: Final = Path(__file__).parent / "prompts"
_OPEN, _CLOSE = "⟦", "⟧"
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_MOST_POINTS: Final = 12
# Most characters of each kind that go along; what is longer loses its middle.
_ROOM: Final = {
    "frame": 4_000,
    "practice": 6_000,
    "thread": 6_000,
    "extra": 20_000,
    "piece": 20_000,
    "view": 8_000,
}
_ROOM_FOR_TURNS: Final = 24_000
# Control, zero-width, direction and tag characters: unseen by people, read by models.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
_SENTENCE: Final = re.compile(r"(?<=[.!?…])[ \t]+(?=[A-ZÀ-Þ\"'‘’“„(])")
_MARKER: Final = re.compile(r"^\s*(?:[-*•–]|\(?\d{1,2}[.)]|\(?[a-zA-Z][.)])\s+")


class Turn(NamedTuple):
    """One turn of a session: who speaks (the person, an AI, or the method coach), and the words."""

    by: Speaker
    text: str


class Earlier(NamedTuple):
    """Words of the same person from before: when ("week 46"), the words, and the number by which an answer names them.

    Without a number they are no part of the thread, as the learning question of now.
    """

    when: str
    text: str
    number: int = 0


def steps(mode: Mode) -> tuple[Step, ...]:
    """The steps of help that fit a mode, lowest first; a session begins at the first."""
    return tuple(_texts("nl")["modes"][mode]["steps"])


def title(mode: Mode, language: Language) -> str:
    """What people call a mode."""
    return str(_texts(language)["modes"][mode]["title"])


def words(mode: Mode, language: Language) -> str:
    """Our own words for a mode: what an organisation may put others in the place of."""
    return str(_texts(language)["modes"][mode]["words"])


def plain(text: str) -> str:
    """A text as it may stand in a prompt: without unseen characters and without the signs that fence texts in."""
    return _clean(text)


def fixed_rules(mode: Mode, *, language: Language) -> str:
    """What is always sent around the words of a mode, at its first step of help, with everything that may go along."""
    nothing: dict[Mode, str] = {mode: " "}
    return readable(mode, steps(mode)[0], language=language, words=nothing, numbered=True, with_thread=True)


def headings(language: Language) -> Mapping[str, str]:
    """The heading of each part that an answer may have, by the part's name."""
    return dict(_texts(language)["headings"])


def check_mark(language: Language) -> str:
    """The sign that stands behind a claim of fact in an answer."""
    return str(_texts(language)["fixed"]["check"])


def parts(mode: Mode, step: Step) -> tuple[str, ...]:
    """The named parts that an answer has in this mode at this step, in order.

    Raises:
        ValueError: the step does not belong to the mode.
    """
    if step not in steps(mode):
        raise ValueError(f"{mode} has no step {step}")
    form = _texts("nl")["form"]
    return tuple(form.get(mode) or form.get(f"{mode}_{step}") or form[step])


def from_thread(number: int) -> str:
    """The sign by which an answer names own words of before: [E1]."""
    return f"[E{number}]"


def version(words: Mapping[Mode, str] | None = None) -> str:
    """Which texts these are: twelve signs that change with any of them. To be kept with each answer.

    Args:
        words: the organisation's own words per mode, as for `build`.
    """
    digest = hashlib.sha256()
    for language in LANGUAGES:
        digest.update((_FOLDER / f"{language}.toml").read_bytes())
    for mode, own in sorted((words or {}).items()):
        digest.update(f"\0{mode}\0{own}".encode())
    return digest.hexdigest()[:12]


def points(view: str) -> list[str]:
    """The points of a view, in order: its lines, or the sentences of a single line.

    The page letters them a, b, c in the same way as the prompt, so that an answer's letters fit. At most
    twelve; what comes after goes with the last.
    """
    lines = [_MARKER.sub("", line).strip() for line in view.splitlines()]
    found = [line for line in lines if line]
    if len(found) == 1:
        found = [sentence.strip() for sentence in _SENTENCE.split(found[0])]
    if len(found) > _MOST_POINTS:
        found = [*found[: _MOST_POINTS - 1], " ".join(found[_MOST_POINTS - 1 :])]
    return found


def readable(
    mode: Mode,
    step: Step,
    *,
    language: Language,
    words: Mapping[Mode, str] | None = None,
    tag: str = "…",
    numbered: bool = False,
    with_thread: bool = False,
) -> str:
    """The rules that a partner gets in this mode at this step, for people to read as well.

    `numbered` says that numbered passages go along, which an answer has to name; `with_thread` that own words of before
    do, which it names where it uses them.
    """
    texts = _texts(language)
    fixed, form = texts["fixed"], parts(mode, step)
    most = texts["form"].get(f"words_{mode}") or texts["form"].get(f"words_{step}") or texts["form"]["words"]
    rules = [
        rule.format(check=fixed["check"], words=most)
        for name, rule in texts["rules"].items()
        if name not in texts["headings"] or name in form
    ]
    paragraphs = [
        fixed["who"],
        (words or {}).get(mode) or texts["modes"][mode]["words"],
        "\n".join([fixed["rules_first"], *(f"{number}. {rule}" for number, rule in enumerate(rules, 1))]),
        fixed["no_verdict"] if mode == "decide" else "",
        fixed["data"].format(open=_OPEN, close=_CLOSE, tag=tag),
        fixed["numbered"] if numbered else "",
        fixed["thread"] if with_thread else "",
        texts["form"]["intro"],
        "\n\n".join(f"## {texts['headings'][part]}\n{texts['parts'][part]}" for part in form),
    ]
    return "\n\n".join(paragraph.strip() for paragraph in paragraphs if paragraph.strip())


def build(
    mode: Mode,
    step: Step,
    *,
    language: Language,
    view: str,
    piece: str = "",
    turns: Sequence[Turn] = (),
    thread: Sequence[Earlier] = (),
    frame: str = "",
    practice: str = "",
    extra: str = "",
    harder: bool = False,
    words: Mapping[Mode, str] | None = None,
) -> list[Message]:
    """The messages for a model: rules first, then the material, then the turns so far.

    User and assistant take turns strictly, and the user comes last, as some models require. Nothing is masked
    here: give texts that may leave.

    Args:
        view: what the person thinks; for a dialogue what was revealed, one position on a line.
        piece: the piece of work; for a dialogue the case.
        turns: what was said after the first request, oldest first.
        thread: own earlier words that the person lets go along; an answer names those with a number by it.
        extra: passages of documents brought along, each behind its number: "[1] ...".
        harder: the person asked to be questioned harder.
        words: the organisation's own words per mode, instead of ours.

    Raises:
        ValueError: the step does not belong to the mode.
    """
    texts = _texts(language)
    fixed = texts["fixed"]
    material = {
        "frame": frame,
        "practice": practice,
        "thread": "\n".join(_as_told(earlier) for earlier in thread),
        "extra": extra,
        "piece": piece,
        "view": "\n".join(
            f"{letter}. {point}" for letter, point in zip(_LETTERS, points(_clean(view)), strict=False)
        ),
    }
    tag = hashlib.sha256("\0".join(material.values()).encode("utf-8", "replace")).hexdigest()[:12]
    blocks = [
        f"{_OPEN}{texts['blocks'][name]} {tag}{_CLOSE}\n"
        f"{_clipped(_clean(text), _ROOM[name], fixed['left_out'])}\n{_OPEN}/{tag}{_CLOSE}"
        for name, text in material.items()
        if text.strip()
    ]
    if not material["view"]:
        blocks.append(texts["blocks"]["none"])
    kept = _latest(turns)
    if len(kept) < len(turns):
        blocks.append(fixed["earlier_turns"])
    spoken: list[Message] = [{"role": "user", "content": "\n\n".join(blocks)}]
    before: Turn | None = None
    for turn in kept:
        _say(spoken, *_as_spoken(before, turn, fixed))
        before = turn
    if spoken[-1]["role"] == "assistant":
        _say(spoken, "user", fixed["go_on"])
    ending = [fixed["harder"]] if harder else []
    ending.append(fixed["now"].format(step=texts["steps"][step]))
    if mode == "decide":
        ending.append(fixed["now_decide"])
    _say(spoken, "user", " ".join(ending))
    rules = readable(
        mode,
        step,
        language=language,
        words=words,
        tag=tag,
        numbered=bool(extra.strip()),
        with_thread=any(earlier.number for earlier in thread),
    )
    return [{"role": "system", "content": rules}, *spoken]


def _as_told(earlier: Earlier) -> str:
    """A line of the thread, its number first: what the text holds of such signs stands behind it."""
    line = f"{earlier.when}: {' '.join(earlier.text.split())}"
    return f"{from_thread(earlier.number)} {line}" if earlier.number else line


def _as_spoken(
    before: Turn | None, turn: Turn, fixed: Mapping[str, str]
) -> tuple[Literal["user", "assistant"], str]:
    """The role and the words; what the coach asked is no answer of the partner, so it is told along and named."""
    text = _clean(turn.text)
    if turn.by == "coach":
        return "user", f"{fixed['coach_asked']}\n{text}"
    if turn.by == "self" and before is not None and before.by == "coach":
        return "user", f"{fixed['said_then']}\n{text}"
    return ("user" if turn.by == "self" else "assistant"), text


def _say(spoken: list[Message], role: Literal["user", "assistant"], text: str) -> None:
    """Add words; two times the same speaker becomes one message."""
    if spoken[-1]["role"] == role:
        spoken[-1]["content"] += f"\n\n{text}"
    else:
        spoken.append({"role": role, "content": text})


def _latest(turns: Sequence[Turn]) -> list[Turn]:
    """The last turns that fit; a single turn that is too long loses its middle, the newest always goes."""
    kept: list[Turn] = []
    room = _ROOM_FOR_TURNS
    for turn in reversed(turns):
        if not turn.text.strip():
            continue
        text = _clipped(turn.text, _ROOM_FOR_TURNS // 2, "[...]")
        room -= len(text)
        if room < 0:
            break
        kept.append(Turn(turn.by, text))
    return kept[::-1]


def _clean(text: str) -> str:
    """The text without unseen characters and without the signs that fence texts in."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")
    return _UNSEEN.sub("", plain).replace(_OPEN, "[").replace(_CLOSE, "]").strip()


def _clipped(text: str, room: int, left_out: str) -> str:
    if len(text) <= room:
        return text
    head = room * 2 // 3
    return f"{text[:head].rstrip()}\n{left_out}\n{text[-(room - head) :].lstrip()}"


@cache
def _texts(language: Language) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
