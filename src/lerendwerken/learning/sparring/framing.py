"""Why this is learned: what of the frame in force belongs to somebody's learning question, in a few lines."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import queries as frame
from lerendwerken.learning.frame.models import DevelopmentQuestion, ResultPromise
from lerendwerken.learning.weekcycle.models import LearningQuestion

_MOST_PROMISES: Final = 3
_LONGEST_LINE: Final = 300  # characters


def own_question(language: str) -> str:
    """What the person's own learning question is called in a request."""
    with translation.override(language):
        return _("Own learning question")


def about(viewer: Viewer, question: LearningQuestion | None, language: str) -> str:
    """The development question that a learning question stands under, with its goal and what is promised there.

    As the frame in force has them, in at most five lines; empty for a question under none, or under one that lapsed.
    """
    under = _in_force(viewer, question)
    if under is None:
        return ""
    promised = [row for row in frame.promises(viewer, under.frame) if row.goal_id == under.goal_id]
    with translation.override(language):
        lines = [
            _("Development question: %(text)s") % {"text": under.text},
            _("Goal: %(text)s") % {"text": ". ".join(filter(None, [under.goal.title, under.goal.text]))},
            *(_promise(row) for row in promised[:_MOST_PROMISES]),
        ]
    return "\n".join(Truncator(" ".join(line.split())).chars(_LONGEST_LINE) for line in lines)


def _in_force(viewer: Viewer, question: LearningQuestion | None) -> DevelopmentQuestion | None:
    """The linked development question as it stands in the frame that holds now."""
    if question is None or question.development_question is None:
        return None
    lineage = question.development_question.lineage
    return next((row for row in frame.questions_open_to(viewer) if row.lineage == lineage), None)


def _promise(row: ResultPromise) -> str:
    target = f"{_number(row.target)} {row.unit}".strip()
    told = {"title": row.title, "target": target, "due": date_format(row.due, "F Y")}
    if row.baseline is None:
        return _("Promised result: %(title)s, to %(target)s by %(due)s") % told
    told["baseline"] = _number(row.baseline)
    return _("Promised result: %(title)s, from %(baseline)s to %(target)s by %(due)s") % told


def _number(value: Decimal) -> str:
    return number_format(
        value.to_integral_value() if value == value.to_integral_value() else value.normalize()
    )
