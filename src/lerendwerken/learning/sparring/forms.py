"""What is filled in around a sparring session."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.drafts.writing import Confidence, OwnLine, OwnText, WritingForm
from lerendwerken.learning.sparring.models import SparringSession
from lerendwerken.learning.weekcycle.models import MomentEntry

CHOICES = [
    (SparringSession.Mode.ANALYSE, _("analyse: what is going on here?")),
    (SparringSession.Mode.DECIDE, _("decide: what weighs most?")),
    (SparringSession.Mode.PRODUCE, _("produce: elaborate what I have thought through")),
    (SparringSession.Mode.INNOVATE, _("innovate: what else could be done?")),
    (SparringSession.Mode.REDTEAM, _("red team: attack my idea")),
    (SparringSession.Mode.SHARPEN, _("sharpen: make my learning question sharper")),
    (SparringSession.Mode.HARVEST, _("harvest: put into words what I learned")),
]


class BeginForm(WritingForm):
    """A situation and one's own view, before any answer."""

    draft = "sparring.begin"

    mode = forms.ChoiceField(label=_("What do you want to do?"), choices=CHOICES, initial="analyse")
    situation = OwnText(label=_("What is it about?"), max_length=300)
    view = OwnText(label=_("What do you think yourself?"), max_length=4000, rows=5)
    confidence = Confidence(label=_("How sure are you?"))

    def __init__(self, *args: Any, with_confidence: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_confidence:
            del self.fields["confidence"]


class IntentionForm(WritingForm):
    """One line of one's own before a practice begins on a piece of work."""

    draft = "sparring.intention"

    view = OwnText(label=_("What do you want to have in hand, and where is the difficulty?"), max_length=4000)


class SayForm(WritingForm):
    """What is said back, and which words are covered besides those that were found."""

    draft = "sparring.say"

    said = OwnText(label=_("What you say back"), max_length=8000, rows=3)
    also_cover = forms.CharField(
        label=_("Cover these words too"),
        required=False,
        max_length=400,
        help_text=_("Names or words that you see and the program did not; with commas between them."),
    )

    why = OwnLine(
        label=_("Why may it be read?"),
        help_text=_("One line, for yourself: you see it again beside what you sent."),
        max_length=200,
    )

    def extra_words(self) -> list[str]:
        """The words that the person wants covered besides."""
        return [word.strip() for word in self.cleaned_data.get("also_cover", "").split(",") if word.strip()]


class PasteForm(WritingForm):
    """The answer of a chatbot, brought back over the bridge."""

    draft = "sparring.paste"

    chatbot = forms.ChoiceField(label=_("Which chatbot?"))
    answer = OwnText(label=_("Paste the answer"), max_length=50_000, rows=4, required=True)
    # What went out with it: one's own words, and the place in the session where they were said.
    said = forms.CharField(required=False, max_length=8000, widget=forms.HiddenInput)
    follows = forms.CharField(required=False, widget=forms.HiddenInput)
    instead = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, chatbots: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chatbot"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(name, name) for name in chatbots]


class ClaimForm(WritingForm):
    """What came of looking up a claim."""

    draft = "sparring.claim"

    verdict = forms.ChoiceField(
        label=_("What came out?"),
        choices=MomentEntry.Verdict.choices,
        initial="open",
        widget=forms.RadioSelect,
    )
    source = OwnLine(
        label=_("Where did you look, or whom did you ask?"),
        max_length=300,
        help_text=_(
            "An address, a document with its page, or somebody's function. An address stands there as text."
        ),
    )


class CloseForm(WritingForm):
    """One's own words at the end."""

    draft = "sparring.close"

    conclusion = OwnText(label=_("What do you take along, and what has changed?"), max_length=1000, rows=3)
    confidence_after = Confidence(label=_("How sure are you now?"))

    def __init__(self, *args: Any, with_confidence: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_confidence:
            del self.fields["confidence_after"]
