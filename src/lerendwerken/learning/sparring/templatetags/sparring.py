"""What the session's page needs besides the shell's tags."""

from __future__ import annotations

from django import template

from lerendwerken.learning.sparring import showing
from lerendwerken.learning.sparring.outgoing import Parcel

register = template.Library()


@register.filter
def seen_mark(parcel: Parcel) -> str:
    """What stands for the covered text that the person now sees."""
    return showing.seen_mark(parcel)


@register.filter
def letter(number: int) -> str:
    """1 → a: the letter of one of the person's own points."""
    return chr(ord("a") + (number - 1) % 26)
