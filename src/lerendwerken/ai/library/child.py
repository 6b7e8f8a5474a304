"""The process that opens a file: bytes in, lines of JSON out, nothing else.

Each line is one of `{"page": 3, "of": 12}`, `{"passage": [number, page, paragraph, hidden, stripped, text]}` and, last,
`{"end": {...}}` or `{"refused": reason}`. Started by `reading`, never by a person.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, TextIO

from lerendwerken.ai.library.bounds import MOST_BYTES, CannotRead, Reason
from lerendwerken.ai.library.confined import confine
from lerendwerken.ai.library.kinds import kind_of
from lerendwerken.ai.library.language import Language
from lerendwerken.ai.library.parts import Contents, Reader
from lerendwerken.ai.library.passages import Passage, cut


def main() -> int:
    """Read what comes in; always ends with a line that says how it went, if there is memory for one."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", errors="replace")
    try:
        confine()
        data = sys.stdin.buffer.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise CannotRead(Reason.TOO_BIG)
        last = _read(data, out)
    except CannotRead as refusal:
        last = {"refused": refusal.reason}
    except MemoryError:
        last = {"refused": Reason.TOO_MUCH_MEMORY}
    except Exception:  # whatever a strange file brings about in a library: it is not as it should be
        last = {"refused": Reason.BROKEN}
    _say(out, last)
    out.flush()
    return 0


def _read(data: bytes, out: TextIO) -> dict[str, Any]:
    kind = kind_of(data)
    contents = Contents(kind)
    language = Language()
    found = False
    reader = _reader(kind)
    for passage in cut(reader(data, contents, lambda page, of: _say(out, {"page": page, "of": of}))):
        found = True
        language.hear(passage.text)
        _say(out, {"passage": _fields(passage)})
    if not found and not contents.headers:
        raise CannotRead(Reason.EMPTY)
    return {"end": {**vars(contents), "language": language.guess()}}


def _fields(passage: Passage) -> list[object]:
    return [passage.number, passage.page, passage.paragraph, passage.hidden, passage.stripped, passage.text]


def _say(out: TextIO, line: dict[str, Any]) -> None:
    out.write(json.dumps(line, ensure_ascii=False) + "\n")
    if "page" in line:
        out.flush()


def _reader(kind: str) -> Reader:
    """The reader of a kind; each is loaded only when it is needed."""
    if kind == "pdf":
        from lerendwerken.ai.library.pdf import read
    elif kind == "docx":
        from lerendwerken.ai.library.docx import read
    elif kind == "odt":
        from lerendwerken.ai.library.odt import read
    elif kind == "mail":
        from lerendwerken.ai.library.mail import read
    else:
        from lerendwerken.ai.library.plain import read
    return read


if __name__ == "__main__":
    sys.exit(main())
