"""What leaves for a case: exactly what the product sends in this mode, at this step, after masking.

Also the same words as somebody would type them into a chat without the method, to compare with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from lerendwerken.ai.partners import masking, prompts
from lerendwerken.ai.partners.evaluating.cases import Case
from lerendwerken.ai.partners.masking import names
from lerendwerken.ai.partners.wire import Message

_PLAIN_ASK = {"nl": "Kun je me hiermee helpen?", "en": "Can you help me with this?"}


@dataclass(frozen=True)
class Request:
    """The messages for a model; `key` says what its placeholders stand for and stays here."""

    case: Case
    messages: list[Message]
    key: dict[str, str] = field(repr=False)

    def line(self) -> dict[str, Any]:
        """As a line of a file of prompts."""
        case = self.case
        return {
            "id": case.id,
            "lang": case.lang,
            "mode": case.mode,
            "step": case.step,
            "messages": list(self.messages),
        }

    def unmasked(self, answer: str) -> str:
        """The answer as the person reads it."""
        return masking.unmask(answer, self.key)


class _Cover:
    """Covers text after text with one key, in this process: no service is needed."""

    def __init__(self, language: str) -> None:
        self.language, self.key = language, dict[str, str]()

    def __call__(self, text: str) -> str:
        if not text.strip():
            return ""
        spans = masking.find(text, words=tuple(self.key.values()), names=names.find)
        masked = masking.mask(text, spans, self.key, self.language)
        self.key = dict(masked.key)
        return masked.text


def _covered(case: Case) -> tuple[Case, dict[str, str]]:
    """The case masked in the order of the product, and the key: the same one with the method and without it."""
    cover = _Cover(case.lang)
    masked = replace(
        case,
        view=cover(case.view),
        piece=cover(case.piece),
        turns=tuple(prompts.Turn(turn.by, cover(turn.text)) for turn in case.turns),
        thread=tuple(earlier._replace(text=cover(earlier.text)) for earlier in case.thread),
        frame=cover(case.frame),
        practice=cover(case.practice),
        sources=tuple(source._replace(text=cover(source.text)) for source in case.sources),
    )
    return masked, cover.key


def with_method(case: Case) -> Request:
    """The request that the product makes of a case. Words of others that it does not send are not in it."""
    masked, key = _covered(case)
    messages = prompts.build(
        case.mode,
        case.step,
        language=case.lang,
        view=masked.view,
        piece=masked.piece,
        turns=masked.turns,
        thread=masked.thread,
        frame=masked.frame,
        practice=masked.practice,
        extra="\n\n".join(f"[{source.number}] {source.text}" for source in masked.sources),
        harder=case.harder,
    )
    return Request(case, messages, key)


def as_plain_chat(case: Case) -> Request:
    """The same words without the method: no rules, no steps, no form. Masked all the same."""
    masked, key = _covered(case)
    ask = "" if case.turns else _PLAIN_ASK[case.lang]
    first = [masked.piece, *(source.text for source in masked.sources), masked.view, ask]
    messages: list[Message] = [{"role": "user", "content": "\n\n".join(filter(None, first))}]
    for turn in masked.turns:
        role: Literal["user", "assistant"] = "user" if turn.by == "self" else "assistant"
        if messages[-1]["role"] == role:
            messages[-1]["content"] = f"{messages[-1]['content']}\n\n{turn.text}".strip()
        else:
            messages.append({"role": role, "content": turn.text})
    return Request(case, messages, key)


def requests(cases: Sequence[Case], *, plain: bool = False) -> list[Request]:
    """A request per case."""
    return [as_plain_chat(case) if plain else with_method(case) for case in cases]
