"""Which AI systems an organisation uses: a register that is also a gate, and the connections behind it."""

from __future__ import annotations

import datetime

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.ground.text import Words
from lerendwerken.foundation.wall.models import Common, Owned, Written
from lerendwerken.foundation.wall.viewer import System


class RegisterEntry(Common, Written):
    """An AI system. Nothing is sent to one, nor copied out for one, that is not in use here."""

    class Kind(models.TextChoices):
        MODEL = "model", _("connected language model")
        CHATBOT = "chatbot", _("chatbot over the bridge")

    class Status(models.TextChoices):
        IN_USE = "in_use", _("in use")
        OFF = "off", _("not in use")

    class Risk(models.TextChoices):
        """The classes of Regulation (EU) 2024/1689, the AI Act."""

        UNKNOWN = "", _("not judged yet")
        MINIMAL = "minimal", _("minimal risk")
        LIMITED = "limited", _("limited risk: people must know that it is AI")
        HIGH = "high", _("high risk (annex III)")
        PROHIBITED = "prohibited", _("prohibited (article 5)")

    kind = models.CharField(max_length=7, choices=Kind)
    name = Words(max_length=120)
    supplier = Words(max_length=120, blank=True)
    model = Words(max_length=120, blank=True)
    purpose = Words(max_length=600, blank=True)
    data_goes_to = Words(max_length=600, blank=True)
    retention = Words(max_length=600, blank=True)
    training = Words(max_length=600, blank=True)
    risk_class = models.CharField(max_length=10, choices=Risk, blank=True, default=Risk.UNKNOWN)
    risk_reason = Words(max_length=600, blank=True)
    risk = Words(max_length=600, blank=True)
    oversight = Words(max_length=600, blank=True)
    energy = Words(max_length=600, blank=True)
    contact = Words(max_length=200, blank=True)
    exit_plan = Words(max_length=600, blank=True)
    review_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=6, choices=Status, default=Status.OFF)

    class Meta:
        verbose_name = _("AI system in the register")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="ai_system_once"),
            models.CheckConstraint(
                condition=~Q(risk_class="prohibited", status="in_use"), name="prohibited_is_never_in_use"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def review_is_over(self, today: datetime.date) -> bool:
        """Whether the day on which this was to be looked at again has passed."""
        return self.review_on is not None and self.review_on < today


class Supplier(Common):
    """A connection with a language model, beside the one that the installation itself may have.

    The key is sealed (`sealing`), is never shown again and stays out of every export.
    """

    exported = False

    name = Words(max_length=120)
    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="+")
    base_url = Words(max_length=400)
    model = Words(max_length=120)
    sealed_key = Words(max_length=2000, blank=True)
    may_be_private = models.BooleanField(default=False)
    # Euro per million tokens; without them no money can be counted.
    price_in = models.DecimalField(
        max_digits=9, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    price_out = models.DecimalField(
        max_digits=9, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    watts = models.PositiveIntegerField(null=True, blank=True)  # what a server of one's own draws
    is_on = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("connection with a language model")
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="supplier_once")]

    def __str__(self) -> str:
        return self.name


class Rules(Common):
    """Whom to ask first in which mode, and what may be spent in a day. One row per organisation."""

    # Mode ("" for all that are not named) to the keys of suppliers in order; "installation" is its own model.
    chains = models.JSONField(default=dict)
    person_tokens = models.PositiveIntegerField(null=True, blank=True)
    organisation_tokens = models.PositiveIntegerField(null=True, blank=True)
    person_euro = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    organisation_euro = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    # Whether a name that was found may be left readable by who sends it, with a reason.
    may_uncover = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("rules about language models")
        constraints = [models.UniqueConstraint(fields=["organisation"], name="rules_once")]


class Usage(Owned):
    """What one answer took. For its owner; others only ever get sums, from `counts`."""

    opened_by = (System.METER,)

    day = models.DateField()
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, null=True, related_name="+")
    tokens = models.PositiveIntegerField()
    euro = models.DecimalField(max_digits=12, decimal_places=6, default=0)
    energy_low = models.FloatField(null=True)  # watt-hours; null is unknown
    energy_high = models.FloatField(null=True)

    class Meta:
        verbose_name = _("use of a language model")
        indexes = [models.Index(fields=["organisation", "day"], name="usage_of_a_day")]


class CoachQuestion(Common, Written):
    """A question that an organisation added to the method coach's bank. A change is a new row with the same lineage."""

    class Trigger(models.TextChoices):
        """What in somebody's words the question reacts to; the names are the coach's own."""

        VAGUE = "vague", _("vague words without a measure")
        ABSOLUTE = "absolute", _("always, never, everybody")
        BASELINE = "baseline", _("a change without a starting point")
        PEOPLE = "people", _("people who are missing")
        RISK = "risk", _("a risk that is not named")
        SOLUTION = "solution", _("a solution before the problem")
        BORROWED = "borrowed", _("what somebody else thinks")
        PASSIVE = "passive", _("nobody who does it")
        PERSONAL = "personal", _("data about a person")
        ALTERNATIVE = "alternative", _("one way only")
        TIME = "time", _("no time, or a vague one")
        EVIDENCE = "evidence", _("a claim without proof")
        ASSUMPTION = "assumption", _("something that was not tested")
        OPEN = "open", _("any words, when nothing else stands out")

    class Mode(models.TextChoices):
        """In which kind of sparring it is asked; empty is all of them."""

        ALL = "", _("in every kind of sparring")
        SHARPEN = "sharpen", _("only to sharpen")
        ANALYSE = "analyse", _("only to analyse")
        DECIDE = "decide", _("only to decide")
        PRODUCE = "produce", _("only to elaborate")
        INNOVATE = "innovate", _("only to innovate")
        REDTEAM = "redteam", _("only to contradict")
        HARVEST = "harvest", _("only to harvest")

    lineage = models.UUIDField(default=new_id)
    number = models.PositiveSmallIntegerField(default=1)
    current = models.BooleanField(default=True)
    trigger = models.CharField(max_length=11, choices=Trigger)
    mode = models.CharField(max_length=8, choices=Mode, blank=True, default=Mode.ALL)
    text = Words(max_length=200)

    class Meta:
        verbose_name = _("question of the organisation for the method coach")
        constraints = [
            models.UniqueConstraint(fields=["lineage", "number"], name="coach_question_version_once"),
            models.UniqueConstraint(
                fields=["lineage"], condition=Q(current=True), name="one_coach_question_in_force"
            ),
            models.UniqueConstraint(
                fields=["organisation", "language", "text"],
                condition=Q(current=True),
                name="coach_question_once",
            ),
        ]


class Prompt(Common, Written):
    """An organisation's own words for one kind of sparring. A change is a new row; without words, ours hold again."""

    mode = models.CharField(max_length=8)  # as `prompts.Mode`
    number = models.PositiveSmallIntegerField(default=1)
    current = models.BooleanField(default=True)
    words = Words(max_length=1500, blank=True)
    reason = Words(max_length=300)

    class Meta:
        verbose_name = _("words of the organisation for a partner")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "mode", "language", "number"], name="prompt_version_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "mode", "language"],
                condition=Q(current=True),
                name="one_prompt_in_force",
            ),
        ]


class CoverWord(Common):
    """A word that is always covered before a text leaves, or that is never taken for a name.

    It may name a client, so it stays out of people's exports.
    """

    class Kind(models.TextChoices):
        COVER = "cover", _("always covered")
        READABLE = "readable", _("no name, stays readable")

    exported = False

    kind = models.CharField(max_length=8, choices=Kind)
    text = Words(max_length=80)
    folded = Words(max_length=160)  # as it is compared: in small letters, without accents

    class Meta:
        verbose_name = _("word of the organisation for covering")
        constraints = [models.UniqueConstraint(fields=["organisation", "folded"], name="cover_word_once")]


class CoachAsked(Owned):
    """That the coach asked somebody a question in the margin, so that it does not ask it again. No words, no field."""

    question = models.CharField(max_length=60)  # its name in the bank
    week = models.DateField()

    class Meta:
        verbose_name = _("question of the method coach in the margin")
        constraints = [models.UniqueConstraint(fields=["owner", "question"], name="asked_in_margin_once")]
