"""What the dialogue's pages need besides the shell's tags."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template

from lerendwerken.foundation.ground import weeks

register = template.Library()


@register.filter
def weeknumber(week: date) -> int:
    """The ISO week number of a week."""
    return weeks.number(week)


@register.filter
def at(rows: Mapping[Any, Any] | None, key: Any) -> Any:
    """What stands under a key, or nothing."""
    return rows.get(key) if rows else None
