"""AI text on a page: the little markup that models use, and nothing that could act.

Everything is escaped first; only then do a few tags come in, none of them with an attribute. A link or an
image stands there as words with its real address: nothing is loaded, and nothing leads elsewhere unread.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from django.utils.safestring import SafeString, mark_safe

TAGS: Final = frozenset(
    {"p", "br", "strong", "em", "code", "pre", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"}
)
"""The only tags that ever come out."""

_DEEPEST: Final = 3
# Control characters, and those that turn the direction of writing: an address would read as another.
_UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_HEADING: Final = re.compile(r"#{1,6}[ \t]+(.+)$")
_BULLET: Final = re.compile(r"[-*+•][ \t]+")
_NUMBER: Final = re.compile(r"(\d{1,9})[.)][ \t]+")
_FENCE: Final = re.compile(r"(`{3,}|~{3,})")
_RULE: Final = re.compile(r"(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_TABLE_RULE: Final = re.compile(r"\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?[ \t]*)?$")
_TOKEN: Final = re.compile(
    r"(?P<plain>\\[\\`*_\[\]()#+.!|~-])"
    r"|(?P<ticks>`+)"
    r"|!?\[(?P<words>[^\[\]\n]{0,300})\]\((?P<address>[^()\s]{0,2000}+(?:\([^()\s]{0,200}+\))?[^()\s]{0,200}+)"
    r"(?:[ \t][^()\n]{0,300}+)?+\)"
    r"|(?P<bare>https?://[^\s*`\[\]]{1,2000})"
    r"|(?P<emphasis>\*{1,3}|_{1,3})"
)
_WRAPPED: Final = {1: ("<em>", "</em>"), 2: ("<strong>", "</strong>"), 3: ("<strong><em>", "</em></strong>")}


def render(text: str) -> SafeString:
    """HTML of an AI's answer, safe to put on a page as it is, also while it is still being written."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")
    escaped = html.escape(_UNSEEN.sub("", clean).expandtabs(4))
    return mark_safe("\n".join(_blocks(escaped.split("\n"), 0)))  # noqa: S308 (escaped on the line above)


def _blocks(lines: list[str], depth: int) -> Iterator[str]:
    """The blocks that these lines make."""
    at = 0
    paragraph: list[str] = []
    while at <= len(lines):
        line = lines[at].strip() if at < len(lines) else ""
        taken, block = _block(lines, at, depth) if line else (1, "")
        if (block or not line) and paragraph:
            yield f"<p>{'<br>'.join(_inline(each) for each in paragraph)}</p>"
            paragraph = []
        if block:
            yield block
        elif taken == 0:
            paragraph.append(re.sub(r"^(?:&gt;[ ]?)+", "", line))
        at += taken or 1


def _block(lines: list[str], at: int, depth: int) -> tuple[int, str]:
    """How many lines the block that begins here takes, and its HTML; (0, "") for a line of a paragraph."""
    line = lines[at].strip()
    if fence := _FENCE.match(line):
        return _code(lines, at, fence[1])
    if _RULE.match(line):
        return 1, ""
    if heading := _HEADING.match(line):
        return 1, f"<p><strong>{_inline(heading[1].rstrip('# ').strip('*'))}</strong></p>"
    if "|" in line and at + 1 < len(lines) and _TABLE_RULE.match(lines[at + 1].strip()):
        return _table(lines, at)
    if depth < _DEEPEST:
        if _BULLET.match(line):
            return _list(lines, at, depth, "ul", _BULLET)
        number = _NUMBER.match(line)
        if number and number[1] == "1":
            return _list(lines, at, depth, "ol", _NUMBER)
    return 0, ""


def _code(lines: list[str], at: int, fence: str) -> tuple[int, str]:
    end = at + 1
    while end < len(lines) and not lines[end].strip().startswith(fence):
        end += 1
    return end - at + 1, f"<pre><code>{chr(10).join(lines[at + 1 : end])}</code></pre>"


def _list(lines: list[str], at: int, depth: int, tag: str, marker: re.Pattern[str]) -> tuple[int, str]:
    """A list: its items begin at the same indent; what is indented deeper belongs to the item before."""
    indent = _indent(lines[at])
    items: list[list[str]] = []
    end = at
    while end < len(lines):
        line = lines[end]
        begin = marker.match(line.strip()) if _indent(line) == indent else None
        if begin:
            items.append([line.strip()[begin.end() :]])
        elif _indent(line) > indent and line.strip():
            items[-1].append(line[min(_indent(line), indent + 2) :])
        elif line.strip() or not _goes_on(lines, end, indent, marker):
            break
        else:
            items[-1].append("")
        end += 1
    inner = "".join(f"<li>{_item(item, depth)}</li>" for item in items)
    return end - at, f"<{tag}>{inner}</{tag}>"


def _goes_on(lines: list[str], at: int, indent: int, marker: re.Pattern[str]) -> bool:
    """Whether the list goes on after the empty lines that begin here."""
    for line in lines[at : at + 3]:
        if line.strip():
            return _indent(line) > indent or (
                _indent(line) == indent and marker.match(line.strip()) is not None
            )
    return False


def _item(lines: list[str], depth: int) -> str:
    """An item's blocks; a single paragraph stands without its own tag."""
    first, *rest = list(_blocks(_dedented(lines), depth + 1)) or [""]
    if first.startswith("<p>"):
        first = first.removeprefix("<p>").removesuffix("</p>")
    return "".join([first, *rest])


def _dedented(lines: list[str]) -> list[str]:
    first, *rest = lines
    least = min((_indent(line) for line in rest if line.strip()), default=0)
    return [first, *(line[least:] for line in rest)]


def _table(lines: list[str], at: int) -> tuple[int, str]:
    end = at + 2
    while end < len(lines) and "|" in lines[end]:
        end += 1
    head = "".join(f"<th>{_inline(cell)}</th>" for cell in _cells(lines[at]))
    body = "".join(
        f"<tr>{''.join(f'<td>{_inline(cell)}</td>' for cell in _cells(line))}</tr>"
        for line in lines[at + 2 : end]
    )
    return end - at, f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _inline(text: str) -> str:
    """Emphasis, code and addresses within a line; marks that have no partner stay as they are."""
    out: list[str] = []
    opened: list[tuple[str, int]] = []
    waiting: dict[str, int] = {}
    lonely_ticks: set[int] = set()
    at = 0
    while token := _TOKEN.search(text, at):
        out.append(text[at : token.start()])
        at = token.end()
        if token["plain"]:
            out.append(token["plain"][1])
        elif token["ticks"]:
            end = -1 if len(token["ticks"]) in lonely_ticks else _closing_ticks(text, at, len(token["ticks"]))
            if end < 0:
                lonely_ticks.add(len(token["ticks"]))
                out.append(token["ticks"])
            else:
                out.append(f"<code>{text[at:end].strip()}</code>")
                at = end + len(token["ticks"])
        elif token["address"] is not None:
            out.append(_address(token["words"], token["address"]))
        elif token["bare"]:
            out.append(token["bare"])
        else:
            _emphasise(out, opened, waiting, token, text)
    return "".join([*out, text[at:]])


def _closing_ticks(text: str, at: int, count: int) -> int:
    """Where a run of just as many ticks stands; -1 for nowhere."""
    found = re.compile(rf"(?<!`)`{{{count}}}(?!`)").search(text, at)
    return found.start() if found else -1


def _address(words: str, address: str) -> str:
    """A link or image as its words with the real address behind it."""
    bare = words.strip(" *_`")
    return f"{bare} ({address})" if bare and bare != address else address


def _emphasise(
    out: list[str], opened: list[tuple[str, int]], waiting: dict[str, int], token: re.Match[str], text: str
) -> None:
    """Close the emphasis that this mark closes, open the one that it may open, or leave it as it is."""
    mark = token["emphasis"]
    before = text[token.start() - 1] if token.start() else " "
    after = text[token.end()] if token.end() < len(text) else " "
    is_word_inside = mark[0] == "_" and before.isalnum() and after.isalnum()
    if not before.isspace() and waiting.get(mark, 0) and not is_word_inside:
        while True:
            other, place = opened.pop()
            waiting[other] -= 1
            if other == mark:
                break
        begin, end = _WRAPPED[len(mark)]
        out[place] = begin
        out.append(end)
        return
    if not after.isspace() and not is_word_inside:
        opened.append((mark, len(out)))
        waiting[mark] = waiting.get(mark, 0) + 1
    out.append(mark)
