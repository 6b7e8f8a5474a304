"""What the living page shows: every component in all its states, with words from ordinary work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .charts import Promise, Trend


class SampleForm(forms.Form):
    """Fields in all their states; it is never submitted."""

    empty = forms.CharField(label=gettext_lazy("What do you expect?"), widget=forms.Textarea, required=False)
    tried = forms.CharField(label=gettext_lazy("What did you try?"), widget=forms.Textarea)
    need = forms.CharField(label=gettext_lazy("What do you need?"), widget=forms.Textarea)
    lesson = forms.CharField(label=gettext_lazy("Insight for everybody"), widget=forms.Textarea)
    question = forms.CharField(
        label=gettext_lazy("My learning question"),
        widget=forms.Textarea,
        error_messages={
            "required": gettext_lazy("Write down your learning question. One sentence is enough.")
        },
    )
    closed = forms.CharField(label=gettext_lazy("A past week"), widget=forms.Textarea, disabled=True)
    work_process = forms.ChoiceField(
        label=gettext_lazy("Work process"),
        choices=[("hearing", gettext_lazy("Hearing and report"))],
        required=False,
    )
    readers = forms.ChoiceField(
        label=gettext_lazy("Who may read this insight?"),
        choices=[
            ("self", gettext_lazy("Only me")),
            ("team", gettext_lazy("My team")),
            ("all", gettext_lazy("Everybody")),
        ],
    )
    check = forms.ChoiceField(
        label=gettext_lazy("Was the check done?"),
        choices=[
            ("done", gettext_lazy("Done")),
            ("not", gettext_lazy("Not done")),
            ("stopped", gettext_lazy("Stopped")),
        ],
    )
    energy = forms.ChoiceField(
        label=gettext_lazy("How much energy did your work give you this week?"),
        choices=[(str(number), str(number)) for number in range(1, 6)],
    )
    sure = forms.IntegerField(label=gettext_lazy("How sure are you?"))
    unsure = forms.IntegerField(label=gettext_lazy("How sure are you now?"), required=False)


def form() -> SampleForm:
    """The sample form, filled, with one mistake in it."""
    return SampleForm(
        data={
            "tried": _("Noor read only the three sentences and told them back."),
            "need": _("Two hours of the application manager."),
            "lesson": _("Put behind every legal word what it means."),
            "readers": "self",
            "check": "done",
            "energy": "4",
            "sure": "55",
        },
        initial={"closed": _("This can be read, and added to with a dated note.")},
    )


def week() -> list[dict[str, str]]:
    """Five moments: done, missed, now and two to come."""
    return [
        {"day": _("Mon 23"), "name": _("Focus"), "when": _("done"), "state": "done", "url": "#line"},
        {
            "day": _("Tue 24"),
            "name": _("Deepen"),
            "when": _("still possible"),
            "state": "missed",
            "url": "#line",
        },
        {"day": _("today"), "name": _("Do"), "when": _("10:30"), "state": "now", "url": "#line"},
        {
            "day": _("Thu 26"),
            "name": _("Sharp dialogue"),
            "when": _("10:00"),
            "state": "open",
            "url": "#line",
        },
        {"day": _("Fri 27"), "name": _("Harvest"), "when": _("15:30"), "state": "open", "url": ""},
    ]


def proposal() -> list[dict[str, Any]]:
    """A proposal that waits for its decision."""
    return [
        {"name": _("Draft"), "state": "done", "notes": [_("17 September")]},
        {"name": _("Team"), "state": "done", "notes": [_("24 September")]},
        {"name": _("Decision"), "state": "now", "notes": [_("working day 3 of 10")]},
        {"name": _("Trial"), "state": "later", "notes": []},
        {"name": _("Realised"), "state": "later", "notes": []},
    ]


def help_steps() -> list[dict[str, str]]:
    """Help in steps, the second one running."""
    return [
        {"name": _("Questions"), "state": "done"},
        {"name": _("Differences"), "state": "now"},
        {"name": _("Options"), "state": "later"},
        {"name": _("Draft text"), "state": "later"},
    ]


def promises() -> list[Promise]:
    """On course, the wrong way, and not measured yet."""
    understood = _("People understand their report without help")
    energy = _("Work gives energy")
    asked = _("Questions by telephone after the hearing")
    return [
        Promise(understood, 46, 75, now=66, confirmed=61, claimed=66, plan=62, unit="%"),
        Promise(energy, 3.2, 3.8, now=3.1, confirmed=3.1, plan=3.5),
        Promise(asked, None, 20),
    ]


def trend() -> Trend:
    """Six weeks of a trial."""
    weeks = zip(range(42, 48), (49, 54, 52, 58, 63, 66), strict=True)
    points = [
        (_("week %(number)s") % {"number": n} if n == 42 else str(n), float(value)) for n, value in weeks
    ]
    return Trend(_("Can tell the report back"), points, baseline=46, target=75, unit="%")


COLOURS = [
    "paper",
    "paper-2",
    "text",
    "text-2",
    "ink",
    "ink-soft",
    "signal",
    "ai-bg",
    "ai-edge",
    "line-strong",
    "error",
]


def everything() -> dict[str, Any]:
    """All that the living page needs."""
    return {
        "form": form(),
        "week": week(),
        "two_moments": [week()[2], week()[3]],
        "proposal": proposal(),
        "steps": help_steps(),
        "promises": promises(),
        "trend": trend(),
        "spark": [49, 54, 52, 58, 63, 66],
        "hints": {
            "self": _("This is how it is now. You can change it later."),
            "team": _("Joost, Noor, Pieter, Anouk and Youssef"),
            "all": _("For every colleague, with your name"),
        },
        "colours": COLOURS,
    }
