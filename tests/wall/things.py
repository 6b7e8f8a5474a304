"""One thing of each kind for the walk over the routes: Fatima's own, or of her team or organisation, from the demo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from lerendwerken.change.accountability.models import Statement, StatementDraft
from lerendwerken.change.dialogue.models import Dialogue, Position
from lerendwerken.change.proposals.models import ProposalDraft, TeamProposal
from lerendwerken.foundation.ground import weeks
from lerendwerken.foundation.organisations.models import Membership
from lerendwerken.foundation.wall.acting import migrating

WEEK = weeks.slug(weeks.monday(datetime(2026, 11, 25, tzinfo=UTC).date()))
