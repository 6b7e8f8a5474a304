"""Finding what was being typed."""

from __future__ import annotations

from lerendwerken.foundation.drafts.models import Draft
from lerendwerken.foundation.wall.viewer import Viewer


def draft_for(viewer: Viewer, form: str, about: str) -> Draft | None:
    """The viewer's own draft of a form about a thing."""
    found: Draft | None = Draft.objects.visible_to(viewer).filter(form=form, about=about).first()
    return found
