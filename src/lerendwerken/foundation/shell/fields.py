"""The tags for fields: label, seal, problem and foot in one; `{% load shell %}` brings them along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from lerendwerken.foundation.shell.parts import REACHES, part, seal

register = template.Library()


def _described(field: BoundField, hint: str) -> str:
    ids = [f"{field.auto_id}-hint"] if hint else []
    ids += [f"{field.auto_id}-problem"] if field.errors else []
    return " ".join(ids)


def _bound(context: Context, field: BoundField, reach: str, label: str, hint: str) -> dict[str, Any]:
    hint = hint or str(field.help_text or "")
    return {
        "field": field,
        "id": field.auto_id,
        "label": label or field.label,
        "hint": hint,
        "seal": seal(context, reach) if reach else "",
        "error": bool(field.errors),
        "described": _described(field, hint),
    }


def _attributes(values: Mapping[str, Any], **more: str) -> dict[str, str | bool]:
    attributes: dict[str, str | bool] = {key.replace("_", "-"): value for key, value in more.items() if value}
    if values["described"]:
        attributes["aria-describedby"] = values["described"]
    if values["error"]:
        attributes["aria-invalid"] = "true"
    return attributes


@register.simple_tag(takes_context=True)
def write(
    context: Context,
    field: BoundField,
    who: str = "",
    rows: int = 0,
    label: str = "",
    hint: str = "",
    example: str = "",
    lead: bool = False,
) -> SafeString:
    """A ruled field to write in: label, seal, problem, foot with words and saved time.

    `rows` ruled lines (1 = one line, 0 = as the field says); `example` stands in the empty field;
    `lead` sets the label as a question in the large serif; without `who` the field shares the seal of its
    group.
    """
    values = _bound(context, field, who, label, hint)
    widget = field.field.widget
    is_line = getattr(widget, "input_type", None) is not None
    rows = rows or int(widget.attrs.get("rows", 3))
    attributes = _attributes(values, placeholder=example)
    attributes["class"] = "write write--one" if is_line or rows == 1 else "write"
    if not is_line:
        attributes["rows"] = str(rows)
    return part("write", values | {"lead": lead, "control": field.as_widget(attrs=attributes)})


@register.simple_tag(takes_context=True)
def line(
    context: Context, field: BoundField, who: str = "", label: str = "", hint: str = "", example: str = ""
) -> SafeString:
    """A small field of the interface: a number, a date, a name."""
    values = _bound(context, field, who, label, hint)
    attributes = _attributes(values, placeholder=example) | {"class": "input"}
    return part("control", values | {"control": field.as_widget(attrs=attributes)})


@register.simple_tag
def signline(field: BoundField) -> SafeString:
    """A field of a sign-in page; nobody reads along there, so it has no seal."""
    values = _bound(Context(), field, "", "", "")
    field.field.widget.attrs.pop("placeholder", None)  # it only says the label again
    if field.field.widget.attrs.get("autocomplete") == "current-password":
        values["hint"] = ""  # the way to a new password stands beside the button
    # Help texts of password rules are HTML by Django's own hand; the hint shows them as they are.
    return part(
        "control", values | {"control": field.as_widget(attrs=_attributes(values) | {"class": "input"})}
    )


@register.simple_tag(takes_context=True)
def select(context: Context, field: BoundField, who: str = "", label: str = "", hint: str = "") -> SafeString:
    """A choice from a list that is too long for radio buttons."""
    values = _bound(context, field, who, label, hint)
    attributes = _attributes(values) | {"class": "select"}
    return part("control", values | {"control": field.as_widget(attrs=attributes)})


def _options(field: BoundField, hints: Mapping[str, str]) -> list[dict[str, Any]]:
    chosen = "" if field.value() is None else str(field.value())
    return [
        {
            "value": value,
            "label": label,
            "checked": str(value) == chosen,
            "id": f"{field.auto_id}_{number}",
            "hint": hints.get(str(value), ""),
            "reach": str(value) if str(value) in REACHES else "",
        }
        for number, (value, label) in enumerate(getattr(field.field, "choices", ()))
        if str(value) != ""
    ]


@register.simple_tag(takes_context=True)
def choice(
    context: Context,
    field: BoundField,
    hints: Mapping[str, str] | None = None,
    who: str = "",
    label: str = "",
    hint: str = "",
) -> SafeString:
    """A list of radio buttons; where a value is a reach (self, team, all), its sign stands beside it.

    `hints` maps a value to the small words under its label.
    """
    values = _bound(context, field, who, label, hint)
    return part("choice", values | {"options": _options(field, hints or {})})


@register.simple_tag(takes_context=True)
def scale5(
    context: Context,
    field: BoundField,
    low: str = "",
    high: str = "",
    who: str = "",
    label: str = "",
    hint: str = "",
) -> SafeString:
    """One to five, with words at both ends."""
    values = _bound(context, field, who, label, hint)
    options = _options(field, {})
    for option in options:
        ends = {0: low, len(options) - 1: high}
        end = ends.get(options.index(option), "")
        option["spoken"] = f"{option['label']}, {end}" if end else str(option["label"])
    return part("scale5", values | {"options": options, "low": low, "high": high})


@register.simple_tag(takes_context=True, name="range")
def slider(
    context: Context,
    field: BoundField,
    who: str = "",
    label: str = "",
    hint: str = "",
    low: str = "",
    high: str = "",
    before: int | None = None,
) -> SafeString:
    """How sure somebody is, 0 to 100. Untouched it sends nothing, so that nobody answers by accident.

    `before` is the earlier value, shown between the ends.
    """
    values = _bound(context, field, who, label, hint)
    value = field.value()
    return part(
        "range",
        values
        | {
            "value": "" if value in (None, "") else value,
            "low": low or gettext("0, I am guessing"),
            "high": high or gettext("100, I know it"),
            "before": before,
        },
    )
