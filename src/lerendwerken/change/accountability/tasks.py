"""What happens by itself: statements go when the years are over that the organisation keeps them."""

from __future__ import annotations

import uuid

from lerendwerken.change.accountability.models import Statement
from lerendwerken.foundation.ground.jobs import task
from lerendwerken.foundation.organisations.records import What
from lerendwerken.foundation.organisations.tasks import let_go


@task("accountability.let_go", daily=True)
def let_go_statements(about: uuid.UUID | None = None) -> None:
    """Delete statements, each with its reply, that are kept no longer."""
    let_go(
        What.STATEMENTS,
        lambda over: [Statement.unscoped.filter(organisation=over.organisation, sent_at__lt=over.moment)],
    )
