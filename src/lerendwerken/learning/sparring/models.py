"""A dialogue with a partner in one mode: own thinking first, help in steps, own words at the end."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.text import Words
from lerendwerken.foundation.wall.models import Kept, Owned, Written
from lerendwerken.learning.practices.models import PracticeVersion
from lerendwerken.learning.weekcycle.models import MomentEntry, PastedPiece

LEFT_BEHIND_AFTER = timedelta(seconds=6)  # without a heartbeat the process that writes has died
READS_ALONG_WITHIN = timedelta(seconds=20)  # without a heartbeat the process that reads has died
WAITS_AT_MOST = timedelta(minutes=2)  # others go first; after that nobody seems to be reading
LONGEST_CLAIM = 600  # characters of a sentence that are kept
MOST_ANSWER = 60_000  # characters; covered words that come back make an answer longer


class SparringSession(Owned, Written):
    """One dialogue. Hangs on a moment, a pasted piece, a practice or nothing."""

    class Mode(models.TextChoices):
        FIRST = "first", _("the first three minutes")
        SHARPEN = "sharpen", _("sharpen")
        ANALYSE = "analyse", _("analyse")
        DECIDE = "decide", _("decide")
        PRODUCE = "produce", _("produce")
        INNOVATE = "innovate", _("innovate")
        REDTEAM = "redteam", _("red team")
        HARVEST = "harvest", _("harvest")
        DIALOGUE = "dialogue", _("five minutes in the dialogue")

    class Step(models.TextChoices):
        QUESTIONS = "questions", _("Questions")
        DIFFERENCES = "differences", _("Differences")
        OPTIONS = "options", _("Options")
        DRAFT = "draft", _("Elaboration")

    week = models.DateField()
    mode = models.CharField(max_length=8, choices=Mode)
    step = models.CharField(max_length=11, choices=Step, default=Step.QUESTIONS)
    entry = models.ForeignKey(MomentEntry, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    piece = models.ForeignKey(PastedPiece, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.ForeignKey(
        PracticeVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    use = models.UUIDField(null=True, blank=True)  # the use of a practice that this session serves
    dialogue = models.UUIDField(null=True, blank=True)  # the team dialogue whose revealed positions go along
    situation = Words(max_length=300, blank=True)
    view = Words(max_length=4000, blank=True)
    confidence = models.PositiveSmallIntegerField(null=True, blank=True)
    skipped = models.BooleanField(default=False)
    conclusion = Words(max_length=1000, blank=True)
    changed = Words(max_length=600, blank=True)
    confidence_after = models.PositiveSmallIntegerField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # The last turn of the line that the person went back to; null: the newest turn.
    tip = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("sparring session")
        constraints = [
            models.CheckConstraint(
                condition=(Q(confidence=None) | Q(confidence__lte=100))
                & (Q(confidence_after=None) | Q(confidence_after__lte=100)),
                name="sparring_confidence_to_100",
            ),
        ]


class Turn(Owned):
    """What the person said and what the partner answered: with a state, the process that writes it and a heartbeat."""

    said_by_partner = frozenset({"answer"})

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        WRITING = "writing", _("writing now")
        DONE = "done", _("ready")
        STOPPED = "stopped", _("stopped")
        INTERRUPTED = "interrupted", _("interrupted")
        FAILED = "failed", _("failed")

    class Partner(models.TextChoices):
        COACH = "coach", _("method coach")
        MODEL = "model", _("language model")
        BRIDGE = "bridge", _("chatbot over the bridge")

    class Asked(models.TextChoices):
        REPLY = "reply", _("own words")
        STEP = "step", _("next step of help")
        HARDER = "harder", _("ask harder")
        AGAIN = "again", _("try again")

    session = models.ForeignKey(SparringSession, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    # The number of the turn that this one comes after, as `lines` reads it; null: the one before, 0: the beginning.
    after = models.PositiveSmallIntegerField(null=True, blank=True)
    asked = models.CharField(max_length=6, choices=Asked, default=Asked.REPLY)
    said = Words(max_length=8000, blank=True)
    answer = Words(max_length=MOST_ANSWER, blank=True)
    partner = models.CharField(max_length=6, choices=Partner)
    partner_name = Words(max_length=120, blank=True)
    step = models.CharField(max_length=11, choices=SparringSession.Step)
    state = models.CharField(max_length=11, choices=State, default=State.QUEUED)
    process = models.UUIDField(null=True)
    heartbeat = models.DateTimeField(null=True)
    failure = models.CharField(max_length=20, blank=True)
    prompt_version = models.CharField(max_length=40, blank=True)
    question_ids = models.JSONField(default=list)
    tokens_in = models.PositiveIntegerField(null=True)
    tokens_out = models.PositiveIntegerField(null=True)
    energy_low = models.FloatField(null=True)  # watt-hours; null is unknown
    energy_high = models.FloatField(null=True)
    energy_method = models.CharField(max_length=9, blank=True, default="")  # as partners.energy names them
    stop_asked = models.BooleanField(default=False)
    passages = models.JSONField(
        default=list
    )  # numbers of the passages that went along, as the person saw them
    earlier = models.JSONField(default=list)  # numbers of own earlier words that went along (`FromThread`)

    class Meta:
        verbose_name = _("turn in a sparring session")
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="turn_number_once"),
            models.CheckConstraint(
                condition=Q(after=None) | Q(after__lt=models.F("number")), name="turn_after_an_earlier_one"
            ),
        ]
        indexes = [models.Index(fields=["state", "heartbeat"], name="turns_left_behind")]

    @property
    def is_left_behind(self) -> bool:
        """Whether the process that wrote this turn has died."""
        if self.state != Turn.State.WRITING:
            return False
        age = clock.real_now() - self.heartbeat if self.heartbeat else clock.now() - self.created
        return age > LEFT_BEHIND_AFTER

    @property
    def doing(self) -> str:
        """What the partner does now: a model that is asked and says nothing yet is thinking."""
        thinks = self.state == Turn.State.WRITING and not self.answer
        return str(_("thinking") if thinks else self.get_state_display())

    @property
    def is_busy(self) -> bool:
        """Whether words of the partner are still to come: the session waits for them."""
        return self.state in (Turn.State.QUEUED, Turn.State.WRITING) and not self.is_left_behind


class FromThread(Owned):
    """Own words of weeks ago that go along in a session, behind a number: where they are kept, never the words.

    `kind` and `of` are as the room of my thread names them. What is left out stays here: it was brought back.
    """

    session = models.ForeignKey(SparringSession, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=9)
    of = models.UUIDField()
    week = models.DateField()  # the Monday of the week in which they were written
    left_out = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("what goes along of my thread")
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="from_thread_number_once"),
            models.UniqueConstraint(fields=["session", "of"], name="from_thread_once"),
        ]


class Claim(Owned):
    """A sentence of an answer that its reader took for a claim of fact, and what came of looking it up.

    It has the words of the sentence, so that it can be read where the answer is folded away; they stay AI text.
    """

    said_by_partner = frozenset({"text"})

    session = models.ForeignKey(SparringSession, on_delete=models.CASCADE, related_name="+")
    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="+")
    text = Words(max_length=LONGEST_CLAIM)
    verdict = models.CharField(
        max_length=7, choices=MomentEntry.Verdict, default=MomentEntry.Verdict.OPEN.value
    )
    source = Words(max_length=300, blank=True)

    class Meta:
        verbose_name = _("claim in an answer")
        constraints = [
            models.UniqueConstraint(fields=["turn", "text"], name="claim_once"),
            models.CheckConstraint(
                condition=Q(verdict=MomentEntry.Verdict.OPEN) | ~Q(source=""),
                name="claim_checked_at_a_source",
            ),
        ]


class Placeholder(Owned):
    """What a placeholder stands for. The key of the masking never leaves."""

    keeping = Kept.PASTED
    exported = False

    session = models.ForeignKey(SparringSession, on_delete=models.CASCADE, related_name="+")
    placeholder = Words(max_length=40)
    original = Words(max_length=400)

    class Meta:
        verbose_name = _("masked word")
        constraints = [
            models.UniqueConstraint(fields=["session", "placeholder"], name="placeholder_once"),
        ]


class Uncovered(Owned):
    """A name that its owner left readable in a session, and why. Nobody else sees it, and it counts nowhere."""

    keeping = Kept.PASTED
    exported = False

    session = models.ForeignKey(SparringSession, on_delete=models.CASCADE, related_name="+")
    # The turn with which it left first; null while it only stands ready.
    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, null=True, related_name="+")
    word = Words(max_length=400)
    reason = Words(max_length=200)

    class Meta:
        verbose_name = _("name left readable")
        constraints = [models.UniqueConstraint(fields=["session", "word"], name="uncovered_once")]


class Attachment(Owned):
    """A document that somebody brings along in a session: how far its reading is, and until when it is kept.

    The file itself stands in `AttachedFile` until it has been read; what was read stands in `AttachedPassage`.
    """

    keeping = Kept.PASTED
    exported = False

    class State(models.TextChoices):
        WAITING = "waiting", _("waits to be read")
        READING = "reading", _("is being read")
        READ = "read", _("has been read")
        REFUSED = "refused", _("cannot be read")
        FAILED = "failed", _("not read yet")

    session = models.ForeignKey(SparringSession, on_delete=models.CASCADE, related_name="+")
    name = Words(max_length=120)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=15, blank=True)  # why it cannot be read, as library.bounds.Reason
    process = models.UUIDField(null=True)
    heartbeat = models.DateTimeField(null=True)
    at_page = models.PositiveSmallIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)  # 0 where the kind of file knows none
    unread_pages = models.JSONField(default=list)
    unread_parts = models.PositiveSmallIntegerField(default=0)  # what was attached to an e-mail
    expires = models.DateField()

    class Meta:
        verbose_name = _("attached document")

    @property
    def is_left_behind(self) -> bool:
        """Whether nobody is reading it any more, though its reading has not ended."""
        patience = {Attachment.State.WAITING: WAITS_AT_MOST, Attachment.State.READING: READS_ALONG_WITHIN}
        longest = patience.get(Attachment.State(self.state))
        return longest is not None and clock.real_now() - (self.heartbeat or self.created) > longest

    @property
    def is_busy(self) -> bool:
        """Whether its passages are still to come."""
        return self.state in (Attachment.State.WAITING, Attachment.State.READING) and not self.is_left_behind

    @property
    def can_be_read_again(self) -> bool:
        """Whether it is worth trying once more: the file is still here, and the fault may have been ours."""
        return self.is_left_behind or self.state == Attachment.State.FAILED


class AttachedFile(Owned):
    """The file as it was attached. Deleted as soon as it has been read, or can never be."""

    keeping = Kept.PASTED
    exported = False

    attachment = models.OneToOneField(Attachment, on_delete=models.CASCADE, related_name="+")
    content = models.BinaryField()

    class Meta:
        verbose_name = _("file that is still to be read")


class AttachedPassage(Owned):
    """A numbered piece of a document, to which an answer can point. Numbers run through the whole session."""

    keeping = Kept.PASTED
    exported = False

    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(SparringSession, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    page = models.PositiveSmallIntegerField(default=0)
    text = Words(max_length=2000)
    hidden = models.BooleanField(default=False)  # it stands in the file, but a reader does not see it
    orders = models.JSONField(default=list)  # what speaks to the AI in it: [start, end] in characters
    stems = Words(max_length=4000)  # the stems of its words, each once

    class Meta:
        verbose_name = _("passage of an attached document")
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="passage_number_once")]
