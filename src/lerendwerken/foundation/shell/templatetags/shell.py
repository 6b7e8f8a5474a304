"""The tags with which rooms build their pages.

Each is one component of the look with its states; all text from outside is escaped. The HTML stands in
`templates/shell/parts/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy, pgettext_lazy
from django.utils.translation import ngettext as _n

from lerendwerken.foundation.shell import charts, fields, navigation, written
from lerendwerken.foundation.shell.parts import known, nav, part, seal

register = template.Library()
register.tags.update(fields.register.tags)

MOMENT_WORDS = {
    "done": gettext_lazy("done"),
    "now": gettext_lazy("today"),
    "open": gettext_lazy("still to come"),
    "missed": gettext_lazy("missed, can still be done this week"),
}
STEP_WORDS = {
    "done": gettext_lazy("done"),
    "now": gettext_lazy("now"),
    "later": gettext_lazy("later"),
}
VERDICTS = {
    "on": (gettext_lazy("on course"), "on"),
    "slow": (gettext_lazy("behind"), "slow"),
    "wrong": (gettext_lazy("wrong direction"), "down"),
    "unknown": (gettext_lazy("not measured yet"), "open"),
}
NUMBERS = [
    pgettext_lazy("number of people", "No"),
    pgettext_lazy("number of people", "One"),
    pgettext_lazy("number of people", "Two"),
    pgettext_lazy("number of people", "Three"),
    pgettext_lazy("number of people", "Four"),
    pgettext_lazy("number of people", "Five"),
    pgettext_lazy("number of people", "Six"),
    pgettext_lazy("number of people", "Seven"),
    pgettext_lazy("number of people", "Eight"),
    pgettext_lazy("number of people", "Nine"),
    pgettext_lazy("number of people", "Ten"),
    pgettext_lazy("number of people", "Eleven"),
    pgettext_lazy("number of people", "Twelve"),
]


# ---------- signs and small things ----------


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing from the sprite; `label` only where no words stand beside it."""
    if label:
        return format_html('<svg class="i" role="img" aria-label="{}"><use href="#i-{}"/></svg>', label, name)
    return format_html('<svg class="i" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def sign(reach: str) -> SafeString:
    """Only the drawing of a reach, where its words stand beside it."""
    return format_html(
        '<svg width="20" height="20" aria-hidden="true"><use href="#who-{}"/></svg>', known(reach)
    )


@register.simple_tag(takes_context=True)
def who(context: Context, reach: str, detail: str = "", **options: str) -> SafeString:
    """The sign of who sees this: self, team, manager, forward (team and who decides) or all.

    `detail` stands behind the words ("Marga"); `as="span"` makes it no button; `size` is "large" or "huge";
    `words` replaces the words where "my manager" would not be true for the reader; `note` is the id of
    another explanation on the page.
    """
    return seal(context, reach, detail, **options)


@register.filter
def counted(number: int) -> str:
    """A number as a word at the beginning of a sentence, up to twelve."""
    return str(NUMBERS[number]) if 0 <= number < len(NUMBERS) else str(number)


@register.simple_tag
def language_text(text: str, language: str) -> SafeString:
    """Somebody's text, with `lang` when it is in another language than the page."""
    if not language or language == (get_language() or ""):
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', language, text)


@register.simple_tag
def verdict(code: str) -> SafeString:
    """How a result stands: on, slow, wrong or unknown; in words and with a drawing."""
    words, drawing = VERDICTS[code]
    return format_html('<span class="verdict" data-v="{}">{}{}</span>', code, icon(drawing), words)


# ---------- lines: time and state ----------


@register.simple_tag
def moments(line: Iterable[Mapping[str, Any]], small: bool = False, label: str = "") -> SafeString:
    """The line of moments: each with day, name, when, state (done, now, open, missed), url, words."""
    stops = [
        {**moment, "words": moment.get("words") or MOMENT_WORDS[str(moment["state"])]} for moment in line
    ]
    return part("moments", {"stops": stops, "small": small, "label": label})


@register.simple_tag
def stateline(steps: Iterable[Mapping[str, Any]], label: str = "") -> SafeString:
    """Where a thing stands: steps with name, state (done, now, later) and notes, a list of small lines."""
    return part("stateline", {"steps": _with_words(steps), "label": label})


@register.simple_tag
def stairs(steps: Iterable[Mapping[str, Any]], label: str = "") -> SafeString:
    """Help in steps: each with name and state (done, now, later)."""
    return part("stairs", {"steps": _with_words(steps), "label": label})


def _with_words(steps: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**step, "words": step.get("words") or STEP_WORDS[str(step["state"])]} for step in steps]


@register.simple_tag
def clock(day: int, of: int, headline: str = "", words: str = "", late: bool = False) -> SafeString:
    """The answer clock: working day `day` of `of`, from 1; `late` once the term is over."""
    told = gettext("The term is over") if late else gettext("Working day %(day)s of %(of)s")
    ticks = ["past" if number < day else "now" if number == day else "" for number in range(1, of + 1)]
    return part(
        "clock",
        {
            "ticks": ticks,
            "late": late,
            "headline": headline,
            "told": told % {"day": day, "of": of},
            "words": words,
        },
    )


@register.simple_tag
def progress(done: int, of: int, label: str) -> SafeString:
    """How far long work is."""
    return format_html(
        '<progress class="progress" max="{}" value="{}" aria-label="{}"></progress>', of, done, label
    )


@register.simple_tag
def timebar(gone: float, of: float) -> SafeString:
    """How much of a span of time is over, `gone` of `of` in one unit, as a line with a yellow now."""
    share = round(min(100.0, max(0.0, 100 * gone / of)), 1) if of > 0 else 100.0
    return part("timebar", {"share": f"{share:g}%"})


# ---------- pictures ----------


@register.simple_tag
def chart(picture: charts.Promise | charts.Trend, table: bool = True) -> SafeString:
    """A picture of numbers with its words and, unless the page has one itself, its table."""
    name = "chart_promise" if isinstance(picture, charts.Promise) else "chart_trend"
    return part(name, {"c": picture, "table": table})


@register.simple_tag
def spark(values: Sequence[float]) -> SafeString:
    """A trend of the size of a word; for the eye only, its numbers stand beside it."""
    places = charts.spark(values)
    if not places:
        return mark_safe("")
    points = " ".join(f"{x:g},{y:g}" for x, y in places)
    return part("spark", {"points": points, "x": f"{places[-1][0]:g}", "y": f"{places[-1][1]:g}"})


@register.filter
def pc(value: float) -> str:
    """A place as a percentage for SVG, with a point in every language."""
    return f"{value:g}%"


@register.filter
def px(value: float) -> str:
    """A height for SVG, with a point in every language."""
    return f"{value:g}"


# ---------- messages ----------


@register.simple_block_tag
def empty(content: str, title: str = "") -> SafeString:
    """Nothing here yet: what belongs here, an example from ordinary work, the next step."""
    return part("empty", {"title": title, "body": content})


@register.simple_block_tag
def alert(content: str, title: str = "", kind: str = "error", role: str = "alert") -> SafeString:
    """What happened, that nothing is lost, what to do; `kind` is "error" or "choice"."""
    return part("alert", {"title": title, "kind": kind, "role": role, "body": content})


@register.simple_block_tag
def keep(content: str) -> SafeString:
    """The text inside, without white space around it; `as name` keeps it in the page."""
    return mark_safe(content.strip())  # noqa: S308  rendered by the template itself, escaped there


@register.simple_tag(takes_context=True)
def done_keys(context: Context) -> list[str]:
    """The keys of writings that have arrived, told once."""
    request = context.get("request")
    return written.take(request) if request is not None and hasattr(request, "session") else []


# ---------- navigation ----------


@register.simple_tag(takes_context=True)
def navigation_links(context: Context, lit: str = "") -> list[navigation.Link]:
    """The main navigation of the role in which the viewer acts."""
    found = nav(context)
    return navigation.for_role(found.get("role", ""), lit, in_team=bool(found.get("team_name")))


@register.simple_tag(takes_context=True)
def thumb_links(context: Context, lit: str = "") -> list[navigation.Link]:
    """The bar under the thumb for that role."""
    found = nav(context)
    return navigation.thumb_for_role(found.get("role", ""), lit, in_team=bool(found.get("team_name")))


@register.filter
def role_code(role: object) -> str:
    """The plain code of a role."""
    return navigation.role_code(role)


@register.filter
def role_name(role: object) -> str:
    """The name of a role on screen."""
    code = navigation.role_code(role)
    return str(navigation.ROLES.get(code, code))


@register.filter
def people(count: int) -> str:
    """How many people, in words: "Six people"."""
    return _n("%(count)s person", "%(count)s people", count) % {"count": counted(count)}


@register.filter
def hexed(key: UUID | str) -> str:
    """A key as an id in HTML, which may not begin with a digit."""
    return f"k{str(key).replace('-', '')}"
