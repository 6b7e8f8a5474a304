"""How a session is shown: what a template needs, and nothing it must work out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.partners import prompts
from lerendwerken.ai.partners.energy import NONE, UNKNOWN, Energy
from lerendwerken.ai.partners.queries import chatbots, endpoint
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import (
    answers,
    claims,
    context,
    documents,
    lines,
    queries,
    questions,
    sources,
    thread,
    uncovering,
)
from lerendwerken.learning.sparring.models import Claim, SparringSession, Turn, Uncovered
from lerendwerken.learning.sparring.outgoing import Parcel
from lerendwerken.learning.weekcycle import queries as weekcycle
from lerendwerken.learning.weekcycle.models import Moment

FAILURES = {
    "unreachable": _("The language model cannot be reached."),
    "certificate": _("The secured connection with the language model cannot be trusted."),
    "key": _("The language model does not accept our key. Tell your administrator."),
    "model": _("The supplier does not have this language model. Tell your administrator."),
    "quota": _("The credit with the supplier is used up. Tell your administrator."),
    "busy": _("The language model is busy."),
    "timeout": _("The language model took too long."),
    "garbage": _("The answer of the language model could not be read."),
    "empty": _("The language model gave no words."),
    "cut": _("The answer broke off."),
    "masking": _("Personal data cannot be covered at this moment, so nothing was sent."),
    "fault": _("Something went wrong on our side."),
    "long": _("The answer became too long, so it was ended here."),
    "off": _("No language model is in use any more."),
    "budget_mine": _("Your budget for language models is used up for today. Tomorrow they answer again."),
    "budget_ours": _(
        "The budget of the organisation for language models is used up for today. Tomorrow they answer again."
    ),
}


@dataclass(frozen=True)
class Prompt:
    """With which words an answer was made: the number of their version (0 for ours), and where they are read."""

    number: int
    url: str


@dataclass(frozen=True)
class Shown:
    """A turn as the page shows it."""

    row: Turn
    html: str
    state: str
    is_coach: bool
    is_bridge: bool
    failure: str
    as_pasted: str = ""  # the whole of an answer that is shown in its parts
    language: str = ""
    energy: Energy = UNKNOWN
    others: tuple[Turn, ...] = ()  # what was said here in other lines
    prompt: Prompt | None = None
    uncovered: tuple[Uncovered, ...] = ()  # names that left readable with it first, and why

    @property
    def is_busy(self) -> bool:
        """Whether words are still coming."""
        return self.row.is_busy

    @property
    def summary(self) -> str:
        """Whose answer it is and how it begins, where it is folded away."""
        named = _("Method coach") if self.is_coach else _("AI: %(name)s") % {"name": self.row.partner_name}
        return f"{named} · {Truncator(' '.join(strip_tags(self.html).split())).chars(60)}"

    @property
    def doing(self) -> str:
        """What the partner does now, in words."""
        return str(self.row.doing)

    @property
    def can_be_looked_up(self) -> bool:
        """Whether words of an AI stand there in which a claim can be pointed out."""
        return bool(self.row.answer) and not self.is_coach and not self.is_busy

    @property
    def can_go_on(self) -> bool:
        """Whether the rest may be asked for."""
        return self.state in (Turn.State.INTERRUPTED, Turn.State.FAILED)


def turn(
    row: Turn,
    session: SparringSession,
    found: sources.Sources = sources.NONE,
    kept: Sequence[Claim] = (),
) -> Shown:
    """One turn of a session, its AI text made into safe HTML, with a chip for each passage that it names.

    `kept` are the claims in the session: each is told at its sentence.
    """
    state = Turn.State.INTERRUPTED if row.is_left_behind else row.state
    answer = answers.read(row, session)
    return Shown(
        row=row,
        html=sources.with_chips(claims.at_sentences(answer, row, claims.by_sentence(kept)), row, found),
        state=state,
        is_coach=row.partner == Turn.Partner.COACH,
        is_bridge=row.partner == Turn.Partner.BRIDGE,
        failure=str(FAILURES.get(row.failure, "")),
        as_pasted=questions.without(row, session) if answer.in_parts else "",
        language=session.language,
        energy=_energy(row),
        prompt=_prompt(row, session),
    )


def _prompt(row: Turn, session: SparringSession) -> Prompt | None:
    """None for the coach, and for an answer from before versions were kept."""
    rules, _dot, number = row.prompt_version.partition(".")
    if not rules or row.partner == Turn.Partner.COACH:
        return None
    version = int(number) if number else 0
    url = reverse("ai-prompt-version", args=[session.mode, session.language, version])
    return Prompt(version, f"{url}?rules={rules}")


def _energy(row: Turn) -> Energy:
    if row.partner == Turn.Partner.COACH:
        return NONE
    return Energy(row.energy_low, row.energy_high, row.energy_method)  # type: ignore[arg-type]


def page(
    viewer: Viewer, session: SparringSession, rows: Sequence[Turn], instead: Turn | None = None
) -> dict[str, Any]:
    """Everything on the page of a session, but its forms.

    `rows` are its turns in all lines; of `instead` the words are being changed, so the line before it is shown.
    """
    turns = lines.leading_to(rows, lines.before(instead)) if instead else lines.current(rows, session)
    along = thread.along(viewer, session)
    found = sources.of(viewer, session, turns, along)
    kept = queries.claims(viewer, session)
    readable = uncovering.in_session(viewer, session)
    shown = [
        replace(
            turn(row, session, found, kept),
            others=tuple(lines.others(rows, row)),
            uncovered=tuple(one for one in readable if one.turn_id == row.pk),
        )
        for row in turns
    ]
    model = endpoint(viewer)
    return {
        "session": session,
        "points": prompts.points(session.view) if session.view else [],
        "turns": shown,
        "busy": any(row.is_busy for row in rows),
        "follows": turns[-1].number if turns else 0,
        "instead": instead,
        "stairs": _stairs(session),
        "next_step": _next_step(session),
        "model": model.name if model else "",
        "bridge": bool(chatbots(viewer)),
        "claims": claims.listed(rows, session, kept),
        "back": _way_back(session),
        "along": [one for one in along if one.goes],
        "may_look_back": not (session.closed_at or session.dialogue) and context.own_thread().is_on(viewer),
        **documents.page(viewer, session),
    }


def has_seen(sent: Mapping[str, str], parcel: Parcel) -> bool:
    """Whether the person has seen exactly this covered text: what changed since is shown again."""
    return sent.get("seen", "") == seen_mark(parcel)


def seen_mark(parcel: Parcel) -> str:
    """What stands for a covered text in the form that sends it."""
    text = "\x00".join(message["content"] for message in parcel.messages if message["role"] == "user")
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def offset(text: str) -> int:
    """The number of characters that a reader already has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def onward(viewer: Viewer, session: SparringSession) -> HttpResponse:
    """Where one goes after closing a session: back to what it served, else to the rest of deepening."""
    if session.use:
        return redirect("practices:use", session.use)
    if session.dialogue:
        return redirect("dialogue:one", session.dialogue)
    line = weekcycle.line(viewer, session.week)
    deepening = any(stop.moment is Moment.DEEPEN and stop.state != "done" for stop in line)
    return redirect("deepen") if session.entry_id or deepening else redirect("week")


def _way_back(session: SparringSession) -> dict[str, str]:
    """Where one came from, also before the session is closed."""
    if session.use:
        return {"url": reverse("practices:use", args=[session.use]), "words": str(_("Back to the practice"))}
    if session.dialogue:
        return {
            "url": reverse("dialogue:one", args=[session.dialogue]),
            "words": str(_("Back to the dialogue")),
        }
    if session.mode == SparringSession.Mode.FIRST and not session.closed_at:
        return {
            "url": reverse("first-answer", args=[session.pk]),
            "words": str(_("Back to the three questions")),
        }
    if session.entry_id:
        return {"url": reverse("deepen"), "words": str(_("Back to Deepen"))}
    return {"url": reverse("week"), "words": str(_("To your week"))}


def _ladder(session: SparringSession) -> list[str]:
    return list(prompts.steps(session.mode))  # type: ignore[arg-type]


def _stairs(session: SparringSession) -> list[dict[str, str]]:
    ladder = _ladder(session)
    place = ladder.index(session.step)
    return [
        {
            "name": str(SparringSession.Step(step).label),
            "state": "done" if number < place else "now" if number == place else "later",
        }
        for number, step in enumerate(ladder)
    ]


def _next_step(session: SparringSession) -> str:
    ladder = _ladder(session)
    place = ladder.index(session.step)
    return str(SparringSession.Step(ladder[place + 1]).label) if place + 1 < len(ladder) else ""
