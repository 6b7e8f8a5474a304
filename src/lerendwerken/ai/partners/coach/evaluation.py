"""Running the coach over a file of situations, the shape of `lerendwerken eval coach`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .asking import ask
from .model import MODES


def evaluate(lines: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each {id, lang, mode, text} what the coach asks: {id, question, trigger, quotes}.

    Question and trigger are empty where the coach has nothing to ask. Each line stands alone: nothing counts
    as asked before. A mode that is missing or unknown is read as "sharpen".
    """
    for line in lines:
        language = "en" if str(line.get("lang", "nl")).lower().startswith("en") else "nl"
        mode = str(line.get("mode", "")).lower().replace(" ", "").replace("-", "").replace("_", "")
        mode = mode if mode in MODES else "sharpen"
        question = ask(str(line.get("text") or ""), language=language, mode=mode)
        yield {
            "id": line.get("id"),
            "question": question.text if question else "",
            "trigger": question.trigger if question else "",
            "quotes": list(question.quotes) if question else [],
        }
