"""A line that others will read: what looks personal in it is asked about once, before it is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.partners import masking
from lerendwerken.foundation.drafts.writing import WritingForm

# A number of a case is how a team calls a piece among themselves; it names nobody to who does not know the case.
_MAY_STAND = {"casenumber", "word"}


class NamesWork(WritingForm):
    """A writing form with a `piece`: the name of today's work, which the team reads."""

    may_stand = forms.BooleanField(label=_("It may stand here as it is"), required=False)
    asks = False  # whether something that looks personal is asked about now

    def clean(self) -> dict[str, Any]:
        """Ask about what looks like somebody's name, number or address, unless it was said that it may stand."""
        cleaned = super().clean()
        piece = cleaned.get("piece", "")
        found = personal_in(piece) if piece else ""
        self.asks = bool(found)
        if found and not cleaned.get("may_stand"):
            self.add_error(
                "piece",
                forms.ValidationError(
                    _(
                        "Your team reads this, and ‘%(words)s’ looks like personal data. Leave it out, "
                        "or tick below that it may stand here."
                    ),
                    params={"words": found},
                ),
            )
        return cleaned


def personal_in(text: str) -> str:
    """The first thing in a text that looks personal; '' without one, or while the search for names is down."""
    try:
        spans = masking.find(text)
    except masking.MaskerDown:
        # This goes to colleagues and not out of the house: the work does not stop for it, and the hint stays.
        return ""
    return next((text[span.start : span.end] for span in spans if span.kind not in _MAY_STAND), "")
