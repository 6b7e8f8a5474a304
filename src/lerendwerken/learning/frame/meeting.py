"""Two stewards at one row: whoever keeps last is first shown what the other kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lerendwerken.learning.frame.fields import NumberText


def standing_words(form: forms.Form, given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a row says (`given`, by field) and the form does not: each with the label of its field."""
    return [
        (str(field.label), _shown(field, given[name]))
        for name, field in form.fields.items()
        if name in given and _cleaned(field, form[name].value()) != _cleaned(field, given[name])
    ]


def _cleaned(field: forms.Field, value: Any) -> Any:
    """A value as it would be kept, so that '46,0' and 46 are the same; what cannot be kept stays as it is."""
    try:
        return field.clean(value) or ""
    except forms.ValidationError:
        return value


def _shown(field: forms.Field, value: Any) -> str:
    if value in (None, "", []):
        return _("nothing")
    if isinstance(value, Decimal):
        return NumberText().format_value(value) or ""
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(field, forms.ChoiceField):
        chosen = value if isinstance(value, list) else [value]
        choices: Iterable[tuple[str, Any]] = field.choices  # type: ignore[assignment]
        return ", ".join(str(label) for key, label in choices if key in chosen)
    return str(value)
