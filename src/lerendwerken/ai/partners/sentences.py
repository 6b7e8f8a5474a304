"""The sentences of an answer as it stands on a page, and which of them say a fact to check.

It reads the safe HTML of an answer and not its source, so that a sentence is what a person sees: without marks of
emphasis, and not across a list item, a table cell or a heading.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString, mark_safe

CHECK: Final = re.compile(
    r"[*_`]{0,3}[\[(]{1,2}\s*(?i:nagaan|na te gaan|(?:te )?controleren|(?:to )?check|verify)"
    r"\s*[\])]{1,2}[*_`]{0,3}"
)
"""What stands behind a claim of fact: the sign that our prompts ask for, and as chatbots vary it."""

CITATION: Final = re.compile(
    r"【[^】\n]{0,80}】|\ue200[^\ue201\n]{0,200}\ue201|:contentReference\[[^\]\n]{0,80}\]\{[^}\n]{0,80}\}"
    r"|\[cite_start\]|\[cite:[^\]\n]{0,80}\]|\(\[[^\[\]\n]{1,80}\]\[\d{1,3}\]\)|\bcite(?:turn\d{1,3}[a-z]{1,9}\d{1,3}){1,9}"
    r"|\[\^?\d{1,3}\^?\](?:\([^)\s]{0,500}\))?|\^\d{1,3}\^|[¹²³⁰⁴-⁹]+"
)
"""A number or sign with which chatbots name a source."""

_TAG: Final = re.compile(r"(<[^>]*>)")
_INLINE: Final = frozenset({"strong", "em", "code"})
_QUOTE: Final = "(?:[\"'”’)»]|&quot;|&#x27;)"
_ENDS: Final = re.compile(
    rf"(?:[.!?…]{_QUOTE}*(?:\s*(?:{CITATION.pattern}))*(?:\s*(?:{CHECK.pattern}))?|{CHECK.pattern}[.!?…]?)\s+"
    rf"(?!{CHECK.pattern})(?=[A-ZÀ-Þ‘“„(«]|&quot;|&#x27;)"
)
_ENDED: Final = re.compile(rf"[.!…:;]{_QUOTE}*$")
_FEWEST_WORDS: Final = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer: its number in the answer, its plain words, and whether the answer asks to check it."""

    number: int
    text: str
    to_check: bool


@dataclass(frozen=True, slots=True)
class _Found:
    sentence: Sentence
    begin: int  # in the text of its block, escaped as it stands there
    end: int  # without the mark and the white space behind it


def sentences(page: SafeString) -> list[Sentence]:
    """The sentences of an answer that may be a claim, in order: no headings, no questions unless marked, no code.

    Args:
        page: the answer as `markdown.render` made it.
    """
    return [found.sentence for block in _blocks(page) for found in block.found]


def with_marks(page: SafeString, mark: Callable[[Sentence], tuple[str, str] | None]) -> SafeString:
    """The answer without its own signs for a claim, and around each sentence what `mark` gives for it.

    Args:
        page: the answer as `markdown.render` made it.
        mark: the opening `<span>` of a sentence and what stands behind it, both safe HTML; None for nothing.
    """
    parts = _TAG.split(page)
    for block in _blocks(page):
        _mark_block(parts, block, mark)
    return mark_safe("".join(parts))  # noqa: S308 (safe HTML, with tags of our own around its words)


@dataclass(frozen=True, slots=True)
class _Block:
    texts: list[int]  # places of its texts among the parts of the page
    found: list[_Found]


def _blocks(page: str) -> Iterator[_Block]:
    parts = _TAG.split(page)
    number = 0
    texts: list[int] = []
    bare: set[int] = set()  # texts outside emphasis
    inside: list[str] = []
    is_apart = False  # code and headings claim nothing
    for place, part in enumerate([*parts, "<p>"]):
        if not part.startswith("<"):
            if part and not is_apart:
                texts.append(place)
                bare |= set() if inside else {place}
            continue
        name = part.strip("</>").split(" ")[0]
        is_apart = part in ("<pre>", "<h3>") or (is_apart and part not in ("</pre>", "</h3>"))
        if name in _INLINE:
            inside = inside[:-1] if part.startswith("</") else [*inside, name]
            continue
        if texts:
            words = [parts[at] for at in texts]
            is_heading = not any(parts[at].strip() for at in texts if at in bare)
            found = list(_found("".join(words), number, is_heading=is_heading))
            number += len(found)
            yield _Block(texts, found)
        texts, bare = [], set()


def _found(text: str, before: int, *, is_heading: bool) -> Iterator[_Found]:
    for begin, end in _spans(text):
        piece = text[begin:end]
        to_check = CHECK.search(piece) is not None
        plain = plain_words(html.unescape(piece))
        if len(plain.split()) < _FEWEST_WORDS:
            continue
        is_plain_heading = is_heading and not _ENDED.search(plain)
        if not to_check and (is_plain_heading or plain.endswith(("?", ":"))):
            continue
        before += 1
        yield _Found(Sentence(before, plain, to_check), begin, end)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for end in _ENDS.finditer(text):
        yield begin, begin + len(text[begin : end.end()].rstrip())
        begin = end.end()
    if text[begin:].strip():
        yield begin, len(text.rstrip())


def plain_words(text: str) -> str:
    """Words without the sign of a claim and without numbers of sources, each space once."""
    bare = " ".join(CITATION.sub("", CHECK.sub("", text)).split())
    return re.sub(r" +([.,;:?!])", r"\1", bare).strip()


def _mark_block(parts: list[str], block: _Block, mark: Callable[[Sentence], tuple[str, str] | None]) -> None:
    """Put the tags into the texts of a block. A sentence may run through several: each piece gets its own tag."""
    at = 0
    places = []
    for place in block.texts:
        places.append((place, at, at + len(parts[place])))
        at += len(parts[place])
    whole = "".join(parts[place] for place in block.texts)
    signs = [found.span() for found in CHECK.finditer(whole)]
    told = [(found, given) for found in block.found if (given := mark(found.sentence))]
    for place, start, stop in places:
        out: list[str] = []
        cursor = start
        for found, (opening, behind) in told:
            begin, end = max(found.begin, start), min(found.end, stop)
            if begin >= end:
                continue
            out.append(_without(whole, cursor, begin, signs))
            words = _without(whole, begin, end, signs).rstrip()
            out.append(f"{opening}{words}</span>" if words else "")
            out.append(behind if end == found.end else "")
            cursor = end
        out.append(_without(whole, cursor, stop, signs))
        parts[place] = "".join(out)


def _without(text: str, begin: int, end: int, signs: list[tuple[int, int]]) -> str:
    """A part of the text without the signs of a claim in it."""
    out = []
    for first, last in signs:
        if first < end and last > begin:
            out.append(text[begin : max(begin, first)].rstrip())
            begin = max(begin, min(last, end))
    return "".join([*out, text[begin:end]])
