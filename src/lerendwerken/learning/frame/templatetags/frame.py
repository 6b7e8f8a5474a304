"""Numbers of a promise as people read them."""

from __future__ import annotations

from decimal import Decimal

from django import template

from lerendwerken.foundation.shell import charts

register = template.Library()


@register.simple_tag
def value(number: Decimal | None, unit: str = "") -> str:
    """A number with its unit, with just the decimals that it has: '46%', '6,5 uur'."""
    return charts.shown(None if number is None else float(number), unit, decimals(number))


@register.simple_tag
def first_value(number: Decimal | None, unit: str = "") -> str:
    """The first of two numbers in one sentence: ‘from 52 to 40 days’, but ‘from 46% to 75%’."""
    return value(number, unit if unit == "%" else "")


def decimals(*numbers: Decimal | None) -> int:
    """How many decimals these numbers need to be told exactly, from 0 to 2."""
    used = [number.normalize().as_tuple().exponent for number in numbers if number is not None]
    return max([0, *(-places for places in used if isinstance(places, int))])
