"""From the bytes of a streamed answer to its words: no network, no clock, so that any split can be tried."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

LONGEST_LINE: Final = 1_000_000
"""Bytes of one event or of a whole answer that is not streamed; more than this is no answer."""

_MOST_LINES: Final = 50
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_THINK, _THOUGHT = "<think>", "</think>"


class Unreadable(ValueError):
    """The bytes are no answer in the dialect. Says nothing about what they held."""


@dataclass(frozen=True, slots=True)
class Delta:
    """What one event brings.

    Attributes:
        text: words for the reader.
        is_alive: the model is at work, also when it gives no words (reasoning, a tool it wants to call).
        is_end: the model says that it has finished.
        is_whole: the answer came in one piece instead of as a stream.
        usage: tokens of the question and of the answer, None where not told.
        error: what the supplier's error object says, for choosing a kind of failure; never shown or kept.
    """

    text: str = ""
    is_alive: bool = False
    is_end: bool = False
    is_whole: bool = False
    usage: tuple[int | None, int | None] | None = None
    error: object = None


class Events:
    """Cuts a stream of bytes into deltas, however the network has split it.

    Attributes:
        is_empty: nothing but white space came.
        has_event: something came that is an event of the dialect.
        is_done: the supplier closed the answer; what follows is not waited for.
    """

    def __init__(self) -> None:
        self.is_empty = True
        self.has_event = False
        self.is_done = False
        self._buffer = bytearray()
        self._scanned = 0
        self._held_return = b""
        self._held_data = ""
        self._is_one_document: bool | None = None

    def feed(self, data: bytes) -> Iterator[Delta]:
        """The deltas that are complete with these bytes. Raises Unreadable."""
        data = self._held_return + data
        self._held_return = b"\r" if data.endswith(b"\r") else b""
        if self._held_return:
            data = data[:-1]
        self._buffer += data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if self._is_one_document is None and not self._recognise():
            return
        if not self._is_one_document:
            yield from self._lines()
        if len(self._buffer) > LONGEST_LINE:
            raise Unreadable("longer than any answer")

    def close(self) -> Iterator[Delta]:
        """The deltas that were waiting for an end that did not come. Raises Unreadable."""
        if self._is_one_document:
            yield _delta(_parsed(_decoded(self._buffer)), is_whole=True)
            self.has_event = True
        elif self._buffer:
            self._buffer += b"\n\n"
            yield from self._lines()

    def _recognise(self) -> bool:
        """Whether the first bytes tell a stream of events from one JSON document."""
        self._buffer = self._buffer.removeprefix(b"\xef\xbb\xbf")
        start = self._buffer.lstrip()[:1]
        if not start:
            return False
        self.is_empty = False
        self._is_one_document = start in b"{["
        return True

    def _lines(self) -> Iterator[Delta]:
        begin = 0
        while (end := self._buffer.find(b"\n", max(begin, self._scanned))) >= 0:
            line = bytes(self._buffer[begin:end])
            begin = end + 1
            if delta := self._line(line):
                self.has_event = True
                yield delta
        del self._buffer[:begin]
        self._scanned = len(self._buffer)

    def _line(self, line: bytes) -> Delta | None:
        """One line: comments and unknown fields say nothing; data may go on over several lines."""
        if not line:
            if self._held_data:
                raise Unreadable("an event that is no JSON")
            return None
        if not line.startswith(b"data:"):
            return None
        data = self._held_data + _decoded(line[5:]).strip()
        self._held_data = ""
        if not data:
            return None
        if data == "[DONE]":
            self.is_done = True
            return Delta(is_end=True)
        try:
            return _delta(_parsed(data))
        except Unreadable:
            if data.count("\n") >= _MOST_LINES:
                raise
            self._held_data = data + "\n"
            return None


class Prose:
    """Gathers the words for the reader: whole characters, no thinking aloud, not without end.

    Some servers cut an emoji in two halves, and some local models think aloud between <think> and </think> at
    the start of their answer.
    """

    def __init__(self, max_characters: int) -> None:
        self.length = 0
        self.is_full = False
        self._most = max_characters
        self._half = ""
        self._pending = ""
        self._state = "start"

    def feed(self, text: str) -> str:
        """The part of the answer that can be shown now."""
        return self._counted(self._without_thinking(self._whole_characters(text)))

    def close(self) -> str:
        """What was held back in case more would follow."""
        rest = "" if self._state == "thinking" else self._pending.strip()
        self._pending = ""
        return self._counted(rest)

    def _whole_characters(self, text: str) -> str:
        text, self._half = self._half + text.replace("\x00", ""), ""
        if text and "\ud800" <= text[-1] <= "\udbff":
            text, self._half = text[:-1], text[-1]
        if _SURROGATE.search(text):
            return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return text

    def _without_thinking(self, text: str) -> str:
        if self._state == "speaking":
            return text
        self._pending += text
        while True:
            if self._state == "thinking":
                _, found, after = self._pending.partition(_THOUGHT)
                self._pending = after if found else self._pending[-len(_THOUGHT) :]
                if not found:
                    return ""
                self._state = "start"
            begin = self._pending.lstrip()
            if begin.startswith(_THINK):
                self._pending, self._state = begin[len(_THINK) :], "thinking"
            elif _THINK.startswith(begin):
                self._pending = begin
                return ""
            else:
                self._pending, self._state = "", "speaking"
                return begin

    def _counted(self, text: str) -> str:
        room = self._most - self.length
        if len(text) > room:
            text, self.is_full = text[:room], True
        self.length += len(text)
        return text


def _decoded(data: bytes | bytearray) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("not UTF-8") from None


def _parsed(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("not JSON") from None
    if not isinstance(found, dict):
        raise Unreadable("no JSON object")
    return found


def _delta(event: dict[str, Any], *, is_whole: bool = False) -> Delta:
    choices = event.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
    body = choice.get("delta") or choice.get("message") or {}
    words = _words(body.get("content") if isinstance(body, dict) else None) or _words(choice.get("text"))
    return Delta(
        text=words,
        is_alive=bool(words) or (isinstance(body, dict) and any(v for k, v in body.items() if k != "role")),
        is_end=is_whole or bool(choice.get("finish_reason")),
        is_whole=is_whole,
        usage=_usage(event.get("usage")),
        error=event.get("error") or (event if is_whole and not choice else None),
    )


def _words(content: object) -> str:
    """The text of a content field: a string, or parts of which the text parts count."""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return ""
    parts = (part for part in content if isinstance(part, dict) and part.get("type") in ("text", None))
    return "".join(part["text"] for part in parts if isinstance(part.get("text"), str))


def _usage(found: object) -> tuple[int | None, int | None] | None:
    if not isinstance(found, dict):
        return None
    return _count(found.get("prompt_tokens")), _count(found.get("completion_tokens"))


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else None
