"""What is written in a dialogue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.drafts import actions as drafts
from lerendwerken.foundation.drafts.writing import OwnText, WritingForm
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.foundation.shell import written

NAMED, UNNAMED = "named", "unnamed"


class RoomForm(WritingForm):
    """A form that may stand beside others on a page: its ids bear its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{self.draft.rpartition('.')[2]}-%s"
        super().__init__(*args, **kwargs)


class CaseForm(WritingForm):
    """A case for the team's table."""

    draft = "dialogue.case"

    case = OwnText(label=_("Which question do you put on the table?"), max_length=400, required=True, rows=2)
    background = OwnText(label=_("What must your colleagues know about it?"), max_length=2000, rows=3)


class PositionForm(RoomForm):
    """A position before the reveal, with or without a name."""

    draft = "dialogue.position"

    text = OwnText(label=_("What do you think?"), max_length=600, required=True, rows=3)
    naming = forms.ChoiceField(
        label=_("When the positions are shown"),
        choices=[(NAMED, _("With my name")), (UNNAMED, _("Without a name"))],
        initial=NAMED,
    )

    hints = {
        UNNAMED: _(
            "Really without a name: nobody can look up later that it was yours. So you cannot get a copy of it and "
            "cannot have it erased. If you turn out to be the only one, it stays with you and you choose again."
        )
    }

    @property
    def unnamed(self) -> bool:
        """Whether no name was asked for."""
        return bool(self.cleaned_data["naming"] == UNNAMED)

    def done(self) -> None:
        """The draft goes and nothing is noted of what arrived: a digest of the words would tie them to their writer.

        With a name it is the same, or the missing note would tell who asked for none.
        """
        drafts.discard(self.draft, self.about, by=self.viewer)
        written.done(self.request, self.key)


class LateForm(RoomForm):
    """A position after the reveal. It is the same text as before it, if somebody was still writing."""

    draft = "dialogue.position"

    text = OwnText(label=_("What do you think?"), max_length=600, required=True, rows=3)


class ObjectionForm(RoomForm):
    """The strongest objection to somebody's position."""

    draft = "dialogue.objection"

    text = OwnText(label=_("The strongest objection"), max_length=600, required=True, rows=3)


class CourageForm(RoomForm):
    """An answer to the courage question."""

    draft = "dialogue.courage"

    text = OwnText(label=_("What do you say to it?"), max_length=600, required=True, rows=3)


class PartnerForm(RoomForm):
    """What a partner said, made shorter where its five minutes were long."""

    draft = "dialogue.partner"

    text = OwnText(
        label=_("What goes on the table"),
        max_length=8000,
        required=True,
        rows=6,
        help_text=_("You may leave parts out. It stays labelled as what the partner said."),
    )


class DecisionForm(RoomForm):
    """What is decided, who does it, and who leads next time."""

    draft = "dialogue.decision"

    text = OwnText(label=_("What do you decide?"), max_length=1000, required=True, rows=3)
    doer = forms.ChoiceField(label=_("Who does it?"), required=False)
    next_lead = forms.ChoiceField(label=_("Who leads next time?"), required=False)

    def __init__(self, *args: Any, people: Iterable[Membership] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [("", _("nobody yet")), *((str(member.pk), member.name) for member in people)]
        for field in ("doer", "next_lead"):
            self.fields[field].choices = names  # type: ignore[attr-defined]


class DissentForm(RoomForm):
    """Why somebody keeps disagreeing."""

    draft = "dialogue.dissent"

    text = OwnText(label=_("Why do you disagree?"), max_length=600, required=True, rows=2)
