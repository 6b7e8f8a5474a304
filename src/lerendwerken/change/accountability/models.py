"""What came of it: composed by the professional, sent to the manager, then fixed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground.text import Words
from lerendwerken.foundation.wall.models import Addressed, Kept, Owned, Written


class StatementText(models.Model):
    """What a statement says. `parts` and `results` are lists of `Part` and `Result` in composing.py."""

    title = Words(max_length=160)
    first_week = models.DateField()
    last_week = models.DateField()
    parts = models.JSONField(default=list)
    results = models.JSONField(default=list)
    different = Words(max_length=1500, blank=True)
    failed = Words(max_length=1500, blank=True)
    need = Words(max_length=1500, blank=True)

    class Meta:
        abstract = True


class StatementDraft(Owned, Written, StatementText):
    """A statement in the making."""

    class Meta:
        verbose_name = _("statement in the making")


class Statement(Addressed, Written, StatementText):
    """A sent statement. Nobody can change it, its writer neither; erasure by law takes the name away."""

    keeping = Kept.STATEMENT

    sent = True

    job = Words(max_length=120, blank=True)
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("accountability statement")


class Reply(Addressed, Written):
    """The manager's reply to a statement. `owner` is the professional, `addressee` the manager, as on the statement."""

    keeping = Kept.STATEMENT

    written_by: ClassVar[dict[str, str]] = {"text": "addressee"}
    sent = True

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="+")
    text = Words(max_length=2000)

    class Meta:
        verbose_name = _("reply to a statement")
        constraints = [models.UniqueConstraint(fields=["statement"], name="one_reply")]
