"""What differs between two versions of the agreement, or between what was agreed and what is so now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from lerendwerken.foundation.organisations import records
from lerendwerken.foundation.wall.reach import WIDTH, Reach
from lerendwerken.oversight.governance.models import Agreement
from lerendwerken.oversight.governance.reaches import title_of


@dataclass(frozen=True)
class Facts:
    """What an installation records and who sees it, {model: reach}; how long things are kept; the AI systems, and
    whether who sends something to them may leave a name readable."""

    recorded: Mapping[str, str]
    pasted_days: int
    leaver_days: int
    record_years: Mapping[str, int | None]
    systems: tuple[str, ...]
    may_uncover: bool


@dataclass(frozen=True)
class Change:
    """One thing that differs: how it was and how it becomes; empty is not at all."""

    what: str
    before: str
    after: str


def facts_of(agreement: Agreement) -> Facts:
    """What stood in a version."""
    return Facts(
        agreement.recorded,
        agreement.pasted_days,
        agreement.leaver_days,
        agreement.record_years,
        tuple(agreement.systems),
        agreement.may_uncover,
    )


def since(agreement: Agreement | None, now: Facts) -> list[Change]:
    """What differs between what was agreed and what is so now; nothing where nothing was agreed."""
    return of_facts(facts_of(agreement), now) if agreement else []


def of_facts(before: Facts, after: Facts) -> list[Change]:
    """What differs in what is recorded, how long it is kept and which AI systems are used."""
    kinds = sorted({*before.recorded, *after.recorded}, key=name_of)
    found = [
        Change(name_of(kind), _seen(before.recorded.get(kind)), _seen(after.recorded.get(kind)))
        for kind in kinds
    ]
    kept, left = _("How long a pasted piece is kept"), _("How long what was one's own is kept after leaving")
    found.append(Change(kept, records.days(before.pasted_days), records.days(after.pasted_days)))
    found.append(Change(left, records.days(before.leaver_days), records.days(after.leaver_days)))
    found += [
        Change(
            _("How long are kept: %(what)s") % {"what": what.label},
            records.in_words(what, before.record_years.get(what)),
            records.in_words(what, after.record_years.get(what)),
        )
        for what in records.CLASSES
    ]
    open_ = _("Whether a name may be left readable for an AI system")
    found.append(Change(open_, _may(before.may_uncover), _may(after.may_uncover)))
    systems = sorted({*before.systems, *after.systems})
    used = _("in use")
    found += [
        Change(name, used if name in before.systems else "", used if name in after.systems else "")
        for name in systems
    ]
    return _different(found)


def between(before: Agreement, after: Agreement, teams: Mapping[str, str]) -> list[Change]:
    """What differs between two versions. `teams` are the names of teams by key."""
    documents = [
        Change(_("Kind of agreement"), before.get_kind_display(), after.get_kind_display()),
        Change(_("Purpose"), before.purpose, after.purpose),
        Change(_("Teams"), names_of(before.teams, teams), names_of(after.teams, teams)),
        Change(_("Last day"), _day(before.ends), _day(after.ends)),
    ]
    return _different(documents) + of_facts(facts_of(before), facts_of(after))


def grouped(recorded: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """What a version says is recorded: who sees it, and the names of those kinds; the most private first."""
    return [
        (title_of(reach), sorted((name_of(kind) for kind, seen in recorded.items() if seen == reach.value)))
        for reach in sorted(WIDTH, key=WIDTH.__getitem__)
        if reach.value in recorded.values()
    ]


def name_of(kind: str) -> str:
    """What a kind of thing is called; its code where this version of the program no longer has it."""
    try:
        return capfirst(str(apps.get_model(kind)._meta.verbose_name))
    except LookupError:
        return kind


def names_of(keys: list[str], teams: Mapping[str, str]) -> str:
    """The names of the teams of a version."""
    return ", ".join(sorted(teams[key] for key in keys if key in teams))


def _seen(reach: str | None) -> str:
    return title_of(Reach(reach)) if reach else ""


def _may(allowed: bool) -> str:
    return _("yes, by who sends it, with a reason") if allowed else _("no")


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else _("no last day")


def _different(changes: list[Change]) -> list[Change]:
    return [change for change in changes if change.before != change.after]
