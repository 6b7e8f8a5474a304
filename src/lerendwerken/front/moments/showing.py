"""What the guided pages show: composed from the rooms below, each read naming its viewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lerendwerken.ai.partners.queries import chatbots, endpoint
from lerendwerken.foundation.ground import clock, weeks
from lerendwerken.foundation.organisations import queries as organisations
from lerendwerken.foundation.organisations.models import Team
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.frame import queries as frame
from lerendwerken.learning.frame.models import DevelopmentQuestion
from lerendwerken.learning.insights import queries as insights
from lerendwerken.learning.insights.models import Insight
from lerendwerken.learning.practices import queries as practices
from lerendwerken.learning.sparring import queries as sparring
from lerendwerken.learning.sparring.models import Claim
from lerendwerken.learning.weekcycle import queries as weekcycle
from lerendwerken.learning.weekcycle.models import Moment, MomentEntry, Rhythm
from lerendwerken.learning.weekcycle.plan import LineMoment, Planned

PAGES = {
    Moment.WORK: "work",
    Moment.FOCUS: "focus",
    Moment.DEEPEN: "deepen",
    Moment.DO: "do",
    Moment.DIALOGUE: "dialogue:this_week",
    Moment.HARVEST: "harvest",
}


def page_of(stop: Planned) -> str:
    """The page of a moment; that of a dialogue in another team is there."""
    return reverse("dialogue:of_team", args=[stop.team.pk]) if stop.team else reverse(PAGES[stop.moment])


@dataclass(frozen=True)
class Elsewhere:
    """Another team that somebody is in, and when it has its dialogue this week; empty where it has none."""

    team: Team
    when: str


def elsewhere(viewer: Viewer) -> list[Elsewhere]:
    """The viewer's other teams, by name."""
    if not viewer.other_teams:
        return []
    stops = weekcycle.dialogues_elsewhere(viewer, this_week(viewer), 1)
    when = {stop.team: _day_and_time(stop) for stop in stops if not stop.lapses}
    return [Elsewhere(team, when.get(team, "")) for team in organisations.other_teams(viewer)]


@dataclass(frozen=True)
class Next:
    """The one thing to do now."""

    moment: Moment
    url: str
    title: str
    text: str
    is_today: bool
    when: str


def this_week(viewer: Viewer) -> date:
    """The Monday of the present week."""
    return weeks.monday(clock.today(viewer.zone))


def stops(viewer: Viewer, line: list[LineMoment]) -> list[dict[str, Any]]:
    """The line of moments as the page draws it."""
    today = clock.today(viewer.zone)
    return [
        {
            "day": _("today") if stop.day == today else date_format(stop.day, "D j"),
            "name": stop.moment.label,
            "when": _when(stop),
            "state": stop.state,
            "url": reverse(PAGES[stop.moment]),
        }
        for stop in line
    ]


def next_moment(viewer: Viewer, line: list[LineMoment]) -> Next | None:
    """The moment of today; else the first that is still to come; else one that was missed; None when all is done."""
    order = {"now": 0, "open": 1, "missed": 2}
    waiting = sorted(
        (stop for stop in line if stop.state in order), key=lambda stop: (order[stop.state], stop.day)
    )
    if not waiting:
        return None
    stop, today = waiting[0], clock.today(viewer.zone)
    title, text = _words(stop.moment)
    return Next(
        moment=stop.moment,
        url=reverse(PAGES[stop.moment]),
        title=title,
        text=text,
        is_today=stop.day == today,
        when=_("today") if stop.day == today else date_format(stop.day, "l j F"),
    )


def may_be_tight(line: list[LineMoment]) -> bool:
    """Whether a moment of one's own still waits, which a tight week would bring together."""
    return any(stop.state != "done" and stop.moment is not Moment.DIALOGUE for stop in line)


def development_questions(viewer: Viewer) -> list[DevelopmentQuestion]:
    """The development questions of the frame in force that are for everybody or for the viewer's team."""
    in_force = frame.frame_in_force(viewer)
    if in_force is None:
        return []
    rows = frame.development_questions(viewer, in_force)
    return [row for row in rows if row.team_id in (None, viewer.team)]


def theme(viewer: Viewer, week: date) -> Any:
    """The theme of the week; without model and chatbot only what goes without."""
    return weekcycle.theme(viewer, week, with_model=bool(endpoint(viewer) or chatbots(viewer)))


def theme_url(viewer: Viewer, rhythm: Rhythm | None, week: date) -> str:
    """Where the theme of the week is tried: at deepen, or in the one moment of the start rhythm."""
    is_start = rhythm is not None and not weekcycle.is_full(viewer, rhythm, week)
    return reverse("work" if is_start else "deepen") + "#theme"


def to_recall(viewer: Viewer) -> list[Insight]:
    """What asks to be recalled now: two of the viewer's insights, which fit in five minutes."""
    return insights.due(viewer, clock.today(viewer.zone))[:2]


@dataclass(frozen=True)
class Checked:
    """What somebody looked up at a source in one week: claims in sparring sessions, and one written at deepen."""

    claims: list[Claim]
    right: int
    wrong: int

    @property
    def number(self) -> int:
        """How many claims were looked up, whatever came out."""
        return self.right + self.wrong


def checked(viewer: Viewer, week: date, deepen: MomentEntry | None) -> Checked:
    """The viewer's checks of a week, for the viewer alone; what was written at deepen counts beside the sessions."""
    claims = sparring.checked_in_week(viewer, week)
    verdicts = [claim.verdict for claim in claims]
    if deepen and deepen.claim and deepen.claim not in {claim.text for claim in claims}:
        verdicts.append(deepen.claim_verdict)
    right, wrong = MomentEntry.Verdict.CHECKED, MomentEntry.Verdict.WRONG
    return Checked(claims, verdicts.count(right), verdicts.count(wrong))


@dataclass(frozen=True)
class PracticeNow:
    """The one practice that the week page shows: begun by the viewer and still open, or the team's to begin."""

    name: str
    url: str
    piece: str = ""  # on which it was begun


def practice_now(viewer: Viewer) -> PracticeNow | None:
    """What the viewer began and has not closed; else the practice of the team that is used most; else None."""
    for use in practices.my_open_uses(viewer)[:1]:
        return PracticeNow(use.version.work_process.name, reverse("practices:use", args=[use.pk]), use.piece)
    rows = practices.practices_of_team(viewer, viewer.team) if viewer.team else []
    for row in sorted(rows, key=lambda row: -row.uses):
        if row.version:
            return PracticeNow(row.process.name, reverse("practices:start", args=[row.version.pk]))
    return None


def _day_and_time(stop: Planned) -> str:
    day = date_format(stop.day, "l j F")
    return f"{day}, {_at(stop.at)}" if stop.at else day


def _at(moment: time) -> str:
    return _("at %(time)s") % {"time": time_format(moment, pgettext("time of day", "H:i"))}


def _when(stop: LineMoment) -> str:
    if stop.state == "done":
        return _("done")
    if stop.at:
        return _at(stop.at)
    return _("%(minutes)d min") % {"minutes": stop.minutes}


def _words(moment: Moment) -> tuple[str, str]:
    return {
        Moment.WORK: (
            _("Work: think, spar, try"),
            _(
                "Take something of today. Write what you think, let yourself be questioned, and try one thing."
            ),
        ),
        Moment.FOCUS: (
            _("Focus: what do you want to find out this week?"),
            _("Your question stands ready. Write what you expect, and when you will try it."),
        ),
        Moment.DEEPEN: (
            _("Deepen: think first, then be contradicted"),
            _(
                "Write your own analysis. The partner answers in differences from it, and you check one claim."
            ),
        ),
        Moment.DO: (
            _("Do: try it in real work"),
            _("Choose a piece of today's work, and try something in it that you can tell about."),
        ),
        Moment.DIALOGUE: (
            _("Sharp dialogue: say it before you hear the others"),
            _("Everybody writes first, then all is shown at once."),
        ),
        Moment.HARVEST: (
            _("Harvest: what do you take from this week?"),
            _("First recall from memory, then one insight in your own words."),
        ),
    }[moment]
