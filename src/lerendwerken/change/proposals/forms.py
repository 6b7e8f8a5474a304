"""What is written around a proposal: the proposal itself, and each act on its page."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lerendwerken.change.proposals.actions.drafting import FORM, MOST_IDEA, MOST_NAMES, MOST_SHORT, MOST_TITLE
from lerendwerken.change.proposals.actions.talking import MOST_REACTION
from lerendwerken.change.proposals.actions.trying import MOST_WHAT
from lerendwerken.change.proposals.models import Answer, ProposalDraft
from lerendwerken.foundation.drafts.writing import OwnLine, OwnText, WritingForm
from lerendwerken.foundation.organisations.actions.deciding import MOST_MANDATE, MOST_WEEKS
from lerendwerken.foundation.organisations.answering import MOST_REASON
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.foundation.shell.charts import shown
from lerendwerken.learning.frame.models import ResultPromise

TRIAL_WEEKS = 6


class Day(forms.DateField):
    """A day, picked from the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)


class ProposalForm(WritingForm):
    """A concrete change of work with an expected result."""

    draft = FORM

    title = OwnLine(label=_("What do you call it?"), max_length=MOST_TITLE, required=True)
    idea = OwnText(label=_("What should change in how we work?"), max_length=MOST_IDEA, required=True, rows=4)
    expected = OwnText(label=_("Which result do you expect?"), max_length=MOST_SHORT)
    promise = forms.ChoiceField(label=_("To which result of the frame does it contribute?"), required=False)
    risk = OwnText(label=_("What could go wrong, and for whom?"), max_length=MOST_SHORT)
    reversible = forms.ChoiceField(
        label=_("Can it be turned back?"),
        choices=[("yes", _("Yes, we can go back to how it was")), ("no", _("No, or I do not know"))],
        required=False,
        initial="no",
    )

    def __init__(self, *args: Any, promises: list[ResultPromise], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.ChoiceField = self.fields["promise"]  # type: ignore[assignment]
        field.choices = [
            ("", _("Not linked yet")),
            *((str(row.lineage), _in_numbers(row)) for row in promises),
        ]

    @staticmethod
    def initial_of(draft: ProposalDraft) -> dict[str, str]:
        """A draft as the form shows it."""
        texts = {name: getattr(draft, name) for name in ("title", "idea", "expected", "risk")}
        return texts | {
            "promise": str(draft.promise or ""),
            "reversible": "yes" if draft.reversible else "no",
        }

    def given(self) -> dict[str, Any]:
        """What was filled in, as the actions take it."""
        texts = {name: self.cleaned_data[name] for name in ("title", "idea", "expected", "risk")}
        promise = self.cleaned_data["promise"]
        return texts | {
            "promise": uuid.UUID(promise) if promise else None,
            "reversible": self.cleaned_data["reversible"] == "yes",
        }


class TeamForm(WritingForm):
    """Giving a proposal to the team."""

    draft = "proposals.team"

    with_names = OwnLine(label=_("Who made this with you?"), max_length=MOST_NAMES)


class ReactForm(WritingForm):
    """For it, or an objection."""

    draft = "proposals.react"

    text = OwnText(label=_("What do you say about it?"), max_length=MOST_REACTION)


class AnswerForm(WritingForm):
    """The reasoned answer of the one who decides."""

    draft = "proposals.answer"

    verdict = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            (Answer.Verdict.YES, _("Yes")),
            (Answer.Verdict.NO, _("No")),
            (Answer.Verdict.PARK, _("Park it until a day")),
        ],
        error_messages={"required": _("Choose yes, no or park.")},
    )
    reason = OwnText(
        label=_("Why?"),
        max_length=MOST_REASON,
        required=True,
        rows=3,
        error_messages={"required": _("Give your reason. One sentence is enough.")},
    )
    until = Day(label=_("Parked until"), required=False)


class TrialForm(WritingForm):
    """What is tried, and from when until when."""

    draft = "proposals.trial"

    what = OwnText(
        label=_("What do you try, with whom?"),
        max_length=MOST_WHAT,
        required=True,
        error_messages={"required": _("Say what you try. One sentence is enough.")},
    )
    starts = Day(label=_("From"))
    ends = Day(label=_("Until"))

    @staticmethod
    def initial_on(today: date, most: int | None = None) -> dict[str, date]:
        """Six weeks from today, or `most` weeks where a mandate allows fewer."""
        return {"starts": today, "ends": today + timedelta(weeks=min(TRIAL_WEEKS, most or TRIAL_WEEKS))}


class MeasureForm(WritingForm):
    """One value, measured by hand."""

    draft = "proposals.measure"

    value = forms.DecimalField(
        label=_("What did you measure?"), max_digits=12, decimal_places=2, localize=True
    )
    day = Day(label=_("On which day?"))
    note = OwnLine(label=_("How did you measure it?"), max_length=400)


class MandateForm(WritingForm):
    """What a team may try by itself."""

    draft = "proposals.mandate_of"

    text = OwnText(
        label=_("What may this team try by itself?"),
        help_text=_("What can be turned back, within named limits. Empty: the team asks before every trial."),
        max_length=MOST_MANDATE,
        rows=4,
    )
    weeks = forms.IntegerField(
        label=_("How many weeks does a trial last at most?"),
        help_text=_("Empty: no limit."),
        min_value=1,
        max_value=MOST_WEEKS,
        required=False,
        error_messages={
            "min_value": _("A trial lasts one week at least."),
            "max_value": _("A trial inside a mandate lasts half a year at most."),
        },
    )


class DeputyForm(forms.Form):
    """Who answers for a decision maker."""

    deputy = forms.ChoiceField(label=_("Deputy"), required=False)

    def __init__(self, *args: Any, choices: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.ChoiceField = self.fields["deputy"]  # type: ignore[assignment]
        field.choices = [("", _("Nobody yet")), *((str(row.pk), _named(row)) for row in choices)]

    @property
    def chosen(self) -> uuid.UUID | None:
        """The member who was chosen."""
        return uuid.UUID(self.cleaned_data["deputy"]) if self.cleaned_data["deputy"] else None


class AwayForm(forms.Form):
    """From when until when a decision maker is away."""

    first = Day(label=_("First day away"), error_messages={"required": _("Choose the first day.")})
    last = Day(label=_("Last day away"), error_messages={"required": _("Choose the last day.")})


class EndForm(WritingForm):
    """What came out of a trial: reason to realise it, or to stop."""

    draft = "proposals.end"

    text = OwnText(
        label=_("What came out of it?"),
        max_length=MOST_WHAT,
        required=True,
        error_messages={"required": _("Say what came out of it. One sentence is enough.")},
    )


def _named(member: Membership) -> str:
    return f"{member.name}, {member.job}" if member.job else member.name


def _in_numbers(promise: ResultPromise) -> str:
    target = shown(float(promise.target), promise.unit)
    if promise.baseline is None:  # measured later or not yet: the page of the result tells
        return f"{promise.title} (→ {target})"
    return f"{promise.title} ({shown(float(promise.baseline), promise.unit)} → {target})"
