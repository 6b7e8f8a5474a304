"""A line that others will read: what looks personal in it is asked about once, before it is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.partners import masking
from lerendwerken.foundation.drafts.writing import WritingForm

# A number of a case is how a team calls a piece among themselves; it names nobody to who does not know the case.
_MAY_STAND = {"casenumber", "word"}
_NEVER = {"bsn", "iban"}
_ASKED = _(
    "Your team reads this, and this looks like personal data: %(words)s. Leave it out, "
    "or tick below that it may stand here."
)


class NamesWork(WritingForm):
    """A writing form with a `piece`: the name of today's work, which the team reads.

    `asks` is what may stand only when the writer says so of just this; '' while nothing is asked.
    """

    may_stand = forms.CharField(required=False)
    asks = ""

    def clean(self) -> dict[str, Any]:
        """Ask about whatever looks like somebody's name, number or address."""
        cleaned = super().clean()
        found = personal_in(cleaned.get("piece", ""))
        words = ", ".join(word for word, _kind in found)
        if any(kind in _NEVER for _word, kind in found):
            self.add_error("piece", _told(_("Your team reads this, so leave this out: %(words)s."), words))
        elif found:
            self.asks = words
            if cleaned.get("may_stand") != words:
                self.add_error("piece", _told(_ASKED, words))
        return cleaned


def personal_in(text: str) -> list[tuple[str, masking.Kind]]:
    """What looks personal in a text, each with its kind; nothing while the search for names is down."""
    try:
        spans = masking.find(text)
    except masking.MaskerDown:
        # This goes to colleagues and not out of the house: the work does not stop for it, and the hint stays.
        return []
    return [(text[span.start : span.end], span.kind) for span in spans if span.kind not in _MAY_STAND]


def _told(message: Any, words: str) -> forms.ValidationError:
    return forms.ValidationError(message, params={"words": words})
