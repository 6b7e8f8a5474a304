"""Who sees what, told from the reaches that the tables themselves declare: there is no second list to forget."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lerendwerken.foundation.notices.tasks import KEPT as NOTICE_KEPT
from lerendwerken.foundation.organisations import records
from lerendwerken.foundation.organisations.actions.leaving import EXPORT_KEPT
from lerendwerken.foundation.organisations.models import Organisation
from lerendwerken.foundation.wall.models import Kept, OnErasure, Walled
from lerendwerken.foundation.wall.policies import walled_models
from lerendwerken.foundation.wall.reach import WIDTH, Reach


@dataclass(frozen=True)
class Kind:
    """One kind of thing that is kept: its name, whether it is fixed once sent, how long, what an erasure does."""

    name: str
    fixed: bool
    kept: str
    on_erasure: str


@dataclass(frozen=True)
class Group:
    """All kinds with the same reach: the sign, who that is in words, and why."""

    sign: str
    title: str
    who: str
    kinds: list[Kind]


def groups(organisation: Organisation) -> list[Group]:
    """Every kind of thing by who sees it, the most private first, with the terms of an organisation."""
    models = walled_models()
    return [
        _group(reach, [model for model in models if model.reach is reach], organisation)
        for reach in sorted(WIDTH, key=WIDTH.__getitem__)
    ]


def title_of(reach: Reach) -> str:
    """Who sees what has this reach, in a few words."""
    return _words(reach)[1]


def walls() -> int:
    """How many walls this installation has: the application's own, and on PostgreSQL the database's too."""
    return 2 if connection.vendor == "postgresql" else 1


def _group(reach: Reach, models: list[type[Walled]], organisation: Organisation) -> Group:
    sign, title, who = _words(reach)
    terms = _terms(organisation)
    kinds = [
        Kind(capfirst(str(model._meta.verbose_name)), model.sent, terms[model.keeping], _erased(model))
        for model in models
    ]
    return Group(sign, title, who, sorted(kinds, key=lambda kind: kind.name.casefold()))


def _words(reach: Reach) -> tuple[str, str, str]:
    match reach:
        case Reach.OWNER:
            return (
                "self",
                _("Only you"),
                _(
                    "Nobody else: not your team, not your manager, no steward, administrator or council member, "
                    "and not the AI of a colleague. No switch or role opens this. Sharing makes a copy of just "
                    "what you share."
                ),
            )
        case Reach.ADDRESSED:
            return (
                "manager",
                _("You and the one to whom you send it"),
                _("From the moment you send it. Nobody else in the organisation, your team neither."),
            )
        case Reach.TEAM:
            return (
                "team",
                _("Your team"),
                _(
                    "Everybody who is in the team now. The manager of a team is never in it, and sees none of this."
                ),
            )
        case Reach.PUT_FORWARD:
            return (
                "forward",
                _("Your team and who decides"),
                _("The team, the one to whom it was put, that person's deputy, and who acts as a steward."),
            )
        case Reach.ORGANISATION:
            return (
                "all",
                _("Everybody in the organisation"),
                _("Every colleague, whatever their role. Nobody of another organisation."),
            )


def _erased(model: type[Walled]) -> str:
    return {
        OnErasure.DELETE: _("is deleted"),
        OnErasure.UNNAME: _("stays, the name goes"),
        OnErasure.KEEP: _("stays, it says nothing about a person"),
    }[model.on_erasure]


def _terms(organisation: Organisation) -> dict[Kept, str]:
    """How long each kind is kept, in words."""
    return {
        Kept.PASTED: records.days(organisation.pasted_days),
        Kept.DRAFT: _("90 days after it was last touched"),
        Kept.EXPORT: records.days(EXPORT_KEPT.days),
        Kept.NOTICE: records.days(NOTICE_KEPT.days),
        Kept.REVEAL: _("until the reveal"),
        Kept.PERSON: ngettext(
            "as long as you are a member, and %(days)d day after that",
            "as long as you are a member, and %(days)d days after that",
            organisation.leaver_days,
        )
        % {"days": organisation.leaver_days},
        **{
            kept: records.in_words(what, getattr(organisation, what.value))
            for what, kept in records.CLASSES.items()
        },
        Kept.ORGANISATION: _("as long as the organisation keeps it"),
    }
