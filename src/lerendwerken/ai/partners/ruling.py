"""What an organisation set about language models: whom to ask first, what may be spent, what may be left readable."""

from __future__ import annotations

from django.db.models import QuerySet

from lerendwerken.ai.partners.models import Rules
from lerendwerken.foundation.wall.prepared import prepared
from lerendwerken.foundation.wall.viewer import Viewer


def rules(viewer: Viewer) -> Rules | None:
    """The rules of the viewer's organisation; None where nothing was set."""
    return next(iter(_rules(viewer)), None)


@prepared
def _rules(viewer: Viewer) -> QuerySet[Rules]:
    return Rules.objects.visible_to(viewer)
