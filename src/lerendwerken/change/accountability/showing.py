"""A statement as a letter: the preview and the sent one are the same."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from lerendwerken.change.accountability import queries
from lerendwerken.change.accountability.composing import Part, Prefill, Result
from lerendwerken.change.accountability.forms import StatementForm, name_of
from lerendwerken.change.accountability.models import Statement, StatementDraft
from lerendwerken.foundation.ground import weeks
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.foundation.shell.charts import shown
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import queries as frame


@dataclass(frozen=True)
class Row:
    """The figures of one promise in words."""

    title: str
    begin: str
    now: str
    target: str
    confirmed: str


@dataclass(frozen=True)
class Letter:
    """Everything that stands on the sheet, and nothing else."""

    writer: str
    job: str
    to: str
    first_day: date
    last_day: date
    first_number: int
    last_number: int
    title: str
    language: str
    parts: Sequence[Part]
    rows: Sequence[Row]
    different: str
    failed: str
    need: str


def preview(viewer: Viewer, draft: StatementDraft, manager: Membership | None) -> Letter:
    """The letter as the manager will get it."""
    me = organisations.member_for(viewer, viewer.member)
    return _letter(viewer, draft, me, me.job, manager)


def sent(viewer: Viewer, statement: Statement) -> Letter:
    """The letter as it was sent."""
    return _letter(viewer, statement, statement.owner, statement.job, statement.addressee)


def statement_form_options(viewer: Viewer, made: Prefill, draft: StatementDraft | None) -> dict[str, Any]:
    """The development questions and results from which a writer chooses; what is in the draft stays among them."""
    in_force = frame.frame_in_force(viewer)
    asked = [row.text for row in frame.questions_open_to(viewer)] if in_force else []
    kept = [part["development_question"] for part in draft.parts] if draft else []
    suggested = [part["development_question"] for part in made.parts]
    return {"headings": list(dict.fromkeys([*kept, *suggested, *asked, ""])), "offered": made.results}


def initial(made: Prefill, draft: StatementDraft | None) -> dict[str, Any]:
    """How the form begins: the draft as it is, else the first version out of what was shared."""
    if draft is None:
        first = {name_of(part["development_question"]): part["text"] for part in made.parts}
        return {
            "title": made.title,
            "results": list(made.chosen),
            "different": made.different,
            "failed": made.failed,
            **first,
        }
    texts = {name_of(part["development_question"]): part["text"] for part in draft.parts}
    return {
        "title": draft.title,
        "results": [row["promise"] for row in draft.results],
        "different": draft.different,
        "failed": draft.failed,
        "need": draft.need,
        **texts,
    }


def carry(form: StatementForm, text: str) -> None:
    """Put what its owner saw in their mirror into the form, where they can still change it; nothing is kept yet."""
    there = form.initial.get("different", "")
    if text not in there:
        form.initial["different"] = f"{there}\n{text}".strip()


def about(draft: StatementDraft | None, period: queries.Period) -> str:
    """What a writing form of a statement is about: the draft, or the period of a new one."""
    return str(draft.pk) if draft else f"{weeks.slug(period.first_week)}-{weeks.slug(period.last_week)}"


def results_in_words(form: StatementForm) -> list[dict[str, Any]]:
    """The results on offer with their figures in words, in one sentence: the unit stands behind the last."""
    return [{**offered, "words": _in_a_line(offered["row"])} for offered in form.result_rows]


def _letter(
    viewer: Viewer,
    row: StatementDraft | Statement,
    writer: Membership | None,
    job: str,
    to: Membership | None,
) -> Letter:
    results: list[Result] = row.results
    names = organisations.names_of(viewer, [_member(result) for result in results])
    return Letter(
        writer=writer.name if writer else _("a former colleague"),
        job=job,
        to=", ".join(filter(None, (to.name, to.job))) if to else _("a former colleague"),
        first_day=row.first_week,
        last_day=row.last_week + timedelta(days=6),
        first_number=weeks.number(row.first_week),
        last_number=weeks.number(row.last_week),
        title=row.title,
        language=row.language,
        parts=row.parts,
        rows=[_row(result, names) for result in results],
        different=row.different,
        failed=row.failed,
        need=row.need,
    )


def _member(result: Result) -> uuid.UUID | None:
    return uuid.UUID(result["confirmed_by"]) if result["confirmed_by"] else None


def _row(result: Result, names: dict[uuid.UUID, str]) -> Row:
    unit = result["unit"]
    confirmed = _("not yet")
    if result["confirmed"]:
        named = {
            "value": _value(result["confirmed"], unit),
            "name": names.get(_member(result) or uuid.UUID(int=0)),
        }
        confirmed = _("%(value)s, by %(name)s") % named if named["name"] else str(named["value"])
    return Row(
        title=result["title"],
        begin=_value(result["begin"], unit),
        now=_value(result["now"], unit),
        target=_value(result["target"], unit),
        confirmed=confirmed,
    )


def _in_a_line(result: Result) -> Row:
    row, unit = _row(result, {}), result["unit"]
    if unit == "%":
        return row
    return replace(row, begin=_value(result["begin"], ""), now=_value(result["now"], ""))


def _value(plain: str, unit: str) -> str:
    return shown(float(Decimal(plain)) if plain else None, unit)
