"""What a steward or an administrator writes in the agreement, and what the council says about it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.drafts.writing import OwnLine, OwnText, WritingForm
from lerendwerken.foundation.organisations.models import Team
from lerendwerken.learning.frame.fields import Day
from lerendwerken.oversight.governance.auditing import KINDS
from lerendwerken.oversight.governance.models import Agreement, Voice
from lerendwerken.oversight.governance.standing import longest


class AgreementForm(WritingForm):
    """A version of the agreement; what is recorded, how long and by which AI systems fills itself in."""

    draft = "governance.agreement"

    kind = forms.ChoiceField(label=_("What kind of agreement is it?"), choices=Agreement.Kind.choices)
    purpose = OwnText(label=_("What is it for?"), max_length=1000, rows=4, required=True)
    teams = forms.MultipleChoiceField(
        label=_("Which teams take part?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one team.")},
    )
    starts = Day(label=_("From which day?"))
    ends = Day(
        label=_("Up to and including which day?"),
        help_text=_(
            "A pilot lasts thirteen weeks at most. A full agreement has no last day; leave this as it is."
        ),
        required=False,
    )
    agreed_with = OwnLine(
        label=_("With whom was it agreed, and when?"),
        help_text=_(
            "Name and role, for whoever says yes outside Lerendwerken. The council's own answer follows here."
        ),
        max_length=300,
    )
    reason = OwnText(label=_("What changes, and why?"), max_length=600, rows=2)

    def __init__(self, *args: Any, teams: Sequence[Team], is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["teams"]
        assert isinstance(choice, forms.MultipleChoiceField)  # noqa: S101
        choice.choices = [(str(team.pk), team.name) for team in teams]
        self.fields["reason"].required = not is_first
        if is_first:
            del self.fields["reason"]

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, as the action takes it."""
        return self.cleaned_data | {"teams": [uuid.UUID(team) for team in self.cleaned_data["teams"]]}


def prefilled(before: Agreement | None, teams: Sequence[Team], today: date) -> dict[str, Any]:
    """What stands ready: the version before, or a pilot of thirteen weeks for every team from the next Monday."""
    if before is not None:
        return {
            "kind": before.kind,
            "purpose": before.purpose,
            "teams": before.teams,
            "starts": max(before.starts, today),
            "ends": before.ends,
            "agreed_with": "",
        }
    starts = today + timedelta(days=-today.weekday() % 7)
    return {
        "kind": Agreement.Kind.PILOT.value,
        "purpose": gettext(
            "We try out for thirteen weeks whether a weekly rhythm of learning at work with AI helps us. What people "
            "write for themselves stays theirs. Nobody is judged by what is recorded here."
        ),
        "teams": [str(team.pk) for team in teams],
        "starts": starts,
        "ends": longest(starts),
    }


class VoiceForm(WritingForm):
    """What the council says about a version."""

    draft = "governance.voice"

    verdict = forms.ChoiceField(
        label=_("What does the council say?"), choices=Voice.Verdict.choices, widget=forms.RadioSelect
    )
    text = OwnText(label=_("Comment, advice or objection"), max_length=2000, rows=3)


class LogForm(forms.Form):
    """Which lines of the log the council looks at."""

    kind = forms.ChoiceField(
        label=_("What"),
        choices=[("", _("everything")), *((key, kind.name) for key, kind in KINDS.items())],
        required=False,
    )
    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(
        label=_("Up to and including"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
