"""What the pages of statements need besides the shell's tags."""

from __future__ import annotations

from datetime import date, timedelta

from django import template

from lerendwerken.foundation.ground import weeks

register = template.Library()


@register.filter
def weeknumber(week: date) -> int:
    """The ISO week number of a week."""
    return weeks.number(week)


@register.filter
def sunday(week: date) -> date:
    """The last day of a week."""
    return week + timedelta(days=6)
