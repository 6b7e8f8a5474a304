"""The one writing form: saved as one types, never lost, and safe to send twice.

form = FocusForm.open(request, about="2026-W48", initial={...})
form = FocusForm.submitted(request, about="2026-W48")
if form.is_valid():
    actions.write_focus(..., key=form.key, by=request.viewer)
    form.done()
"""

from __future__ import annotations

import json
import uuid
from typing import Any, ClassVar, Self

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.drafts import actions
from lerendwerken.foundation.drafts.models import Draft
from lerendwerken.foundation.drafts.queries import draft_for
from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.shell import written
from lerendwerken.foundation.wall.viewer import Viewer


class OwnText(forms.CharField):
    """Several lines of somebody's own words, at most `max_length` characters."""

    def __init__(self, *, max_length: int, required: bool = False, rows: int = 2, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "class": "write"})
        super().__init__(max_length=max_length, required=required, widget=widget, strip=True, **kwargs)


class OwnLine(forms.CharField):
    """One line of somebody's own words."""

    def __init__(self, *, max_length: int, required: bool = False, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"class": "write write--one", "autocomplete": "off"})
        super().__init__(max_length=max_length, required=required, widget=widget, strip=True, **kwargs)


class Confidence(forms.IntegerField):
    """How sure somebody is, from 0 to 100."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.NumberInput(attrs={"type": "range", "min": 0, "max": 100, "step": 5})
        super().__init__(min_value=0, max_value=100, required=False, widget=widget, **kwargs)


class WritingForm(forms.Form):
    """A form whose fields are saved as one types. `draft` names it ('room.form')."""

    draft: ClassVar[str]

    request: HttpRequest
    about: str
    key: uuid.UUID
    draft_version: int
    conflict: Draft | None = None

    @property
    def viewer(self) -> Viewer:
        """Whose form it is."""
        return self.request.viewer  # type: ignore[attr-defined,no-any-return]

    @classmethod
    def open(
        cls, request: HttpRequest, *, about: str = "", initial: dict[str, Any] | None = None, **kwargs: Any
    ) -> Self:
        """The form as the person left it: the draft lies over what exists already."""
        draft = draft_for(request.viewer, cls.draft, about)  # type: ignore[attr-defined]
        kept: dict[str, str] = json.loads(draft.fields) if draft else {}
        form = cls(initial={**(initial or {}), **kept}, **kwargs)
        form.request, form.about = request, about
        form.key = _uuid(kept.get("key", "")) or new_id()
        form.draft_version = draft.version if draft else 0
        return form

    @classmethod
    def submitted(cls, request: HttpRequest, *, about: str = "", **kwargs: Any) -> Self:
        """The form as it was sent."""
        form = cls(data=request.POST, **kwargs)
        form.request, form.about = request, about
        form.key = _uuid(request.POST.get("key", "")) or new_id()
        form.draft_version = _number(request.POST.get("version", ""))
        return form

    def clean(self) -> dict[str, Any]:
        """Refuse to overwrite what another tab saved in the meantime."""
        cleaned = super().clean() or {}
        draft = draft_for(self.viewer, self.draft, self.about)
        if draft is not None and draft.version != self.draft_version and self._differs_from(draft):
            self.conflict = draft
            self.draft_version = draft.version
            raise forms.ValidationError(
                _("This text was also changed in another tab. Both are kept: choose below, then save again.")
            )
        return cleaned

    def refuse(self, refusal: BadInput) -> None:
        """Show at its field what an action did not accept."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, forms.ValidationError(refusal.message))  # type: ignore[arg-type]

    def done(self) -> None:
        """The words have become something: the draft may go, in the browser too."""
        actions.discard(self.draft, self.about, by=self.viewer)
        written.done(self.request, self.key)

    @property
    def url(self) -> str:
        """Where the draft is saved."""
        return reverse("drafts:save", args=[self.draft, self.about or "-"])

    @property
    def attributes(self) -> SafeString:
        """What the form element says to the script that saves."""
        pairs = {
            "data-writing": "",
            "data-draft-url": self.url,
            "data-version": str(self.draft_version),
            "data-person": str(self.viewer.person),
        }
        return format_html_join(" ", '{}="{}"', pairs.items())

    @property
    def machinery(self) -> SafeString:
        """The hidden fields, and the choice where another tab was first."""
        hidden = format_html(
            '<input type="hidden" name="key" value="{}"><input type="hidden" name="version" value="{}">',
            self.key,
            self.draft_version,
        )
        return hidden + self._other_version()

    def _other_version(self) -> SafeString:
        if self.conflict is None:
            return SafeString("")
        kept: dict[str, str] = json.loads(self.conflict.fields)
        rows = [
            (self.fields[name].label or name, text)
            for name, text in kept.items()
            if name in self.fields and text
        ]
        return format_html(
            '<div class="alert" data-kind="choice" role="alert"><div><h3>{}</h3><dl class="pairs">{}</dl></div></div>',
            _("Saved in the other tab"),
            format_html_join("", "<dt>{}</dt><dd class='own'>{}</dd>", rows),
        )

    def _differs_from(self, draft: Draft) -> bool:
        kept: dict[str, str] = json.loads(draft.fields)
        return any(
            kept.get(name, "").strip() != str(self.data.get(name, "")).strip()
            for name in kept
            if name in self.fields
        )


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
