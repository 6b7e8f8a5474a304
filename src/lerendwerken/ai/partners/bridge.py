"""Out to a chatbot that this installation does not speak with, and back.

Going out, one text holds what a connected model would get. Coming back, an answer in the asked form is taken
apart into its named parts, however the chatbot dressed it up; one in another form is kept exactly as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from lerendwerken.ai.partners.headings import FORM, LETTER, heading_in, known_headings, like_heading
from lerendwerken.ai.partners.prompts import Language
from lerendwerken.ai.partners.sentences import CHECK, CITATION
from lerendwerken.ai.partners.wire import Message

_LONGEST: Final = 100_000
_SPEAKERS: Final[dict[Language, dict[str, str]]] = {
    "nl": {"user": "Wat ik schrijf", "assistant": "Wat een AI eerder antwoordde"},
    "en": {"user": "What I write", "assistant": "What an AI answered before"},
}

_KEPT: Final = ("rest", "options", "draft")

_FENCE: Final = re.compile(r"^\s*(?:```|~~~)")
_RULE: Final = re.compile(r"^\s*(?:[-*_]\s*){3,}$")
_TABLE_RULE: Final = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?)?\s*$")
_ITEM: Final = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+(?:\[[ xX]\]\s+)?")
_TITLE: Final = re.compile(r"\s*(?:(?:[-*•–]|\d{1,2}[.)])\s+)?\*\*[^*]+\*\*:?\s*")
_NUMBER: Final = re.compile(r"^\s*(\d{1,2})[.)]\s+")
_CLOSING: Final = re.compile(
    r"^\W*(?:laat (?:het )?me (?:gerust |maar )?weten|wil je (?:dat ik|verder)|zal ik|als je wilt"
    r"|ik hoop dat (?:dit|je)|ik help|(?:veel )?succes|heb je nog vragen|mocht je|let me know|would you like"
    r"|do you want me|if you(?:'d|’d| would) like|if you want|shall i|should i|happy to|(?:i )?hope this"
    r"|feel free|good luck)",
    re.I,
)
_OWN_COLUMN: Final = re.compile(r"^\W*(?:jouw|je|your|wat jij|wat je|what you)\b", re.I)
_SENTENCE: Final = re.compile(r"(?<=[.!?…])\s+")


class Difference(NamedTuple):
    """One difference: the letter of the person's point ("" when none was named) and the words."""

    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """An answer that came back.

    Attributes:
        text: exactly what was pasted.
        follows_form: at least two of differences, objection, question and uncertainty were found.
        differences, objection, question, uncertainty: the parts, in plain words without marks and citations.
        learning: learning questions, when they were asked for.
        claims: sentences of fact to check; those from the parts stand there word for word.
        rest: what belongs to no part (options, a draft, sources); all of it when the form is not followed.
    """

    text: str
    follows_form: bool = False
    differences: tuple[Difference, ...] = ()
    objection: str = ""
    question: str = ""
    uncertainty: str = ""
    learning: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    rest: str = ""


def copy_out(messages: Sequence[Message], *, language: Language) -> str:
    """One text for any chatbot, out of the messages that a connected model would get (already masked)."""
    told = []
    for number, message in enumerate(messages):
        if message["role"] == "system" or number <= 1:
            told.append(message["content"])
        else:
            told.append(f"{_SPEAKERS[language][message['role']]}:\n\n{message['content']}")
    return "\n\n".join(told)


def learning_apart(text: str, language: Language) -> tuple[tuple[str, ...], str]:
    """The learning questions in an answer, one by one in plain words, and the answer without that part."""
    known = known_headings(language)
    kept: list[str] = []
    taken: list[str] = []
    is_inside = False
    for line in text[:_LONGEST].replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        name, remainder = heading_in(line, known)
        if name:
            is_inside = name == "learning"
        (taken if is_inside else kept).append(remainder if is_inside and name else line)
    items = _items([line for line in _without_closing(taken) if not _RULE.match(line)])
    if len(items) == 1:
        items = re.split(r"(?<=\?)\s+", items[0])
    questions = (_plain(CHECK.sub("", item)) for item in items)
    return tuple(filter(None, questions)), "\n".join(kept).strip() + text[_LONGEST:]


def paste_back(text: str, language: Language) -> Pasted:
    """Take an answer apart into its parts.

    Args:
        text: what the person pasted; of a very long text only the first 100,000 signs are looked at.
        language: whose headings were asked for; those of the other language are known as well.
    """
    sections = _sections(text[:_LONGEST].replace("\r\n", "\n").replace("\r", "\n"), language)
    found = {name for name, lines in sections if name in FORM and any(line.strip() for line in lines)}
    if len(found) < 2:
        return Pasted(text=text, rest=text)
    claims: list[str] = []
    differences: list[Difference] = []
    learning: list[str] = []
    prose: dict[str, list[str]] = {"objection": [], "question": [], "uncertainty": [], "rest": []}
    for name, lines in sections:
        if name == "differences":
            differences += [Difference(ref, _unmarked(words, claims)) for ref, words in _differences(lines)]
        elif name == "learning":
            learning += [_unmarked(words, claims) for words in _items(lines)]
        elif name == "claims":
            claims += [_plain(CHECK.sub("", words)) for words in _items(lines)]
        elif name in prose and name != "rest":
            prose[name].append(_unmarked(_joined(lines), claims))
        else:
            prose["rest"].append("\n".join(lines).strip("\n"))
            _unmarked(_joined(lines), claims)
    return Pasted(
        text=text,
        follows_form=True,
        differences=tuple(each for each in differences if each.text),
        objection="\n\n".join(filter(None, prose["objection"])),
        question="\n\n".join(filter(None, prose["question"])),
        uncertainty="\n\n".join(filter(None, prose["uncertainty"])),
        learning=tuple(filter(None, learning)),
        claims=tuple(dict.fromkeys(filter(None, claims))),
        rest=_closed("\n\n".join(filter(None, prose["rest"])).strip()),
    )


def _sections(text: str, language: Language) -> list[tuple[str, list[str]]]:
    """The text cut at its headings, as (part or "rest", its lines), without the chatbot's wrapping."""
    known = known_headings(language)
    sections: list[tuple[str, list[str]]] = [("preface", [])]
    level = 7
    for line in _without_closing(text.split("\n")):
        name, remainder = heading_in(line, known)
        depth = len(line) - len(line.lstrip("#")) if line.startswith("#") else 0
        if (
            name in ("", "rest")
            and (like := like_heading(line))
            and like not in [part for part, _ in sections]
        ):
            name = like
        if name == "rest" and depth > level:
            name = ""  # a heading inside the part
        if name:
            level = depth or 7
            heading_line = [line] if name in _KEPT else []
            sections.append((name, [*heading_line, *([remainder] if remainder else [])]))
        elif sections[-1][0] in _KEPT or not (_FENCE.match(line) or _RULE.match(line)):
            sections[-1][1].append(line)
    preface = [line for line in sections[0][1] if line.strip()]
    # One or two lines before the first heading are a greeting; more is content that nobody should lose.
    return [("rest", preface if len(preface) > 2 else []), *sections[1:]]


def _closed(rest: str) -> str:
    """The rest without the last fence when that closed one which was opened around the whole answer."""
    lines = rest.split("\n")
    fences = [n for n, line in enumerate(lines) if _FENCE.match(line)]
    if len(fences) % 2:
        del lines[fences[-1]]
    return "\n".join(lines).strip()


def _without_closing(lines: list[str]) -> list[str]:
    """The lines without the offers and wishes at the end."""
    end = len(lines)
    for index in range(len(lines) - 1, max(-1, len(lines) - 12), -1):
        line = lines[index]
        if _CLOSING.match(line):
            end = index
        elif line.strip() and not _RULE.match(line) and not _FENCE.match(line):
            break
    return lines[:end]


def _differences(lines: list[str]) -> list[tuple[str, str]]:
    """The differences of their section: lettered or numbered lines, list items, table rows or paragraphs."""
    if rows := _rows(lines):
        return [_difference_of_row(row) for row in rows]
    found: list[tuple[str, list[str]]] = []
    is_new_paragraph = True
    for line in lines:
        if not line.strip():
            is_new_paragraph = True
            continue
        is_inner = line.startswith((" ", "\t"))
        if letter := LETTER.match(line):
            found.append((letter[1].lower(), [_as_title(line, line[letter.end() :])]))
        elif (number := _NUMBER.match(line)) and not is_inner:
            found.append((_letter_of(int(number[1])), [line[number.end() :]]))
        elif not found or (not is_inner and (_ITEM.match(line) or (is_new_paragraph and not found[-1][0]))):
            found.append(("", [_as_title(line, _ITEM.sub("", line).lstrip("# "))]))
        else:
            found[-1][1].append(_ITEM.sub("", line))
        is_new_paragraph = False
    return [(ref, " ".join(part.strip() for part in parts if part.strip())) for ref, parts in found]


def _as_title(line: str, words: str) -> str:
    """Words that stood as a small heading above a difference end in a colon before what follows."""
    is_title = line.startswith("#") or _TITLE.fullmatch(line) is not None
    bare = words.strip().strip("*").rstrip(":")
    return f"{bare}:" if is_title and bare and bare[-1] not in ".?!" else words


def _difference_of_row(row: list[str]) -> tuple[str, str]:
    first = _plain(row[0])
    named = re.match(r"(?:punt\s+|point\s+)?\(?([a-l])(?:[^\w\"'‘’“„]+|$)(.*)", first, re.I)
    words = [named[2], *row[1:]] if named else row
    return (named[1].lower() if named else "", "; ".join(filter(None, words)))


def _letter_of(number: int) -> str:
    return chr(ord("a") + number - 1) if 1 <= number <= 26 else ""


def _items(lines: list[str]) -> list[str]:
    """The items of a list; lines without a mark belong to the item before."""
    rows = _rows(lines)
    if rows:
        return ["; ".join(filter(None, row)) for row in rows]
    found: list[str] = []
    for line in filter(str.strip, lines):
        if _ITEM.match(line) or LETTER.match(line) or not found:
            found.append(LETTER.sub("", line) if LETTER.match(line) else _ITEM.sub("", line))
        else:
            found[-1] += f" {line.strip()}"
    return found


def _rows(lines: list[str]) -> list[list[str]]:
    """The rows of a table without its head and without the person's own words; none for other lines."""
    inner = [line.strip() for line in lines if line.strip().startswith("|")]
    if len(inner) < 2:
        return []
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in inner if not _TABLE_RULE.match(line)
    ]
    if len(rows) == len(inner):
        return rows
    head, *body = rows
    own = {n for n, cell in enumerate(head) if n and _OWN_COLUMN.search(cell)} if len(head) > 2 else set()
    return [[cell for n, cell in enumerate(row) if n not in own] for row in body]


def _joined(lines: list[str]) -> str:
    """Lines as running text; empty lines part paragraphs."""
    paragraphs = re.split(r"\n\s*\n", "\n".join(lines).strip())
    return "\n\n".join(
        " ".join(_ITEM.sub("", line).strip() for line in each.split("\n")) for each in paragraphs
    )


def _unmarked(words: str, claims: list[str]) -> str:
    """The words without marks; sentences that were marked as a claim of fact join the claims."""
    paragraphs = []
    for paragraph in words.split("\n\n"):
        pieces = []
        for sentence in _sentences(paragraph):
            plain = _plain(CHECK.sub("", sentence))
            if plain and CHECK.search(sentence):
                claims.append(plain)
            pieces.append(plain)
        paragraphs.append(" ".join(filter(None, pieces)))
    return "\n\n".join(filter(None, paragraphs))


def _sentences(paragraph: str) -> list[str]:
    """Sentences, each with the marks that stand behind its full stop."""
    found: list[str] = []
    for piece in _SENTENCE.split(CITATION.sub("", paragraph)):
        mark = CHECK.match(piece)
        if mark and found:
            found[-1] += f" {mark[0]}"
            piece = piece[mark.end() :].strip()
        if piece:
            found.append(piece)
    return found


def _plain(words: str) -> str:
    """Words without citations, emphasis and code marks."""
    bare = re.sub(r"\*{1,3}|__|`+", "", CITATION.sub("", words))
    bare = re.sub(r"[ \t]+", " ", bare).strip().strip("_")
    return re.sub(r" +([.,;:?!])", r"\1", re.sub(r"^>\s*", "", bare)).strip()
