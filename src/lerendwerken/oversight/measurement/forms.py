"""What people write when they measure."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.drafts.writing import OwnLine, WritingForm
from lerendwerken.learning.frame.fields import Day, Number
from lerendwerken.learning.frame.models import Measurement


class MeasurementForm(WritingForm):
    """One measured value. Where the baseline is still open, it can be the baseline."""

    draft = "measurement.measurement"

    value = Number(label=_("What did you measure?"))
    day = Day(label=_("On which day?"))
    source = forms.ChoiceField(
        label=_("What is this?"),
        choices=[
            (Measurement.Source.BASELINE, _("the baseline: how it was before")),
            (Measurement.Source.HAND, _("a result: how it is now")),
        ],
    )
    note = OwnLine(
        label=_("How did you measure it?"),
        help_text=_("How many, by whom, what is doubtful. Not about one recognisable person."),
        max_length=400,
    )

    def __init__(self, *args: Any, baseline_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not baseline_open:
            del self.fields["source"]


class CorrectionForm(WritingForm):
    """Another value in the place of one that turned out wrong, and why."""

    draft = "measurement.correction"

    value = Number(label=_("What should it have been?"))
    day = Day(label=_("On which day?"))
    note = OwnLine(
        label=_("What was wrong?"),
        help_text=_("Not about one recognisable person."),
        max_length=400,
        required=True,
    )
