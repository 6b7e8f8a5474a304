"""What is written in a statement and in a reply."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from lerendwerken.change.accountability.composing import MOST_PART, MOST_TEXT, Part, Result
from lerendwerken.foundation.drafts.writing import OwnLine, OwnText, WritingForm


class StatementForm(WritingForm):
    """A statement: a part per development question, the results that go along, and three more questions.

    `headings` are the development questions under which one may write, '' for what belongs to none.
    """

    draft = "accountability.statement"

    title = OwnLine(label=_("Title"), max_length=160, required=True)
    results = forms.MultipleChoiceField(label=_("Which results go along?"), required=False)
    different = OwnText(label=_("What I do differently now"), max_length=MOST_TEXT, rows=3)
    failed = OwnText(label=_("What did not work"), max_length=MOST_TEXT, rows=2)
    need = OwnText(label=_("What I need from you"), max_length=MOST_TEXT, rows=2)

    def __init__(
        self, *args: Any, headings: Sequence[str] = (), offered: Iterable[Result] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offered = list(offered)
        self.fields["results"].choices = [(row["promise"], row["title"]) for row in self.offered]  # type: ignore[attr-defined]
        self._headings = {name_of(heading): heading for heading in headings}
        for name, heading in self._headings.items():
            label = heading or _("Something else")
            self.fields[name] = OwnText(label=label, max_length=MOST_PART, rows=3)

    @property
    def part_fields(self) -> list[BoundField]:
        """The fields under `Waar ik aan werkte`: first those that hold something."""
        return sorted((self[name] for name in self._headings), key=lambda field: not field.value())

    @property
    def result_rows(self) -> list[dict[str, Any]]:
        """The results on offer, and whether each goes along."""
        chosen = {str(value) for value in self["results"].value() or ()}
        return [{"row": row, "chosen": row["promise"] in chosen} for row in self.offered]

    @property
    def parts(self) -> list[Part]:
        """What was written per development question."""
        return [
            Part(development_question=heading, text=self.cleaned_data.get(name, ""))
            for name, heading in self._headings.items()
        ]

    @property
    def lineages(self) -> list[uuid.UUID]:
        """The promises whose figures go along."""
        return [uuid.UUID(value) for value in self.cleaned_data["results"]]


class ReplyForm(WritingForm):
    """The manager's reply."""

    draft = "accountability.reply"
    once = True

    text = OwnText(label=_("Your reply"), max_length=2000, required=True, rows=4)


def name_of(heading: str) -> str:
    """The name of the field for one development question: the same as long as its text is the same."""
    return f"part_{hashlib.sha256(heading.encode()).hexdigest()[:12]}"
