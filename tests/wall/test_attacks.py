"""Attempts on the wall from below: what a connection may do when the code above it is wrong or hostile."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, transaction

from lerendwerken.ai.partners.models import Usage
from lerendwerken.change.dialogue.models import PositionDraft
from lerendwerken.change.obstacles.models import Obstacle
from lerendwerken.change.proposals.models import Proposal
from lerendwerken.foundation.ground import audit
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.ground.models import AuditLine
from lerendwerken.foundation.ground.text import Words
from lerendwerken.foundation.notices.models import Notice
from lerendwerken.foundation.organisations.models import Membership, TeamLeave, TeamMembership
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.policies import walled_models
from lerendwerken.foundation.wall.reach import Reach
from lerendwerken.foundation.wall.viewer import System, Viewer
from lerendwerken.front.interop.models import CalendarFeed
from lerendwerken.learning.weekcycle.models import MomentHeld, Rhythm, ThemeHeld
from lerendwerken.oversight.governance.models import LiteracyEntry
from lerendwerken.oversight.measurement.models import WeekHours

HOURS = {Membership, MomentHeld, Rhythm, TeamLeave, TeamMembership, WeekHours}


@pytest.mark.once
def test_only_these_tables_are_opened_for_a_purpose() -> None:
    assert {m: m.opened_by for m in walled_models() if m.opened_by} == {
        PositionDraft: (System.REVEAL,),
        Proposal: (System.BELL,),
        Obstacle: (System.BELL,),
        Usage: (System.METER,),
        ThemeHeld: (System.THEMES,),
        LiteracyEntry: (System.THEMES,),
        CalendarFeed: (System.DOOR,),
        Membership: (System.POST, System.PUBLISHER),
        Notice: (System.POST,),
        **dict.fromkeys(HOURS - {Membership}, (System.PUBLISHER,)),
    }


@pytest.mark.postgresql
def test_who_takes_positions_out_reaches_nothing_else(every_kind_of_row: None) -> None:
    with acting(System.REVEAL):
        reached = {model for model in walled_models() if model.unscoped.exists()}
    assert reached == {PositionDraft}


@pytest.mark.postgresql
def test_who_keeps_the_queue_reaches_nothing_but_what_was_put_forward(every_kind_of_row: None) -> None:
    with acting(System.BELL):
        reached = {model for model in walled_models() if model.unscoped.exists()}
    assert reached == {Proposal, Obstacle}


@pytest.mark.postgresql
def test_who_counts_themes_reaches_no_words(every_kind_of_row: None) -> None:
    with acting(System.THEMES):
        reached = {model for model in walled_models() if model.unscoped.exists()}
    assert reached == {ThemeHeld, LiteracyEntry}
    texts = {field.name for field in ThemeHeld._meta.concrete_fields if isinstance(field, Words)}
    assert texts == set()


@pytest.mark.postgresql
def test_who_sums_working_time_reaches_rhythms_and_places_only(every_kind_of_row: None) -> None:
    with acting(System.PUBLISHER):
        reached = {model for model in walled_models() if model.unscoped.exists()}
    assert reached == HOURS


@pytest.mark.postgresql
def test_who_opens_a_secret_address_reaches_addresses_only(every_kind_of_row: None) -> None:
    with acting(System.DOOR):
        reached = {model for model in walled_models() if model.unscoped.exists()}
    assert reached == {CalendarFeed}


@pytest.mark.postgresql
def test_who_sends_reminders_reaches_names_and_reminders_only(every_kind_of_row: None) -> None:
    with acting(System.POST):
        reached = {model for model in walled_models() if model.unscoped.exists()}
    assert reached == {Membership, Notice}


@pytest.mark.postgresql
def test_making_an_organisation_reaches_nothing_that_anybody_wrote(every_kind_of_row: None) -> None:
    with acting(System.SETUP):
        reached = {model for model in walled_models() if model.unscoped.exists()}
    assert {model._meta.app_label for model in reached} == {"organisations"}
    assert {model.reach for model in reached} == {Reach.ORGANISATION}, "nobody's own days are among them"


@pytest.mark.postgresql
@pytest.mark.parametrize("system", [None, System.KEEPER, System.SETUP, System.REVEAL, System.BELL])
def test_a_line_of_the_audit_chain_cannot_be_changed_or_taken_out(
    fatima: Viewer, system: System | None
) -> None:
    with transaction.atomic():
        audit.write(fatima, "test.act", new_id())
    viewer = system or fatima
    with acting(viewer):
        with pytest.raises(ProgrammingError), transaction.atomic():
            AuditLine.objects.update(verb="test.other")
        with pytest.raises(ProgrammingError), transaction.atomic():
            AuditLine.objects.all().delete()
    assert audit.broken_at(fatima.organisation) is None
