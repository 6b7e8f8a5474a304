"""What comes next with a proposal, for whoever looks: who can do what, and why there is no button for the reader."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from lerendwerken.change.proposals.actions.rules import may_steer
from lerendwerken.change.proposals.showing import short
from lerendwerken.change.proposals.story import Stage, Story
from lerendwerken.foundation.wall.viewer import Viewer


@dataclass(frozen=True)
class Told:
    """One sentence, with a link where the reader can read on or do something about it."""

    text: str
    url: str = ""
    link: str = ""


def told(story: Story, viewer: Viewer, can: frozenset[str]) -> list[Told]:
    """What the reader should know beside what they can do here; empty where the buttons say it all."""
    match story.stage:
        case Stage.TEAM:
            return _with_team(story, viewer, can)
        case Stage.TRIAL | Stage.YES:
            return _about_trial(story, can)
        case stage if "answer" in can or stage is Stage.DRAFT:
            return []
        case Stage.OPEN | Stage.QUEUED | Stage.PARKED:
            return _about_answer(story, viewer)
        case _:
            return [Told(_over(story))]


def _with_team(story: Story, viewer: Viewer, can: frozenset[str]) -> list[Told]:
    row, team = story.team_proposal, story.team
    if row is None or team is None:
        return []
    if not may_steer(row, viewer):
        name = row.author.name if row.author else _("a former colleague")
        return [Told(_("%(name)s, or who facilitates the team, takes the next step.") % {"name": name})]
    found = []
    if not row.reversible:
        found.append(
            Told(_("This cannot simply be turned back, so it is no trial that a team starts by itself."))
        )
    elif "mandate" not in can:
        found.append(_no_mandate(story))
    if "forward" not in can:
        found.append(Told(_no_manager(story)))
    return found


def _no_mandate(story: Story) -> Told:
    team = story.team
    manager = team.manager.name if team and team.manager else ""
    who = (
        _("%(name)s writes down what your team may try by itself.") % {"name": manager}
        if manager
        else _("A steward writes down what your team may try by itself.")
    )
    url = reverse("proposals:mandate_of", args=[team.pk]) if team else ""
    text = " ".join([_("Your team has no mandate yet, so it cannot start a trial without asking."), who])
    return Told(text, url, _("The mandate of your team"))


def _no_manager(story: Story) -> str:
    team = story.team
    if team and team.manager and team.manager.ended is not None:
        return _(
            "The manager of your team does not work here any more, so this cannot be put to who decides. "
            "An administrator names another."
        )
    return _(
        "Your team has no manager yet, so this cannot be put to who decides. An administrator names one."
    )


def _about_answer(story: Story, viewer: Viewer) -> list[Told]:
    proposal = story.proposal
    if proposal is None:
        return []
    name = proposal.addressee.name if proposal.addressee else _("a former colleague")
    mine = proposal.addressee_id == viewer.member
    if story.stage is Stage.QUEUED:
        if mine:
            return [
                Told(
                    _(
                        "Five others ask for your answer already. This one comes when you have answered one of them."
                    )
                )
            ]
        waits = _(
            "%(name)s has five proposals to answer already. This one has place %(number)d in the queue; "
            "its clock begins when its turn comes."
        )
        return [Told(waits % {"name": name, "number": story.place})]
    if story.stage is Stage.PARKED and proposal.parked_until is not None:
        day = short(proposal.parked_until, story.today)
        asks = (
            _("On %(day)s it asks for your answer again.")
            if mine
            else _("On %(day)s it asks for an answer again, by itself.")
        )
        return [Told(asks % {"day": day})]
    if proposal.addressee is None or (proposal.addressee.ended is not None):
        return [
            Told(_("Who should answer does not work here any more. Ask an administrator to name a deputy."))
        ]
    found = [Told(_("%(name)s takes the next step: a reasoned answer.") % {"name": name})]
    if proposal.deputy_id is None:
        found.append(
            Told(
                _(
                    "No deputy is named, so after the term it stays there. %(name)s or an administrator names one."
                )
                % {"name": name}
            )
        )
    return found


def _about_trial(story: Story, can: frozenset[str]) -> list[Told]:
    if story.stage is Stage.YES:
        return [] if "trial" in can else [Told(_("The team starts the trial."))]
    if story.to_come and story.tried is not None:
        day = short(story.tried.starts, story.today)
        return [Told(_("The trial begins on %(day)s. From that day on the team measures.") % {"day": day})]
    if not story.ran_out or story.tried is None:
        return (
            []
            if "end" in can
            else [Told(_("The team measures, and says what came of it when the trial ends."))]
        )
    day = short(story.tried.ends, story.today)
    if "end" in can:
        return [
            Told(
                _("The trial ended on %(day)s. Say what came of it: make it how you work, or stop it.")
                % {"day": day}
            )
        ]
    return [Told(_("The trial ended on %(day)s. The team says now what came of it.") % {"day": day})]


def _over(story: Story) -> str:
    return {
        Stage.WITHDRAWN: _("It was withdrawn, so there is no next step."),
        Stage.NO: _("The answer is no, so there is no next step. Another idea is a new proposal."),
        Stage.STOPPED: _("The trial was stopped, so there is no next step."),
        Stage.REALISED: _("This is how the team works now; there is no next step."),
    }[story.stage]
