"""Fields for numbers and days as people write them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import number_format


class NumberText(forms.TextInput):
    """A number in the way of the reader's language: '6,5' in Dutch, '6.5' in English, without needless zeros."""

    def format_value(self, value: Any) -> str | None:
        """What stands in the box; what somebody typed stays as it was typed."""
        if isinstance(value, Decimal) and value.is_finite():
            plain = format(value, "f")
            value = number_format(plain.rstrip("0").rstrip(".") if "." in plain else plain, use_l10n=True)
        shown: str | None = super().format_value(value)
        return shown


class Number(forms.DecimalField):
    """A number of at most ten digits and two decimals. Both '6,5' and '6.5' mean six and a half.

    What could be read in two ways ('1.500', '1,000.5') is refused: it has three decimals, or two kinds of signs.
    """

    widget = NumberText

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 20}
        super().__init__(max_digits=12, decimal_places=2, widget=NumberText(attrs=attributes), **kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """The number as a decimal. Raises `ValidationError`."""
        if isinstance(value, str):
            value = "".join(value.split()).replace("−", "-")
            if value.count(",") == 1 and "." not in value:
                value = value.replace(",", ".")
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No number box: browsers round, scroll and hide commas in it."""
        return {}


class Day(forms.DateField):
    """A date, chosen in the browser's own way or typed as 2026-12-31 or 31-12-2026."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"], **kwargs)
