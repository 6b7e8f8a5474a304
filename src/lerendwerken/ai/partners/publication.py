"""The register in the structure of the Dutch algorithm register (Algoritmeregister van de Nederlandse overheid).

The field names are those of its publication standard, version 1.0. What the register here does not know is left
empty, so that whoever publishes it sees what is still to be written.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from lerendwerken.ai.partners.models import RegisterEntry

STANDARD: Final = "1.0"
_STATUS: Final = {RegisterEntry.Status.IN_USE: "In gebruik", RegisterEntry.Status.OFF: "Buiten gebruik"}
_LANGUAGE: Final = {"nl": "nld", "en": "eng"}
_RISKS: Final = {
    "minimal": "AI-verordening: minimaal risico.",
    "limited": "AI-verordening: beperkt risico.",
    "high": "AI-verordening: hoog risico.",
    "prohibited": "AI-verordening: verboden praktijk.",
}


def published(entries: Iterable[RegisterEntry], organisation: str) -> list[dict[str, Any]]:
    """Each entry as one object of the standard."""
    return [_entry(entry, organisation) for entry in entries]


def _entry(entry: RegisterEntry, organisation: str) -> dict[str, Any]:
    risks = [_RISKS.get(entry.risk_class, ""), entry.risk_reason, entry.risk]
    return {
        "standard_version": STANDARD,
        "name": entry.name[:100],
        "organization": organisation[:100],
        "description_short": entry.purpose[:350],
        "category": [],
        "status": _STATUS[RegisterEntry.Status(entry.status)],
        "begin_date": "",
        "end_date": "",
        "contact_email": entry.contact,
        "website": "",
        "publication_category": _category(entry),
        "url": "",
        "goal": entry.purpose,
        "proportionality": "",
        "human_intervention": entry.oversight,
        "risks": _joined(risks),
        "lawful_basis": "",
        "lawful_basis_grouping": [],
        "process_index_url": "",
        "impacttoetsen": "",
        "impacttoetsen_grouping": [],
        "source_data": _joined([entry.data_goes_to, entry.retention, entry.training]),
        "source_data_grouping": [],
        "methods_and_models": entry.model,
        "provider": entry.supplier,
        "publiccode": "",
        "source_id": str(entry.pk),
        "tags": "",
        "lang": _LANGUAGE.get(entry.language, "nld"),
    }


def _category(entry: RegisterEntry) -> str:
    """Only a judged class tells the category; the standard asks for one of its words or nothing."""
    if not entry.risk_class:
        return ""
    is_high = entry.risk_class in (RegisterEntry.Risk.HIGH, RegisterEntry.Risk.PROHIBITED)
    return "Hoog-risico AI-systeem" if is_high else "Overige algoritmes"


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(filter(None, texts))[:2500]
