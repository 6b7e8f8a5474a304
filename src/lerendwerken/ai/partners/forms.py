"""What the administrator writes in the register."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.partners.models import RegisterEntry
from lerendwerken.foundation.drafts.writing import OwnLine, OwnText, WritingForm


class EntryForm(WritingForm):
    """One AI system, so that everybody can judge it."""

    draft = "partners.entry"

    name = OwnLine(label=_("What do people call it?"), max_length=120, required=True)
    kind = forms.ChoiceField(label=_("What is it?"), choices=RegisterEntry.Kind.choices)
    supplier = OwnLine(label=_("Who supplies it?"), max_length=120)
    model = OwnLine(
        label=_("Which model?"),
        help_text=_("For a connected model: exactly as the installation names it."),
        max_length=120,
    )
    purpose = OwnText(label=_("What may it be used for?"), max_length=600)
    data_goes_to = OwnText(label=_("Where does what people send go?"), max_length=600)
    retention = OwnText(label=_("How long does the supplier keep it?"), max_length=600)
    risk = OwnText(label=_("What can go wrong?"), max_length=600)
    oversight = OwnText(label=_("Who keeps an eye on it, and how?"), max_length=600)
    exit_plan = OwnText(label=_("How do we get rid of it?"), max_length=600)
