"""What stewards write in a frame."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.drafts.writing import OwnLine, OwnText, WritingForm
from lerendwerken.foundation.organisations.answering import MOST_REASON
from lerendwerken.foundation.organisations.models import Team
from lerendwerken.learning.frame.actions.objecting import MOST_TEXT, MOST_WHY
from lerendwerken.learning.frame.fields import Day, Number
from lerendwerken.learning.frame.models import Challenge, Frame, Goal, ObjectionAnswer, ResultPromise
from lerendwerken.learning.frame.objections import Part


class FrameForm(WritingForm):
    """The name of the frame, why it exists, when its period begins and ends."""

    draft = "frame.frame"

    title = OwnLine(label=_("What do you call this frame?"), max_length=160, required=True)
    why = OwnText(
        label=_("Why do you want this?"),
        help_text=_("What happens in the work now, for whom that is a problem, and what may not be lost."),
        max_length=2000,
        required=True,
        rows=4,
    )
    starts = Day(
        label=_("From which day?"),
        help_text=_(
            "The plan of every result is counted from this day. Is it still to come, then the version holds from then."
        ),
    )
    ends = Day(
        label=_("Until which day?"),
        help_text=_("Without a version for the period after it, the frame holds on after this day."),
    )


class GoalForm(WritingForm):
    """One goal, and to which challenges it contributes."""

    draft = "frame.goal"

    title = OwnLine(label=_("What do you want to reach?"), max_length=160, required=True)
    text = OwnText(label=_("How would somebody notice?"), max_length=1000, rows=3)
    challenges = forms.MultipleChoiceField(
        label=_("To which challenges does this contribute?"),
        choices=Challenge.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class _UnderGoal(WritingForm):
    goal = forms.ChoiceField(label=_("Under which goal?"))

    def __init__(self, *args: Any, goals: Iterable[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].choices = [(str(goal.pk), goal.title) for goal in goals]  # type: ignore[attr-defined]


class PromiseForm(_UnderGoal):
    """A result that is promised, with everything that makes it measurable."""

    draft = "frame.promise"
    field_order = [
        "title",
        "indicator",
        "unit",
        "better",
        "baseline",
        "baseline_by",
        "target",
        "due",
        "kind",
        "term",
    ]

    title = OwnLine(label=_("Which result do you promise?"), max_length=160, required=True)
    indicator = OwnText(
        label=_("How is it measured?"),
        help_text=_("What is counted, over whom, and by whom. This stands beside the figure everywhere."),
        max_length=600,
        required=True,
        rows=3,
    )
    unit = forms.CharField(
        label=_("In what?"),
        help_text=_("Hours, days, the percent sign. May stay empty."),
        max_length=20,
        required=False,
    )
    better = forms.ChoiceField(
        label=_("What is better?"), choices=ResultPromise.Better.choices, initial=ResultPromise.Better.UP
    )
    baseline = Number(label=_("Where do you stand now?"), help_text=_("The baseline."), required=False)
    baseline_by = Day(
        label=_("Not measured yet? By when will it be?"),
        help_text=_("Only when the baseline is empty."),
        required=False,
    )
    target = Number(label=_("Where do you want to be?"), help_text=_("The target."))
    due = Day(label=_("On which day?"))
    kind = forms.ChoiceField(
        label=_("What kind of result?"), choices=ResultPromise.Kind.choices, initial=ResultPromise.Kind.DIRECT
    )
    term = forms.ChoiceField(
        label=_("On what term?"), choices=ResultPromise.Term.choices, initial=ResultPromise.Term.SHORT
    )


class QuestionForm(_UnderGoal):
    """What has to be learned to reach a goal."""

    draft = "frame.question"
    field_order = ["text", "team", "goal"]

    text = OwnText(
        label=_("What do you have to learn for this?"),
        help_text=_("One question. Everybody puts a learning question of their own under it."),
        max_length=240,
        required=True,
    )
    team = forms.ChoiceField(label=_("Whose question is it?"), required=False)

    def __init__(self, *args: Any, teams: Iterable[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = [("", _("of every team"))]
        self.fields["team"].choices = [*everybody, *((str(team.pk), team.name) for team in teams)]  # type: ignore[attr-defined]


class DecideForm(WritingForm):
    """Why this version comes in force."""

    draft = "frame.force"

    reason = OwnText(
        label=_("Why this version, why now?"),
        help_text=_("What changed, who asked for it, with whom you spoke. Everybody reads this."),
        max_length=1000,
        required=True,
        rows=3,
    )


class ObjectionForm(WritingForm):
    """What somebody has against the frame, in one sentence, and why."""

    draft = "frame.objection"

    part = forms.ChoiceField(label=_("What is it about?"), required=False)
    text = OwnLine(
        label=_("What do you have against it?"),
        help_text=_("In one sentence."),
        max_length=MOST_TEXT,
        required=True,
    )
    why = OwnText(
        label=_("Why?"),
        help_text=_("What you see in your work. Not about one recognisable person."),
        max_length=MOST_WHY,
        required=True,
        rows=3,
    )

    def __init__(self, *args: Any, parts: Iterable[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(part.lineage), f"{capfirst(part.about.label)}: {part.words}") for part in parts]
        self.fields["part"].choices = [("", _("The frame as a whole")), *named]  # type: ignore[attr-defined]


class ObjectionAnswerForm(WritingForm):
    """The reasoned answer of a steward."""

    draft = "frame.answer"

    verdict = forms.ChoiceField(
        label=_("What do you answer?"),
        choices=[
            (ObjectionAnswer.Verdict.TAKEN, _("I take this over in the frame")),
            (ObjectionAnswer.Verdict.NOT_TAKEN, _("I do not take this over")),
            (ObjectionAnswer.Verdict.PARK, _("I park it until a day")),
        ],
        error_messages={"required": _("Choose taken over, not taken over, or parked.")},
    )
    reason = OwnText(
        label=_("Why?"),
        max_length=MOST_REASON,
        required=True,
        rows=3,
        error_messages={"required": _("Give your reason. One sentence is enough.")},
    )
    version = forms.ChoiceField(label=_("Taken over in which version?"), required=False)
    until = Day(label=_("Parked until"), required=False)

    def __init__(self, *args: Any, versions: Iterable[Frame], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(row.pk), _("version %(number)s") % {"number": row.number}) for row in versions]
        self.fields["version"].choices = [("", _("the next version")), *named]  # type: ignore[attr-defined]
        if not named:
            del self.fields["version"]
