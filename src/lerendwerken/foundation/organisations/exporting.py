"""Everything that somebody wrote as a file to keep: one page to read and the same as JSON, in one zip."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.text import Words
from lerendwerken.foundation.wall.models import Walled
from lerendwerken.foundation.wall.reach import WIDTH
from lerendwerken.foundation.wall.viewer import Viewer

Rows = list[dict[str, Any]]

# What stands before a text, by the name of its field; a text that is the whole thing needs nothing before it.
_LABELS = {
    "before": _("before"),
    "now": _("now"),
    "because": _("because"),
    "cue": _("asked"),
    "wrote": _("from memory"),
    "expectation": _("expected"),
    "if_then": _("if and then"),
    "kept": _("kept"),
    "rejected": _("rejected"),
    "conclusion": _("conclusion"),
    "claim": _("checked"),
    "claim_source": _("source"),
    "source": _("source"),
    "situation": _("situation"),
    "view": _("own view"),
    "changed": _("what changed"),
    "question_text": _("learning question"),
    "expects": _("expected"),
    "tried": _("tried"),
    "outcome": _("outcome"),
    "evidence": _("evidence"),
    "idea": _("idea"),
    "expected": _("expected result"),
    "risk": _("risk"),
    "result": _("result"),
    "different": _("what I do differently"),
    "failed": _("what failed"),
    "need": _("what I need"),
    "objection": _("objection"),
    "reason": _("reason"),
    "ended_reason": _("why it ended"),
    "note": _("note"),
}


@dataclass(frozen=True)
class Text:
    """One text of a thing: what it is, and whether an AI system or the method coach said it."""

    label: str
    words: str
    by_partner: bool = False


@dataclass(frozen=True)
class Thing:
    """One thing that somebody wrote."""

    created: datetime
    texts: list[Text]


def packed(found: Mapping[type[Walled], Rows], viewer: Viewer) -> bytes:
    """The zip: `lees-mij.html` in the language of the person, and `alles.json`."""
    by_label = {model._meta.label: rows for model, rows in found.items()}
    with translation.override(viewer.language):
        page = render_to_string(
            "organisations/everything.html", {"kinds": _kinds(found), "made": clock.now()}
        )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("lees-mij.html", page)
        made.writestr("alles.json", as_json(by_label))
    return file.getvalue()


def as_json(found: Mapping[str, Rows]) -> str:
    """The same for machines: rows by kind."""
    return json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def name_of(export: uuid.UUID) -> str:
    """How the file is called where it is kept: it says nothing about who wrote it."""
    return f"lerendwerken-{str(export)[-8:]}.zip"


def _kinds(found: Mapping[type[Walled], Rows]) -> list[tuple[str, list[Thing]]]:
    """Each kind by name with its things, what only its writer sees first."""
    told = []
    for model in sorted(found, key=lambda model: WIDTH[model.reach]):
        things = [Thing(row["created"], list(_texts(model, row))) for row in found[model]]
        things = [thing for thing in things if thing.texts]
        if things:
            told.append((capfirst(str(model._meta.verbose_name)), things))
    return told


def _texts(model: type[Walled], row: Mapping[str, Any]) -> Iterator[Text]:
    for field in model._meta.concrete_fields:
        value = row.get(field.name)
        if isinstance(field, Words) and value:
            label = str(_LABELS.get(field.name, ""))
            yield Text(label, str(value), by_partner=field.name in model.said_by_partner)
        elif isinstance(value, list | dict):
            yield from (Text("", words) for words in _inside(value))


def _inside(value: Any) -> Iterator[str]:
    """The texts in what is kept as JSON; codes and keys are no texts of a person."""
    if isinstance(value, list):
        for part in value:
            yield from _inside(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            if isinstance(part, str) and key in {"text", "title", "what"}:
                yield part
            elif not isinstance(part, str):
                yield from _inside(part)
