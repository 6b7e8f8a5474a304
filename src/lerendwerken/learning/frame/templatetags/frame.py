"""Numbers of a promise as people read them."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django import template

from lerendwerken.foundation.shell import charts
from lerendwerken.learning.frame.objections import Shown

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


@register.filter
def about(objections: dict[UUID | None, list[Shown]] | None, lineage: UUID | None) -> list[Shown]:
    """The objections to one part of the frame; to the frame as a whole where `lineage` is None."""
    return (objections or {}).get(lineage, [])
