"""What the administrator writes in the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.partners.models import CoachQuestion, CoverWord, RegisterEntry
from lerendwerken.foundation.drafts.writing import OwnLine, OwnText, WritingForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


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
    training = OwnText(label=_("Does the supplier train on it? What was agreed?"), max_length=600)
    risk_class = forms.ChoiceField(
        label=_("Which risk class of the AI Act?"), choices=RegisterEntry.Risk.choices, required=False
    )
    risk_reason = OwnText(label=_("Why this class?"), max_length=600)
    risk = OwnText(label=_("What can go wrong?"), max_length=600)
    oversight = OwnText(label=_("Who keeps an eye on it, and how?"), max_length=600)
    energy = OwnText(label=_("What is known of its energy?"), max_length=600)
    contact = OwnLine(
        label=_("Who answers questions about it?"),
        help_text=_("A mail address or a page on the web; the algorithm register asks for it."),
        max_length=200,
    )
    exit_plan = OwnText(label=_("How do we get rid of it?"), max_length=600)
    review_on = forms.DateField(
        label=_("When will you look at this again?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class CoachQuestionForm(WritingForm):
    """A question of the organisation for the method coach."""

    draft = "partners.coach_question"

    text = OwnText(
        label=_("Which question must the coach ask?"),
        help_text=_("Write ‘…’ where the words come that it reacts to: What do our residents notice of ‘…’?"),
        # The rules of the bank say in words what is too long.
        max_length=2000,
        required=True,
    )
    trigger = forms.ChoiceField(label=_("What does it react to?"), choices=CoachQuestion.Trigger.choices)
    mode = forms.ChoiceField(
        label=_("In which kind of sparring?"), choices=CoachQuestion.Mode.choices, required=False
    )
    language = forms.ChoiceField(label=_("In which language is it?"), choices=settings.LANGUAGES)


class CoverWordForm(WritingForm):
    """A word that the organisation always covers, or that is no name."""

    draft = "partners.cover_word"

    text = OwnLine(
        label=_("Which word or words?"),
        help_text=_("As people write it, at most 80 characters. Capitals make no difference."),
        max_length=80,
        required=True,
    )
    kind = forms.ChoiceField(
        label=_("What happens to it?"),
        choices=[
            (CoverWord.Kind.COVER, _("It is always covered")),
            (CoverWord.Kind.READABLE, _("It is no name: it stays readable")),
        ],
        initial=CoverWord.Kind.COVER,
    )


class PromptForm(WritingForm):
    """Words of the organisation for one kind of sparring, and why."""

    draft = "partners.prompt"

    words = OwnText(
        label=_("What must the partner look at?"),
        help_text=_("Speak to the partner about ‘the person’. At most 1500 characters; short works better."),
        # The rules in `wording` say in words what is too long.
        max_length=4000,
        rows=8,
        required=True,
    )
    reason = OwnLine(label=_("Why do you change this?"), max_length=300, required=True)


def euro(label: StrOrPromise, *, places: int) -> forms.DecimalField:
    """An amount in euro that may stay empty, with a comma or a point as the language has it."""
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_digits=9, decimal_places=places, localize=True
    )


class SupplierForm(forms.Form):
    """A connection. No draft of it is ever kept, because of the key."""

    name = forms.CharField(label=_("What do people call it?"), max_length=120)
    entry = forms.ChoiceField(label=_("Which system in the register is it?"))
    base_url = forms.CharField(
        label=_("Address"),
        help_text=_("Up to and including the version. It often ends in /v1."),
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    model = forms.CharField(
        label=_("Name of the model"), help_text=_("Exactly as the supplier writes it."), max_length=120
    )
    api_key = forms.CharField(
        label=_("Key"),
        required=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    may_be_private = forms.ChoiceField(
        label=_("May this address be inside your own network, or without TLS?"),
        choices=[("no", _("No")), ("yes", _("Yes, exactly this host and port"))],
        initial="no",
    )
    price_in = euro(_("Price of a million tokens asked, in euro"), places=4)
    price_out = euro(_("Price of a million tokens answered, in euro"), places=4)
    watts = forms.IntegerField(
        label=_("Power while it answers, in watt"),
        help_text=_("Only for a server of your own. The energy of an answer is this times its seconds."),
        required=False,
        min_value=0,
        max_value=1_000_000,
    )

    def __init__(self, *args: Any, entries: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry"].choices = list(entries)  # type: ignore[attr-defined]


class BudgetForm(forms.Form):
    """What may be used in a day. Empty is no limit."""

    person_tokens = forms.IntegerField(
        label=_("Tokens for each person"), required=False, min_value=0, max_value=2_000_000_000
    )
    organisation_tokens = forms.IntegerField(
        label=_("Tokens for everybody together"), required=False, min_value=0, max_value=2_000_000_000
    )
    person_euro = euro(_("Euro for each person"), places=2)
    organisation_euro = euro(_("Euro for everybody together"), places=2)


class ChainForm(forms.Form):
    """For every mode whom to ask first and whom then; at the end always stands the method coach."""

    def __init__(
        self, *args: Any, modes: Sequence[tuple[str, str]], ways: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.modes = [mode for mode, _title in modes]
        for mode, title in modes:
            for place, label in (("first", _("First")), ("then", _("Then"))):
                self.fields[f"{place}_{mode}"] = forms.ChoiceField(
                    label=format_lazy("{}: {}", title, label), choices=[("", "–"), *ways], required=False
                )

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The two fields of each mode."""
        return [(self[f"first_{mode}"], self[f"then_{mode}"]) for mode in self.modes]

    def chains(self) -> dict[str, list[str]]:
        """The order of each mode that was filled in."""
        asked = self.cleaned_data
        return {
            mode: [key for key in (asked[f"first_{mode}"], asked[f"then_{mode}"]) if key]
            for mode in self.modes
        }
