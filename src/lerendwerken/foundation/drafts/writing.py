"""The one writing form: saved as one types, never lost, and safe to send twice.

form = FocusForm.open(request, about="2026-W48", initial={...})
form = FocusForm.submitted(request, about="2026-W48")
if form.is_valid():
    actions.write_focus(..., key=form.key, by=request.viewer)
    form.done()
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import unicodedata
import uuid
from typing import Any, ClassVar, Self

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.drafts import actions
from lerendwerken.foundation.drafts.models import Draft
from lerendwerken.foundation.drafts.queries import arrival_of, draft_for, last_arrival
from lerendwerken.foundation.ground.errors import Refused
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.shell import written
from lerendwerken.foundation.wall.viewer import Viewer

_UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Zs"}  # control, format, separators; a sign newer than our tables is seen
# Letters and marks that are drawn as nothing: fillers, and what only chooses the form of the sign before it.
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


class _OwnWords(forms.CharField):
    """Somebody's own words, taken as they were meant."""

    default_error_messages = {
        "max_length": _(
            "These are %(show_value)d characters, and at most %(limit_value)d fit here. "
            "Shorten it, or take the part that matters most."
        ),
    }

    def to_python(self, value: Any) -> Any:
        """The text with line ends counted once, as the writer saw them; what nobody can see is no text."""
        text = plain(value) if isinstance(value, str) else value
        return super().to_python("" if isinstance(text, str) and not can_be_seen(text) else text)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without `maxlength`: a browser would cut off a pasted text without a word. Here the form says so."""
        attributes: dict[str, Any] = super().widget_attrs(widget)
        attributes.pop("maxlength", None)
        return attributes


class OwnText(_OwnWords):
    """Several lines of somebody's own words, at most `max_length` characters."""

    def __init__(self, *, max_length: int, required: bool = False, rows: int = 2, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "class": "write"})
        super().__init__(max_length=max_length, required=required, widget=widget, strip=True, **kwargs)


class OwnLine(_OwnWords):
    """One line of somebody's own words."""

    def __init__(self, *, max_length: int, required: bool = False, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"class": "write write--one", "autocomplete": "off"})
        super().__init__(max_length=max_length, required=required, widget=widget, strip=True, **kwargs)


class Confidence(forms.IntegerField):
    """How sure somebody is, from 0 to 100."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.NumberInput(attrs={"type": "range", "min": 0, "max": 100, "step": 5})
        super().__init__(min_value=0, max_value=100, required=False, widget=widget, **kwargs)


_known: set[str] = set()


def is_known(form: str) -> bool:
    """Whether there is a writing form with this name: for no other is anything kept."""
    return form in _known


class WritingForm(forms.Form):
    """A form whose fields are saved as one types. `draft` names it ('room.form')."""

    draft: ClassVar[str]
    once: ClassVar[bool] = False  # True where the action itself refuses a second text in words

    request: HttpRequest
    about: str
    key: uuid.UUID
    draft_version: int
    after: str  # the key of the form of this kind that had arrived last when the page was made
    conflict: Draft | None = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Make the form's name known to whoever saves drafts."""
        super().__init_subclass__(**kwargs)
        if "draft" in vars(cls):
            _known.add(cls.draft)

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
        form.after = form._last_key()
        form.key = _uuid(kept.get("key", "")) or new_id()
        if str(form.key) == form.after:
            # A save that came in after the form was sent: the draft is a new writing and needs a key of its own.
            form.key = new_id()
        form.draft_version = draft.version if draft else 0
        return form

    @classmethod
    def submitted(cls, request: HttpRequest, *, about: str = "", **kwargs: Any) -> Self:
        """The form as it was sent."""
        form = cls(data=request.POST, **kwargs)
        form.request, form.about = request, about
        form.key = _uuid(request.POST.get("key", "")) or new_id()
        form.draft_version = _number(request.POST.get("version", ""))
        form.after = request.POST.get("after", "")
        return form

    def clean(self) -> dict[str, Any]:
        """Refuse to overwrite what another tab saved in the meantime, and to take other words for those that are in."""
        cleaned = super().clean() or {}
        draft = draft_for(self.viewer, self.draft, self.about)
        if draft is not None and draft.version != self.draft_version and self._differs_from(draft):
            self.conflict = draft
            self.draft_version = draft.version
            raise forms.ValidationError(
                _("This text was also changed in another tab. Both are kept: choose below, then save again.")
            )
        self._refuse_other_words()
        return cleaned

    def refuse(self, refusal: Refused) -> None:
        """Show at its field what an action did not accept."""
        field = getattr(refusal, "field", None)
        field = field if field in self.fields else None
        self.add_error(field, forms.ValidationError(refusal.message))  # type: ignore[arg-type]

    def done(self) -> None:
        """The words have become something: the draft may go, in the browser too."""
        actions.arrived(self.draft, self.about, self.key, self._digest(), by=self.viewer)
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
            # What is written in one organisation is never put back in another.
            "data-person": f"{self.viewer.person}:{self.viewer.member}",
        }
        return format_html_join(" ", '{}="{}"', pairs.items())

    @property
    def machinery(self) -> SafeString:
        """The hidden fields, and the choice where another tab was first."""
        hidden = format_html(
            '<input type="hidden" name="key" value="{}"><input type="hidden" name="version" value="{}">'
            '<input type="hidden" name="after" value="{}"><input type="hidden" name="acting_as" value="{}">',
            self.key,
            self.draft_version,
            self.after,
            self.viewer.member,
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
        return any(plain(kept[name]).strip() != self._sent(name) for name in kept if name in self.fields)

    def _refuse_other_words(self) -> None:
        """The second of two different texts is not taken for the first, and does not silently replace it."""
        if self.once:
            return
        before = arrival_of(self.viewer, self.draft, self.key)
        if before is not None and before.digest == self._digest():
            return
        if before is not None:
            self.key, self.after = new_id(), self._last_key()
            raise forms.ValidationError(
                _(
                    "You sent this page before, with another text, and that text was kept. This one is not saved yet: "
                    "look first at what stands there now. To save this one too, press the button again."
                )
            )
        if self.about and "after" in self.data and self.after != (last := self._last_key()):
            self.after = last
            raise forms.ValidationError(
                _(
                    "Since you opened this page you saved this form in another tab. This text is not saved yet: "
                    "look first at what stands there now. To save this one too, press the button again."
                )
            )

    def _last_key(self) -> str:
        last = last_arrival(self.viewer, self.draft, self.about)
        return str(last.key) if last else ""

    def _sent(self, name: str) -> str:
        return plain("\n".join(self.request.POST.getlist(self.add_prefix(name)))).strip()

    def _digest(self) -> str:
        """A keyed digest of everything that was filled in (HMAC, RFC 2104): it tells nobody what it was."""
        words = json.dumps([[name, self._sent(name)] for name in self.fields])
        return hmac.new(settings.SECRET_KEY.encode(), words.encode(), hashlib.sha256).hexdigest()


def plain(text: str) -> str:
    """The text with one sign for a line end, whatever browser sent it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def can_be_seen(text: str) -> bool:
    """Whether a text holds a sign that a reader sees: no space, control or format character (Unicode, Cc, Cf, Z*)."""
    return any(unicodedata.category(sign) not in _UNSEEN for sign in _BLANK.sub("", text))


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
