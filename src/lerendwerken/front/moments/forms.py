"""What is filled in at the moments. One line is enough everywhere; only the learning question is required."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.partners.personal import NamesWork
from lerendwerken.foundation.drafts.writing import Confidence, OwnLine, OwnText, WritingForm
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.learning.frame.fields import Day
from lerendwerken.learning.frame.models import DevelopmentQuestion
from lerendwerken.learning.practices.models import WorkProcess
from lerendwerken.learning.weekcycle.models import Experiment, Moment, MomentEntry, Weekday
from lerendwerken.learning.weekcycle.plan import DEFAULT_DAYS


def _choose(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101
    field.choices = list(choices)


def _choose_work(form: forms.Form, processes: Mapping[str, WorkProcess]) -> None:
    """Where there are several, none stands chosen: the team would read a wrong one as what was meant."""
    rows = [(key, row.name) for key, row in processes.items()]
    _choose(form, "work_process", rows if len(rows) == 1 else [("", _("choose")), *rows])


class PasteForm(WritingForm):
    """The very first thing: a piece of work, and two lines of one's own."""

    draft = "moments.paste"

    piece = OwnText(
        label=_("Paste something that you are stuck on today"), max_length=100_000, rows=8, required=False
    )
    view = OwnText(label=_("What do you think of it yourself?"), max_length=2000, rows=2, required=True)

    def clean(self) -> dict[str, Any]:
        """Something to begin with: a text, or a document."""
        cleaned = super().clean()
        if not cleaned.get("piece") and "piece" not in self.errors and "document" not in self.request.FILES:
            self.add_error("piece", _("Paste a text here, or attach a document below it."))
        return cleaned


class QuestionForm(WritingForm):
    """A learning question under a development question."""

    draft = "moments.question"
    may_stay_open: ClassVar[bool] = True  # where no development question could be proposed

    question = OwnText(label=_("My learning question"), max_length=300, rows=2, required=True)
    under = forms.ChoiceField(label=_("Belongs to"), required=False)

    def __init__(
        self, *args: Any, development_questions: Sequence[DevelopmentQuestion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.development_questions = {str(row.pk): row for row in development_questions}
        rows = [(key, row.text) for key, row in self.development_questions.items()]
        open_choice = [("", _("choose"))] if self.may_stay_open and len(rows) > 1 else []
        _choose(self, "under", [*open_choice, *rows])

    def development_question(self) -> DevelopmentQuestion | None:
        """The development question that was chosen."""
        return self.development_questions.get(self.cleaned_data.get("under", ""))


class FocusForm(QuestionForm):
    """Focus: the question, what one expects, and one if-then plan."""

    draft = "moments.focus"
    may_stay_open = False

    expectation = OwnText(label=_("What do you expect?"), max_length=600)
    if_then = OwnText(label=_("If …, then …"), max_length=400)
    confidence = Confidence(label=_("How sure are you?"))

    def __init__(self, *args: Any, with_confidence: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_confidence:
            del self.fields["confidence"]


class DeepenForm(WritingForm):
    """Deepen, after the sparring: what is kept and rejected, one checked claim, a conclusion."""

    draft = "moments.deepen"

    kept = OwnText(label=_("What do you keep of it, and why?"), max_length=600)
    rejected = OwnText(label=_("What do you reject, and why?"), max_length=600)
    claim = OwnText(label=_("One claim that you checked at a source"), max_length=400, rows=1)
    claim_verdict = forms.ChoiceField(
        label=_("What came out?"), required=False, choices=[("", "—"), *MomentEntry.Verdict.choices]
    )
    claim_source = OwnLine(label=_("Which source?"), max_length=300)
    conclusion = OwnText(label=_("What do you decide?"), max_length=1000)
    theme_line = OwnText(label=_("One sentence of your own about it"), max_length=400, rows=1)


class DoForm(NamesWork):
    """Do: what is tried in which work, and what one expects of it. For the team."""

    draft = "moments.do"

    work_process = forms.ChoiceField(label=_("In which work?"), required=False)
    new_process = OwnLine(label=_("Or give other recurring work a name"), max_length=120)
    piece = OwnLine(label=_("On which piece of today's work?"), max_length=200)
    tried = OwnText(label=_("What do you try?"), max_length=600, required=True)
    expects = OwnText(label=_("What do you expect of it?"), max_length=600)
    partner = forms.ChoiceField(label=_("With whom?"), required=False)

    def __init__(
        self,
        *args: Any,
        processes: Sequence[WorkProcess],
        colleagues: Sequence[Membership],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.processes = {str(row.pk): row for row in processes}
        self.colleagues = {str(row.pk): row for row in colleagues}
        _choose_work(self, self.processes)
        _choose(
            self,
            "partner",
            [("", _("by myself")), *((key, row.name) for key, row in self.colleagues.items())],
        )
        if not self.processes:
            del self.fields["work_process"]
            self.fields["new_process"].label = _("Which recurring work is this? Give it a name")


class OutcomeForm(WritingForm):
    """What came of an experiment."""

    draft = "moments.outcome"

    outcome = OwnText(label=_("What happened?"), max_length=600, required=True)
    minutes_before = forms.IntegerField(
        label=_("Minutes before"), required=False, min_value=0, max_value=10_000
    )
    minutes_after = forms.IntegerField(label=_("Minutes now"), required=False, min_value=0, max_value=10_000)
    quality = forms.ChoiceField(
        label=_("The quality is"), required=False, choices=[("", "—"), *Experiment.Quality.choices]
    )
    evidence = OwnLine(label=_("How do you know?"), max_length=400)

    @property
    def has_more(self) -> bool:
        """Whether something stands, or must be mended, in the fields that may stay empty."""
        more = ("minutes_before", "minutes_after", "quality", "evidence")
        return any(self[name].errors or self[name].value() not in (None, "") for name in more)


class OnceForm(forms.Form):
    """A button without words, safe to press twice: `key` becomes the key of the row that it makes."""

    key = forms.UUIDField(required=False)


class HarvestForm(WritingForm):
    """Harvest: one insight, who may read it, the next if-then, and the energy of the week. One of them is enough."""

    draft = "moments.harvest"

    before = OwnText(label=_("First I thought"), max_length=600)
    now = OwnText(label=_("Now I think"), max_length=600)
    because = OwnText(label=_("because"), max_length=600)
    cue = OwnLine(label=_("With which question will you recall this later?"), max_length=200)
    readers = forms.ChoiceField(
        label=_("Who may read this insight?"),
        choices=[("self", _("Only me")), ("team", _("My team"))],
        initial="self",
        widget=forms.RadioSelect,
    )
    if_then = OwnText(label=_("Next week: if …, then …"), max_length=400, rows=1)
    energy = forms.ChoiceField(
        label=_("How much energy did your work give you this week?"),
        required=False,
        choices=[(str(number), str(number)) for number in range(1, 6)],
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        """Something to keep; what belongs to an insight, or is made of one, asks for the insight itself."""
        cleaned = super().clean()
        if cleaned.get("now") or "now" in self.errors:
            return cleaned
        if "proposal" in self.data or any(cleaned.get(name) for name in ("before", "because", "cue")):
            self.add_error("now", _("Write what you think now; one line is enough."))
        elif not (cleaned.get("if_then") or cleaned.get("energy")):
            raise forms.ValidationError(_("Write one line: what you think now, or how you go on next week."))
        return cleaned


class TightForm(WritingForm):
    """A tight week in ten minutes: question kept, one line of experiment, one insight."""

    draft = "moments.tight"

    question = OwnText(label=_("My learning question"), max_length=300, rows=1, required=True)
    work_process = forms.ChoiceField(label=_("In which work?"), required=False)
    new_process = OwnLine(label=_("Which recurring work is this? Give it a name"), max_length=120)
    tried = OwnText(label=_("What did you try? One line"), max_length=600)
    outcome = OwnText(label=_("What came of it? One line"), max_length=600)
    now = OwnText(label=_("What do you think now? One line"), max_length=600)
    theme_line = OwnText(label=_("One sentence of your own about it"), max_length=400, rows=1)

    def __init__(
        self,
        *args: Any,
        processes: Sequence[WorkProcess],
        with_theme: bool = False,
        with_question: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not with_question:
            del self.fields["question"]
        if not with_theme:
            del self.fields["theme_line"]
        self.processes = {str(row.pk): row for row in processes}
        if self.processes:
            _choose_work(self, self.processes)
            del self.fields["new_process"]
        else:
            del self.fields["work_process"]

    def clean(self) -> dict[str, Any]:
        """At least one line."""
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in ("tried", "now", "theme_line")):
            raise forms.ValidationError(_("Write one line: what you tried, or what you think now."))
        return cleaned


class CatchForm(WritingForm):
    """A thought, in five seconds."""

    draft = "moments.catch"

    text = OwnText(label=_("Your thought"), max_length=2000, required=True)


class NoteForm(WritingForm):
    """A dated note at a past week."""

    draft = "moments.note"

    text = OwnText(label=_("Add something to this week"), max_length=1000, required=True)


class DaysForm(forms.Form):
    """On which days one works, and one's own days and time for the moments that are one's own."""

    works = forms.MultipleChoiceField(
        label=_("I work on"),
        choices=Weekday.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day on which you work.")},
    )
    at = forms.TimeField(
        label=_("From what time?"),
        help_text=_(
            "Then they stand at that time in your calendar. Without a time they stand above the day."
        ),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        required=False,
    )

    def __init__(self, moments: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moments = [name for name in DEFAULT_DAYS if name in moments] or list(DEFAULT_DAYS)
        for moment in self.moments:
            self.fields[moment] = forms.ChoiceField(label=Moment(moment).label, choices=Weekday.choices)

    @property
    def days(self) -> dict[str, str]:
        """The chosen day for each moment."""
        return {moment: self.cleaned_data[moment] for moment in self.moments}

    def day_fields(self) -> list[forms.BoundField]:
        """The fields of the moments, for the page."""
        return [self[moment] for moment in self.moments]


class AwayForm(forms.Form):
    """From which day to which day somebody is away, or a team has no moments. `key` lets it be sent twice."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    first = Day(label=_("First day"), error_messages={"required": _("Choose the first day.")})
    last = Day(label=_("Last day"), error_messages={"required": _("Choose the last day.")})
