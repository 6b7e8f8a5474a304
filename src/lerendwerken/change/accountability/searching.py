"""What can be found among the statements: in the making, sent, and what was answered."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.library.sources import Source, register
from lerendwerken.change.accountability.models import Reply, Statement, StatementDraft, StatementText

_FIELDS = ("title", "different", "failed", "need", "parts")


def _words(row: StatementText) -> str:
    told = [text for part in row.parts for text in part.values() if isinstance(text, str)]
    return "\n".join(text for text in [row.title, row.different, row.failed, row.need, *told] if text)


register(
    Source(
        kind=_("accountability statement"),
        rows=lambda viewer: Statement.objects.visible_to(viewer),
        fields=_FIELDS,
        words=_words,
        link=lambda row: reverse("accountability:one", args=[row.pk]),
        week="sent_at",
    ),
    Source(
        kind=_("statement in the making"),
        rows=lambda viewer: StatementDraft.objects.visible_to(viewer),
        fields=_FIELDS,
        words=_words,
        link=lambda row: reverse("accountability:preview", args=[row.pk]),
        week="created",
    ),
    Source(
        kind=_("reply to a statement"),
        rows=lambda viewer: Reply.objects.visible_to(viewer),
        fields=("text",),
        link=lambda row: reverse("accountability:one", args=[row.statement_id]),
        week="created",
    ),
)
