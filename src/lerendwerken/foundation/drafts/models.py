"""Words on their way: what somebody is writing, before it is anything."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.text import Words
from lerendwerken.foundation.wall.models import Kept, Owned

MOST_TEXT = 400_000
PASTED = ".paste"  # a form whose name ends so takes in real work, with data of citizens or clients in it


class Draft(Owned):
    """The fields of one form about one thing, as last typed, with the version they are at."""

    keeping = Kept.DRAFT
    not_exported = models.Q(form__endswith=PASTED)

    form = models.CharField(max_length=60)
    about = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=1)
    fields = Words(max_length=MOST_TEXT)
    saved = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("text you are still writing")
        constraints = [
            models.UniqueConstraint(fields=["owner", "form", "about"], name="one_draft_per_form"),
        ]


class Arrival(Owned):
    """That a form arrived: the key it came with and a digest of its words, never the words.

    A form that is sent again with the same words is the same; with other words it must not vanish in what is there.
    """

    keeping = Kept.DRAFT
    exported = False

    form = models.CharField(max_length=60)
    about = models.CharField(max_length=80)
    key = models.UUIDField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("that a form of yours arrived")
        constraints = [
            models.UniqueConstraint(fields=["owner", "form", "key"], name="a_form_arrives_once"),
        ]
        indexes = [models.Index(fields=["owner", "form", "about", "at"], name="arrivals_of_form")]
