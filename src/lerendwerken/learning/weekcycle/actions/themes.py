"""The theme of the week: the team's own choice, and the sentence in which somebody's trial ends."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import audit, weeks
from lerendwerken.foundation.ground.errors import BadInput, Forbidden, NotFound
from lerendwerken.foundation.organisations import agreed
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.wall.keeping import words
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.weekcycle import bank
from lerendwerken.learning.weekcycle.actions.entries import write_in
from lerendwerken.learning.weekcycle.models import Moment, MomentEntry, ThemeChoice, ThemeHeld
from lerendwerken.learning.weekcycle.rules import OVER, this_week

_NOT_KNOWN = _("This theme is not known.")


@transaction.atomic
def choose_theme(week: date, key: str, *, by: Viewer) -> ThemeChoice:
    """Choose the theme of one's team for this week or the next one; an empty `key` leaves it out.

    Any member may, and the last choice holds. Raises `NotFound` for who has no team, `BadInput` for an unknown
    theme, `Forbidden` for another week.
    """
    if key and not bank.known(key):
        raise BadInput(_NOT_KNOWN, "key")
    _refuse_unless_to_come(week, by)
    row, _new = ThemeChoice.objects.visible_to(by).update_or_create(
        team_id=by.team,
        week=week,
        defaults={"key": key, "author_id": by.member, "organisation_id": by.organisation},
    )
    audit.write(by, "weekcycle.choose_theme", row.pk)
    kept: ThemeChoice = row
    return kept


@transaction.atomic
def take_turns(week: date, *, by: Viewer) -> None:
    """Let the theme whose turn it is be that of the week again. Raises as `choose_theme`."""
    _refuse_unless_to_come(week, by)
    row = ThemeChoice.objects.visible_to(by).filter(team=by.team, week=week).first()
    if row is not None:
        audit.write(by, "weekcycle.take_turns", row.pk)
        row.delete()


@transaction.atomic
def write_theme(week: date, *, key: str, line: str, by: Viewer) -> MomentEntry:
    """Write the own sentence that the theme of the week ended in (at most 400 characters).

    Apart from it stands that the theme was held, without words, for the count of teams in the literacy log.
    Raises `BadInput` for an unknown theme, `Forbidden` for a week that is over.
    """
    if not bank.known(key):
        raise BadInput(_NOT_KNOWN, "key")
    fields = {"theme_key": key, "theme_line": words(line, 400, "theme_line", required=True)}
    entry = write_in(week, Moment.DEEPEN, fields, "weekcycle.write_theme", by, first="theme_line")
    if by.team is not None:
        ThemeHeld.objects.visible_to(by).update_or_create(
            owner_id=by.member,
            week=week,
            defaults={
                "organisation_id": by.organisation,
                "team_id": by.team,
                "key": key,
                "among": organisations.people_in(by, by.team).count(),
            },
        )
    return entry


def _refuse_unless_to_come(week: date, by: Viewer) -> None:
    if by.team is None:
        raise NotFound
    agreed.must_hold(by, by.team)
    present = this_week(by)
    if week < present:
        raise Forbidden(OVER)
    if week not in (present, weeks.after(present, 1)):
        raise BadInput(_("Choose the theme for this week or the next one."), "week")
