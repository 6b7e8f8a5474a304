"""PDF with pdfium: the text layer, page by page; what stands there without being seen is marked as hidden."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from lerendwerken.ai.library.bounds import MOST_PAGES, CannotRead, Reason
from lerendwerken.ai.library.parts import Contents, Paragraph, Progress

Box = tuple[float, float, float, float]

_HYPHENS: Final = "\ufffe\x02\u00ad"
_ITEM: Final = re.compile(r"\s*(?:[-•–*▪◦·]\s|\(?[0-9a-z]{1,3}[.)]\s|(?:[0-9]+\.)+[0-9]*\s)")
_ENDS: Final = re.compile(r"[.:;?!][\"'”’)]?$")
_SHORT: Final = 0.8
_SMALLEST: Final = 1.0  # points
_WHITE: Final = 0xFA


def read(data: bytes, contents: Contents, progress: Progress) -> Iterator[Paragraph]:
    """The paragraphs of a PDF.

    Raises:
        CannotRead: encrypted, damaged, too many pages, or pictures of pages only.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        locked = problem.err_code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
        raise CannotRead(Reason.ENCRYPTED if locked else Reason.BROKEN) from problem
    contents.pages = len(document)
    if contents.pages > MOST_PAGES:
        raise CannotRead(Reason.TOO_MANY_PAGES)
    found = damaged = 0
    for number in range(1, contents.pages + 1):
        progress(number, contents.pages)
        try:
            page = document[number - 1]
        except pypdfium2.PdfiumError:
            damaged += 1
            contents.unread_pages.append(number)
            continue
        shown, hidden, has_picture = _Page(page).text()
        page.close()
        if shown.strip():
            found += 1
        elif has_picture:
            contents.unread_pages.append(number)
        for text in paragraphs(shown):
            yield Paragraph(text, page=number)
        if hidden.strip():
            yield Paragraph(" ".join(hidden.split()), page=number, hidden=True)
    if not found and contents.unread_pages:
        raise CannotRead(Reason.BROKEN if damaged else Reason.SCANNED)


def paragraphs(text: str) -> Iterator[str]:
    """Lines of a page put together again: words that were broken off are mended, items of a list stay apart."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    longest = max(map(len, lines), default=0)
    together = ""
    for line in lines:
        starts = not line.strip() or _ITEM.match(line) or not together
        if together and together[-1] in _HYPHENS:
            together = together[:-1] + line.lstrip()
            continue
        if starts and together:
            yield together
            together = ""
        together = f"{together} {line.strip()}" if together else line.strip()
        if together and len(line) < longest * _SHORT and _ENDS.search(line):
            yield together
            together = ""
    if together:
        yield together


class _Page:
    """One page: its text apart by whether it can be seen."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._box: Box = page.get_bbox()
        self._coloured: list[Box] = []
        self._pictures = False
        self._texts: list[tuple[Any, int]] = []

    def text(self) -> tuple[str, str, bool]:
        """What is shown, what is hidden, and whether there is a picture."""
        for thing in self._page.get_objects(max_depth=5):
            self._note(thing)
        hidden = self._hidden()
        source = self._page.get_textpage()
        try:
            if not hidden:
                return str(source.get_text_range()), "", self._pictures
            shown, away = _apart(source, hidden)
            return shown, away, self._pictures
        finally:
            source.close()

    def _note(self, thing: Any) -> None:
        if thing.type == pdfium.FPDF_PAGEOBJ_TEXT:
            self._texts.append((thing.raw, thing.level))
        elif thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            self._pictures = True
            self._coloured.append(_box(thing.raw))
        elif thing.type == pdfium.FPDF_PAGEOBJ_SHADING or (
            thing.type == pdfium.FPDF_PAGEOBJ_PATH and not _is_white(thing.raw)
        ):
            self._coloured.append(_box(thing.raw))

    def _hidden(self) -> set[int]:
        """The addresses of texts that nobody sees; a text layer under a scan is the page's text itself."""
        away = set()
        layer = self._pictures and all(
            pdfium.FPDFTextObj_GetTextRenderMode(raw) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
            for raw, _ in self._texts
        )
        for raw, level in self._texts:
            if not layer and self._is_hidden(raw, level):
                away.add(_address(raw))
        return away

    def _is_hidden(self, raw: Any, level: int) -> bool:
        if pdfium.FPDFTextObj_GetTextRenderMode(raw) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
            return True
        if (
            level
        ):  # inside a form the box is the form's own: only that nothing coloured lies anywhere can be said
            return _is_white(raw) and not self._coloured
        box = _box(raw)
        left, bottom, right, top = self._box
        outside = box[2] < left or box[0] > right or box[3] < bottom or box[1] > top
        flat = box[3] - box[1] < _SMALLEST and box[2] - box[0] > 0 and _size(raw) * _scale(raw) < _SMALLEST
        return outside or flat or (_is_white(raw) and not any(_covers(area, box) for area in self._coloured))


def _apart(source: Any, hidden: set[int]) -> tuple[str, str]:
    shown: list[int] = []
    away: list[int] = []
    into = shown
    for index in range(source.count_chars()):
        thing = pdfium.FPDFText_GetTextObject(source, index)
        if thing:
            before, into = into, away if _address(thing) in hidden else shown
            if into is away and before is shown:
                away.append(0x20)
        into.append(pdfium.FPDFText_GetUnicode(source, index))
    return _string(shown), _string(away)


def _string(codes: list[int]) -> str:
    """Characters of pdfium: whole ones, or halves of a pair."""
    joined = "".join(map(chr, codes))
    return joined.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _address(raw: Any) -> int:
    return int(ctypes.cast(raw, ctypes.c_void_p).value or 0)


def _box(raw: Any) -> Box:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(raw, *sides)
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top


def _covers(area: Box, box: Box) -> bool:
    return area[0] < box[2] and area[2] > box[0] and area[1] < box[3] and area[3] > box[1]


def _is_white(raw: Any) -> bool:
    shares = [ctypes.c_uint() for _ in range(4)]
    known = pdfium.FPDFPageObj_GetFillColor(raw, *shares)
    red, green, blue, opacity = (share.value for share in shares)
    return bool(known) and (opacity == 0 or min(red, green, blue) >= _WHITE)


def _size(raw: Any) -> float:
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(raw, size)
    return abs(size.value)


def _scale(raw: Any) -> float:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(raw, matrix)
    return float(max(abs(matrix.a), abs(matrix.b), abs(matrix.c), abs(matrix.d)))
