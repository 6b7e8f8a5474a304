"""A sheet on which people judge answers without knowing whose they are; the key stands in a file of its own."""

from __future__ import annotations

import html
import random
from collections.abc import Mapping, Sequence
from typing import Any, Final

from lerendwerken.ai.partners.evaluating.cases import Case

_WORDS: Final = {
    "nl": {
        "title": "Blind beoordelen",
        "ask": "Welk antwoord zet deze persoon het meest zelf aan het denken? Zet ze op volgorde: 1 is het meest.",
        "view": "Eigen kijk",
        "piece": "Wat is meegegeven",
        "answer": "Antwoord",
        "order": "Volgorde",
        "because": "Want",
        "none": "(geen antwoord)",
    },
    "en": {
        "title": "Judging blind",
        "ask": "Which answer makes this person think most for themselves? Put them in order: 1 is the most.",
        "view": "Own view",
        "piece": "What was brought",
        "answer": "Answer",
        "order": "Order",
        "because": "Because",
        "none": "(no answer)",
    },
}
_STYLE: Final = (
    "body{font:17px/1.5 Georgia,serif;max-width:44em;margin:2em auto;padding:0 1em}"
    "article{break-inside:avoid;border-top:2px solid;margin-top:3em}pre{white-space:pre-wrap;font:inherit}"
    "section{border-left:3px solid #999;padding-left:1em;margin:1.5em 0}h3{font-size:1em}"
)


class Sheet:
    """The sheet as rows of (case, answers in a drawn order), and the key to that order."""

    def __init__(self, cases: Sequence[Case], answers: Mapping[str, Mapping[str, str]], seed: int) -> None:
        """`answers` are texts by case id, per name; only cases that all names answered are on the sheet."""
        draw = random.Random(seed)  # noqa: S311 (an order, no secret)
        self.seed = seed
        self.rows: list[tuple[Case, list[str]]] = []
        self.order: dict[str, list[str]] = {}
        for case in cases:
            if all(case.id in texts for texts in answers.values()):
                names = list(answers)
                draw.shuffle(names)
                self.order[case.id] = names
                self.rows.append((case, [answers[name][case.id] for name in names]))

    def key(self) -> dict[str, Any]:
        """Whose answers stand at 1, 2, 3, by case."""
        return {"seed": self.seed, "order": self.order}

    def as_markdown(self) -> str:
        """The sheet as Markdown; answers stand in quotes, so that their own headings do not disturb it."""
        told = [f"# {_WORDS[self._language]['title']}", _WORDS[self._language]["ask"]]
        for number, (case, texts) in enumerate(self.rows, start=1):
            words = _WORDS[case.lang]
            told.append(f"## {number}. {case.id} ({case.mode})")
            told += [
                f"**{words[label]}**\n\n{_quoted(text)}" for label, text in _brought(case) if text.strip()
            ]
            told += [
                f"### {words['answer']} {place}\n\n{_quoted(text or words['none'])}"
                for place, text in enumerate(texts, start=1)
            ]
            told.append(f"{words['order']}: ____________  {words['because']}: ____________")
        return "\n\n".join(told) + "\n"

    def as_html(self) -> str:
        """The sheet as one page that needs nothing else; every text is escaped."""
        words = _WORDS[self._language]
        articles = [self._article(number, *row) for number, row in enumerate(self.rows, start=1)]
        return (
            f'<!doctype html><html lang="{self._language}"><meta charset="utf-8"><title>{words["title"]}</title>'
            f"<style>{_STYLE}</style><main><h1>{words['title']}</h1><p>{words['ask']}</p>{''.join(articles)}"
            "</main></html>\n"
        )

    def _article(self, number: int, case: Case, texts: list[str]) -> str:
        words = _WORDS[case.lang]
        brought = "".join(
            f"<h3>{words[label]}</h3><pre>{html.escape(text)}</pre>"
            for label, text in _brought(case)
            if text.strip()
        )
        answers = "".join(
            f"<section><h3>{words['answer']} {place}</h3><pre>{html.escape(text or words['none'])}</pre></section>"
            for place, text in enumerate(texts, start=1)
        )
        fields = "".join(
            f'<p><label>{words[label]} <input name="{label}-{number}" size="30"></label></p>'
            for label in ("order", "because")
        )
        name = html.escape(f"{number}. {case.id} ({case.mode})")
        return f'<article lang="{case.lang}"><h2>{name}</h2>{brought}{answers}{fields}</article>'

    @property
    def _language(self) -> str:
        return self.rows[0][0].lang if self.rows else "nl"


def _brought(case: Case) -> list[tuple[str, str]]:
    spoken = [turn.text for turn in case.turns]
    sources = [f"[{source.number}] {source.text}" for source in case.sources]
    return [
        ("piece", "\n\n".join(filter(None, [case.piece, *sources]))),
        ("view", "\n\n".join([case.view, *spoken])),
    ]


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))
