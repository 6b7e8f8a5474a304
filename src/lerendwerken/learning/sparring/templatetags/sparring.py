"""What the session's page needs besides the shell's tags."""

from __future__ import annotations

from django import template
from django.forms import BoundField
from django.utils.translation import get_language

from lerendwerken.ai.partners import coach as method_coach
from lerendwerken.ai.partners.queries import endpoint
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


@register.inclusion_tag("sparring/goes_to.html", takes_context=True)
def goes_to(context: template.Context) -> dict[str, object]:
    """The line at a button that sends words: to which language model, or that they stay in this house."""
    model = endpoint(context["viewer"])
    return {"model": model.name if model else ""}


@register.inclusion_tag("sparring/margin.html")
def coach(mode: str, *fields: BoundField) -> dict[str, object]:
    """The quiet button beside fields with one's own words, with which the coach asks one question about them.

    `mode` is one of the coach's. Without a script there is no button.
    """
    method_coach.prepare(get_language() or "nl")
    ids = " ".join(str(field.id_for_label) for field in fields)
    return {"mode": mode, "ids": ids, "label": fields[0].label}
