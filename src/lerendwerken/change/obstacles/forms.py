"""What is written about an obstacle: the obstacle itself, and the answer."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lerendwerken.change.obstacles.actions import MOST_OUT_OF, MOST_TEXT, MOST_WHY
from lerendwerken.change.obstacles.models import ObstacleAnswer
from lerendwerken.foundation.drafts.writing import OwnLine, OwnText, WritingForm
from lerendwerken.foundation.organisations.answering import MOST_REASON
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.learning.frame.fields import Day


class ObstacleForm(WritingForm):
    """What stands in the way, what it costs, and who can take it away."""

    draft = "obstacles.obstacle"

    text = OwnLine(
        label=_("What stands in the way?"),
        help_text=_("In one sentence."),
        max_length=MOST_TEXT,
        required=True,
    )
    why = OwnText(
        label=_("What does not succeed because of it?"),
        help_text=_("What you see in your work. Not about one recognisable person."),
        max_length=MOST_WHY,
        required=True,
        rows=3,
    )
    out_of = OwnLine(
        label=_("In which work did you meet it?"),
        help_text=_("This goes along as it stands here. It may stay empty."),
        max_length=MOST_OUT_OF,
    )
    addressee = forms.ChoiceField(
        label=_("Who can take it away?"),
        help_text=_(
            "They owe you an answer. Nobody else outside your team reads it, except their deputy and a steward."
        ),
    )

    def __init__(self, *args: Any, people: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["addressee"].choices = [(str(row.pk), _named(row)) for row in people]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """What was filled in, as the action takes it."""
        return self.cleaned_data | {"addressee": uuid.UUID(self.cleaned_data["addressee"])}


class ObstacleAnswerForm(WritingForm):
    """The reasoned answer of the one who was asked."""

    draft = "obstacles.answer"

    verdict = forms.ChoiceField(
        label=_("What do you answer?"),
        choices=[
            (ObstacleAnswer.Verdict.GONE, _("It is out of the way")),
            (ObstacleAnswer.Verdict.BY_A_DAY, _("I take it away by a day")),
            (ObstacleAnswer.Verdict.STAYS, _("It stays")),
        ],
        error_messages={"required": _("Choose taken away, by a day, or stays.")},
    )
    reason = OwnText(
        label=_("What did you do or decide, and why?"),
        max_length=MOST_REASON,
        required=True,
        rows=3,
        error_messages={"required": _("Give your reason. One sentence is enough.")},
    )
    until = Day(label=_("Taken away by"), required=False)


def _named(member: Membership) -> str:
    return f"{member.name}, {member.job}" if member.job else member.name
