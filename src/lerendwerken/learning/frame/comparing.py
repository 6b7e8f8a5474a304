"""Two versions of the frame side by side: what was added, what went, and which words changed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import differences
from lerendwerken.foundation.ground.differences import Piece
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import queries
from lerendwerken.learning.frame._rows import FIELDS
from lerendwerken.learning.frame._versions import Part
from lerendwerken.learning.frame.fields import NumberText
from lerendwerken.learning.frame.models import Challenge, DevelopmentQuestion, Frame, Goal

_LABELS = {
    "title": _("name"),
    "why": _("why"),
    "starts": _("first day"),
    "ends": _("last day"),
    "text": _("text"),
    "challenges": _("challenges"),
    "goal": _("under the goal"),
    "team": _("whose question"),
    "indicator": _("how it is measured"),
    "unit": _("unit"),
    "kind": _("kind of result"),
    "term": _("term"),
    "better": _("what is better"),
    "baseline": _("baseline"),
    "baseline_by": _("baseline measured by"),
    "target": _("target"),
    "due": _("reached by"),
}


@dataclass(frozen=True)
class FieldChange:
    """One thing that a part says: how it was and how it is."""

    label: str
    before: list[Piece]
    after: list[Piece]


@dataclass(frozen=True)
class Change:
    """A part of the frame that was added, went or says something else; the frame itself has the model `Frame`."""

    what: Literal["added", "gone", "changed"]
    kind: str  # of thing, as people say it
    title: str
    fields: list[FieldChange]


def compare(viewer: Viewer, older: Frame, newer: Frame) -> list[Change]:
    """What a version says otherwise than an older one: its own words first, then goals, results and questions."""
    own = list(_fields(older, newer))
    first = [Change("changed", str(newer._meta.verbose_name), newer.title, own)] if own else []
    before, after = _parts(viewer, older), _parts(viewer, newer)
    return [*first, *_changed(before, after)]


def marked(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, with the words marked that the other does not have at that place.

    Where one of both says nothing there is nothing to mark.
    """
    if not (before and after):
        return [Piece("same", before)] if before else [], [Piece("same", after)] if after else []
    return differences.sides(before, after)


def _parts(viewer: Viewer, frame: Frame) -> dict[uuid.UUID, Part]:
    rows: list[Part] = [
        *queries.goals(viewer, frame),
        *queries.promises(viewer, frame),
        *queries.development_questions(viewer, frame),
    ]
    return {row.lineage: row for row in rows}


def _changed(before: dict[uuid.UUID, Part], after: dict[uuid.UUID, Part]) -> Iterator[Change]:
    for lineage, row in after.items():
        old = before.get(lineage)
        fields = list(_fields(old, row))
        if fields:
            yield Change("changed" if old else "added", str(row._meta.verbose_name), _name(row), fields)
    for lineage, row in before.items():
        if lineage not in after:
            yield Change("gone", str(row._meta.verbose_name), _name(row), list(_fields(row, None)))


def _fields(old: Frame | Part | None, new: Frame | Part | None) -> Iterator[FieldChange]:
    """The fields of a row that say something else, or all that say something where one of both is not there."""
    row = new or old
    for name in FIELDS[type(row)]:  # type: ignore[index]
        before, after = _told(old, name), _told(new, name)
        if before != after:
            yield FieldChange(str(_LABELS[name]), *marked(before, after))


def _name(row: Part) -> str:
    return row.text if isinstance(row, DevelopmentQuestion) else row.title


def _told(row: Frame | Part | None, name: str) -> str:
    """What a field says, as people read it; empty where there is nothing."""
    value: Any = getattr(row, name) if row else None
    match value:
        case None | "":
            return ""
        case Goal():
            return value.title
        case list():
            return ", ".join(str(Challenge(one).label) for one in value)
        case Decimal():
            return NumberText().format_value(value) or ""
        case date():
            return date_format(value, "j F Y")
        case _:
            shown = getattr(row, f"get_{name}_display", None)
            return str(shown() if shown else value)
