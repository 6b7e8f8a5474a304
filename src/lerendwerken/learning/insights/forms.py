"""What is written about an insight: mending it, and recalling it from memory."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.drafts.writing import OwnLine, OwnText, WritingForm
from lerendwerken.learning.insights.actions import MOST_CUE, MOST_RECALLED, MOST_WORDS
from lerendwerken.learning.insights.mirroring import MOST_SEEN, MOST_TASK, MOST_WORK
from lerendwerken.learning.insights.models import Insight


class InsightForm(WritingForm):
    """One insight: before, now, because, and the question by which it comes back."""

    draft = "insights.insight"

    before = OwnText(label=_("First I thought"), max_length=MOST_WORDS)
    now = OwnText(
        label=_("Now I think"),
        max_length=MOST_WORDS,
        required=True,
        error_messages={"required": _("Write what you think now. One line is enough.")},
    )
    because = OwnText(label=_("because"), max_length=MOST_WORDS)
    cue = OwnLine(label=_("Which question brings it back?"), max_length=MOST_CUE)
    copy_too = forms.ChoiceField(
        label=_("Your team reads a copy of this insight"),
        choices=[("no", _("Leave the copy as it is")), ("yes", _("Change the copy too"))],
        required=False,
        initial="no",
    )

    def __init__(self, *args: Any, shared: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not shared:
            del self.fields["copy_too"]

    @staticmethod
    def initial_of(insight: Insight) -> dict[str, str]:
        """An insight as the form shows it."""
        return {name: getattr(insight, name) for name in ("before", "now", "because", "cue")}


class RecallForm(WritingForm):
    """What comes to mind before seeing it again; nothing is an answer too."""

    draft = "insights.recall"

    wrote = OwnText(label=_("What do you remember?"), max_length=MOST_RECALLED, rows=3)

    def close_book(self) -> None:
        """Once the answer lies beside it, what came from memory stays as it is."""
        self.fields["wrote"].widget.attrs["readonly"] = True


class MirrorForm(WritingForm):
    """A piece of unaided work for the mirror."""

    draft = "insights.mirror"

    task = OwnLine(label=_("Which work is it?"), max_length=MOST_TASK, required=True)
    text = OwnText(label=_("The work itself"), max_length=MOST_WORK, required=True, rows=10)


class MirrorSeenForm(WritingForm):
    """What somebody sees in the two pieces."""

    draft = "insights.mirror-seen"

    sees = OwnText(label=_("What do you see now?"), max_length=MOST_SEEN, required=True, rows=3)
