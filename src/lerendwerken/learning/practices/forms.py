"""What a team writes about how it works."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.partners.personal import NamesWork
from lerendwerken.foundation.drafts.writing import OwnLine, OwnText, WritingForm
from lerendwerken.learning.practices.models import AdoptionResult, PracticeDraft, PracticeVersion
from lerendwerken.learning.practices.steps import Step, apart, as_lines, from_lines


class NameForm(WritingForm):
    """The name of a recurring piece of work."""

    draft = "practices.name"

    name = OwnLine(
        label=_("What do you call this work?"),
        help_text=_("Something your team does again and again."),
        max_length=120,
        required=True,
    )


class ChangeForm(WritingForm):
    """How the team should work from now on."""

    draft = "practices.change"

    steps = OwnText(
        label=_("The steps, one a line"),
        help_text=_(
            "Begin a line with ‘AI:’ for what AI does. The rest you do. The check has a field of its own below."
        ),
        max_length=8000,
        rows=5,
        required=True,
    )
    instruction = OwnText(
        label=_("What you ask the AI"),
        help_text=_("Goes along when somebody starts this. Say what AI may not do, too."),
        max_length=4000,
        rows=3,
    )
    check_text = OwnText(
        label=_("The check"),
        help_text=_("By what do you see that the work is good? Needed when AI does a step."),
        max_length=600,
    )
    stop_rule = OwnText(
        label=_("The stop rule"),
        help_text=_("When do you stop using AI for this? Needed when AI does a step."),
        max_length=600,
    )
    reason = OwnText(label=_("Why this way?"), help_text=_("What did you see in your work?"), max_length=1000)

    @staticmethod
    def prefilled(how: PracticeVersion | PracticeDraft | None) -> dict[str, Any]:
        """What stands ready: the practice as it is now or is proposed. All of its check stands in one field."""
        if how is None:
            return {}
        steps, check = apart(how.steps, how.check_text)
        return {
            "steps": as_lines(steps),
            "check_text": check,
            "instruction": how.instruction,
            "stop_rule": how.stop_rule,
        }

    def written_steps(self) -> list[Step]:
        """The steps that were written, line by line."""
        return from_lines(self.cleaned_data["steps"])

    def given(self) -> dict[str, Any]:
        """How the work is done as it was written, as the actions take it."""
        steps, check = self.written_steps(), self.cleaned_data["check_text"]
        if not check:  # somebody wrote it as a line among the steps
            steps, check = apart(steps, check)
        texts = {name: self.cleaned_data[name] for name in ("instruction", "stop_rule")}
        return texts | {"steps": steps, "check_text": check}


class ForceForm(ChangeForm):
    """A proposed change as it goes in force: its words, which may still be mended, and the reason."""

    draft = "practices.force"

    reason = OwnText(
        label=_("Why do you work this way from now on?"),
        help_text=_("It stays with this version, for whoever asks later."),
        max_length=1000,
        required=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["steps"].required = False  # what is not sent along goes in force as it was proposed

    def given(self) -> dict[str, Any]:
        """How the work is done where it was mended; nothing where only the reason was sent."""
        return super().given() if "steps" in self.data else {}


class StartForm(NamesWork):
    """On which piece of work."""

    draft = "practices.start"

    piece = OwnLine(
        label=_("On which piece of work?"),
        help_text=_("Its kind, no names of people."),
        max_length=200,
        required=True,
    )


class StopForm(WritingForm):
    """Why the work with AI was stopped."""

    draft = "practices.stop"

    stopped_why = OwnLine(label=_("Why did you stop?"), max_length=400, required=True)


class StopPracticeForm(WritingForm):
    """Stopping a practice on evidence."""

    draft = "practices.stop_practice"

    evidence = OwnText(
        label=_("What did you see?"),
        help_text=_("What you counted or found in real work."),
        max_length=1000,
        required=True,
    )
    reason = OwnText(label=_("Why is that enough to stop?"), max_length=1000, required=True)


class VoiceForm(WritingForm):
    """What one thinks of a proposed change."""

    draft = "practices.voice"

    text = OwnText(
        label=_("What do you think of it?"),
        help_text=_("Being for it needs no words, an objection does."),
        max_length=400,
    )


class DeclineForm(WritingForm):
    """Why a proposed change does not go in force."""

    draft = "practices.decline"

    declined_why = OwnText(label=_("Why not?"), max_length=1000, required=True)


class AdoptForm(WritingForm):
    """Taking over a practice of another team."""

    draft = "practices.adopt"

    name = OwnLine(
        label=_("What do you call this work?"),
        help_text=_("If your team has work with this name, it becomes a proposed change of that."),
        max_length=120,
        required=True,
    )
    reason = OwnText(
        label=_("Why do you want to take this over?"),
        help_text=_("What do you expect of it in your own work?"),
        max_length=1000,
        required=True,
    )


class ResultForm(WritingForm):
    """What came of a practice that the team took over."""

    draft = "practices.result"

    verdict = forms.ChoiceField(
        label=_("With this practice your work went"),
        choices=AdoptionResult.Verdict.choices,
        widget=forms.RadioSelect,
    )
    text = OwnText(
        label=_("What did you see?"),
        help_text=_("With a number where you have one. A worse result helps others as much."),
        max_length=1000,
        required=True,
    )
