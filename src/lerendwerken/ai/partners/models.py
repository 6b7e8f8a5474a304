"""Which AI systems an organisation uses: a register that is also a gate."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground.text import Words
from lerendwerken.foundation.wall.models import Common, Written


class RegisterEntry(Common, Written):
    """An AI system. Nothing is sent to one, nor copied out for one, that is not in use here."""

    class Kind(models.TextChoices):
        MODEL = "model", _("connected language model")
        CHATBOT = "chatbot", _("chatbot over the bridge")

    class Status(models.TextChoices):
        IN_USE = "in_use", _("in use")
        OFF = "off", _("not in use")

    kind = models.CharField(max_length=7, choices=Kind)
    name = Words(max_length=120)
    supplier = Words(max_length=120, blank=True)
    model = Words(max_length=120, blank=True)
    purpose = Words(max_length=600, blank=True)
    data_goes_to = Words(max_length=600, blank=True)
    retention = Words(max_length=600, blank=True)
    risk = Words(max_length=600, blank=True)
    oversight = Words(max_length=600, blank=True)
    exit_plan = Words(max_length=600, blank=True)
    status = models.CharField(max_length=6, choices=Status, default=Status.OFF)

    class Meta:
        verbose_name = _("AI system in the register")
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="ai_system_once")]

    def __str__(self) -> str:
        return self.name
