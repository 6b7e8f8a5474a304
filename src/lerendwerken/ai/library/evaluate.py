"""How well answers and likenesses are found in files of examples: for `lerendwerken eval search` and `similar`."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Any, Final

from lerendwerken.ai.library.ranking import Ranking, alike

AT_SUCCESS: Final = 5
AT_GAIN: Final = 10
AT_ALIKE: Final = 3

Line = dict[str, Any]


def search(passages: Sequence[Line], questions: Sequence[Line]) -> tuple[dict[str, Any], list[Line]]:
    """Ask every question of the passages: the figures, and what was found per question in the shape of the file.

    `success at 5` and `nDCG at 10` are over the questions to which something is relevant, `refused` is the share of
    the others that got no answer. A figure without questions is None.
    """
    ranking = Ranking(str(line["text"]) for line in passages)
    found = [
        {**question, "relevant": [passages[answer.place]["id"] for answer in answers[:AT_GAIN]]}
        for question in questions
        for answers in [ranking.answers(question["q"])]
    ]
    asked = [
        (set(question["relevant"]), line["relevant"]) for question, line in zip(questions, found, strict=True)
    ]
    answerable = [(relevant, got) for relevant, got in asked if relevant]
    others = [got for relevant, got in asked if not relevant]
    figures = {
        "questions": len(answerable),
        "success at 5": _mean([bool(relevant & set(got[:AT_SUCCESS])) for relevant, got in answerable]),
        "nDCG at 10": _mean([_gain(relevant, got) for relevant, got in answerable]),
        "with nothing relevant": len(others),
        "refused": _mean([not got for got in others]),
    }
    return figures, found


def similar(items: Sequence[Line]) -> tuple[dict[str, Any], list[Line]]:
    """Find the three that are most like each item: the share of true pairs among them, and what was found per item."""
    likest = alike([f"{item['title']}. {item['text']}" for item in items], AT_ALIKE)
    found = [
        {**item, "same_as": [items[place]["id"] for place in places]}
        for item, places in zip(items, likest, strict=True)
    ]
    pairs = [
        (other in line["same_as"])
        for item, line in zip(items, found, strict=True)
        for other in item["same_as"]
    ]
    return {"items": len(items), "pairs": len(pairs), "in the top 3": _mean(pairs)}, found


def _gain(relevant: Collection[Any], got: Sequence[Any]) -> float:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002); a passage is relevant or it is not."""
    gained = sum(1 / math.log2(place + 2) for place, each in enumerate(got[:AT_GAIN]) if each in relevant)
    return gained / sum(1 / math.log2(place + 2) for place in range(min(len(relevant), AT_GAIN)))


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 3) if values else None
