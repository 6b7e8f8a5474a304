"""An e-mail as a mail program saves it: who, when, about what, and the words. Attachments are named, not read."""

from __future__ import annotations

from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html.parser import HTMLParser
from typing import Final

from lerendwerken.ai.library.bounds import CannotRead, Reason
from lerendwerken.ai.library.parts import Contents, Paragraph, Progress
from lerendwerken.ai.library.plain import paragraphs_of

_HEADERS: Final = ("subject", "from", "date")
_ENCRYPTED: Final = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
_MOST_ATTACHMENTS: Final = 50
_DEEPEST: Final = 200
_SILENT: Final = frozenset({"script", "style", "head", "title", "template", "noscript"})
_ENDS_A_PARAGRAPH: Final = frozenset(
    {
        "p",
        "div",
        "li",
        "tr",
        "table",
        "ul",
        "ol",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "hr",
    }
)
_EMPTY_TAGS: Final = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "col", "area", "base", "source", "wbr"}
)
_HIDING: Final = (
    "display:none",
    "visibility:hidden",
    "font-size:0;",
    "font-size:0p",
    "opacity:0;",
    "mso-hide:all",
)


def read(data: bytes, contents: Contents, progress: Progress) -> Iterator[Paragraph]:
    """The words of the message itself."""
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(data)
    if message.get_content_type() in _ENCRYPTED:
        raise CannotRead(Reason.ENCRYPTED)
    for name in _HEADERS:
        value = " ".join(str(message.get(name, "")).split())
        if value:
            contents.headers[name] = value[:500]
    for part in message.walk():
        file_name = part.get_filename()
        if file_name and len(contents.attachments) < _MOST_ATTACHMENTS:
            contents.attachments.append(" ".join(file_name.split())[:200])
    body = message.get_body(("plain", "html"))
    if not isinstance(body, EmailMessage):
        return
    words = _text_of(body)
    if body.get_content_type() == "text/html":
        reader = _Words()
        reader.feed(words)
        reader.close()
        yield from reader.paragraphs()
    else:
        yield from paragraphs_of(words)


def _text_of(body: EmailMessage) -> str:
    try:
        return str(body.get_content())
    except (LookupError, ValueError):  # a character set that nobody knows
        payload = body.get_payload(decode=True)
        return payload.decode("utf-8", errors="replace") if isinstance(payload, bytes) else ""


class _Words(HTMLParser):
    """What a reader sees of HTML, and apart from it what is not shown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._found: list[tuple[bool, list[str]]] = [(False, [])]
        self._open: list[tuple[str, bool]] = []

    def paragraphs(self) -> Iterator[Paragraph]:
        """What was read."""
        for hidden, pieces in self._found:
            text = "\n".join(" ".join(line.split()) for line in "".join(pieces).split("\n")).strip()
            if text:
                yield Paragraph(text, hidden=hidden)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what opens, and whether it hides what stands in it."""
        if tag == "br":
            self._say("\n")
        if tag in _ENDS_A_PARAGRAPH:
            self._next()
        if tag not in _EMPTY_TAGS and len(self._open) < _DEEPEST:
            given = dict(attrs)
            style = (given.get("style") or "").replace(" ", "").lower() + ";"
            hides = "hidden" in given or any(way in style for way in _HIDING)
            self._open.append((tag, hides))

    def handle_endtag(self, tag: str) -> None:
        """Close it, with whatever was left open inside it."""
        if any(name == tag for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass
        if tag in _ENDS_A_PARAGRAPH:
            self._next()
        elif tag in {"td", "th"}:
            self._say(" ")

    def handle_data(self, data: str) -> None:
        """Words, unless they are nobody's to read."""
        if not any(name in _SILENT for name, _ in self._open):
            self._say(data.replace("\r", " ").replace("\n", " "))

    def _say(self, text: str) -> None:
        hidden = any(hides for _, hides in self._open)
        if self._found[-1][0] != hidden:
            self._found.append((hidden, []))
        self._found[-1][1].append(text)

    def _next(self) -> None:
        if self._found[-1][1]:
            self._found.append((self._found[-1][0], []))
