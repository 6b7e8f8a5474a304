"""What the facilitator fills in about the team's rhythm."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.drafts.writing import OwnText, WritingForm
from lerendwerken.foundation.ground import weeks
from lerendwerken.learning.weekcycle.models import Rhythm, Weekday


class RhythmForm(WritingForm):
    """When the team has its dialogue, and which work lapses for the rhythm."""

    draft = "weekcycle.rhythm"

    dialogue_day = forms.ChoiceField(label=_("On which day is your dialogue?"), choices=Weekday.choices)
    dialogue_time = forms.TimeField(
        label=_("At what time?"),
        help_text=_("Thirty minutes, in working time."),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    starts = forms.ChoiceField(
        label=_("From which week?"), choices=[("this", _("this week")), ("next", _("next week"))]
    )
    lapsed_work = OwnText(
        label=_("Which work lapses for it?"),
        help_text=_("The moments are working time. Name what you stop doing, so that there is room."),
        max_length=400,
    )

    def __init__(self, *args: Any, begun: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if begun:
            del self.fields["starts"]

    @staticmethod
    def prefilled(rhythm: Rhythm | None) -> dict[str, Any]:
        """What stands ready: the rhythm as it is, or a proposal for the first one."""
        if rhythm is None:
            return {"dialogue_day": Weekday.THU.value, "dialogue_time": "10:00", "starts": "this"}
        return {
            "dialogue_day": rhythm.dialogue_day,
            "dialogue_time": rhythm.dialogue_time.strftime("%H:%M"),
            "lapsed_work": rhythm.lapsed_work,
        }

    def dialogue(self) -> tuple[str, time]:
        """The chosen day and wall-clock time."""
        return self.cleaned_data["dialogue_day"], self.cleaned_data["dialogue_time"]

    def first_week(self, present: date) -> date:
        """The Monday from which the rhythm runs, `present` being this week's."""
        return weeks.after(present, 1) if self.cleaned_data["starts"] == "next" else present
