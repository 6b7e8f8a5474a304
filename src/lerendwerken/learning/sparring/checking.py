"""Claims in answers: a person points one out, and writes what came of looking it up and where."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.partners.sentences import Sentence
from lerendwerken.foundation.ground import audit
from lerendwerken.foundation.ground.errors import BadInput, NotFound
from lerendwerken.foundation.wall import rights
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import answers
from lerendwerken.learning.sparring.models import Claim, Turn
from lerendwerken.learning.weekcycle.models import MomentEntry

OPEN = MomentEntry.Verdict.OPEN


def sentence_in(turn: Turn, number: int) -> Sentence:
    """The sentence with this number in an answer. Raises `NotFound` where there is none."""
    for sentence in answers.sentences_of(turn, turn.session):
        if sentence.number == number:
            return sentence
    raise NotFound


@transaction.atomic
def mark(turn: Turn, sentence: Sentence, *, verdict: str, by: Viewer, source: str = "") -> Claim:
    """Keep a sentence of an answer as a claim, with what came of it; the same sentence again changes that.

    `verdict` is one of `MomentEntry.Verdict`; right and wrong are so at a source. Raises `BadInput`.
    """
    if verdict not in MomentEntry.Verdict.values:
        raise BadInput(_("Choose whether the claim is right, wrong or still open."), "verdict")
    if verdict != OPEN and not source.strip():
        raise BadInput(_("Write where you looked it up, or whom you asked."), "source")
    row = Claim(
        organisation_id=by.organisation,
        owner_id=by.member,
        session_id=turn.session_id,
        turn=turn,
        text=sentence.text,
        verdict=verdict,
        source=source,
    )
    try:
        with transaction.atomic():
            row.add()
    except IntegrityError:  # it is a claim already
        row = Claim.objects.visible_to(by).get(turn=turn, text=sentence.text)
        row.verdict, row.source = verdict, source
        row.save(update_fields=["verdict", "source"])
    audit.write(by, "sparring.mark_claim", row.pk)
    return row


@transaction.atomic
def unmark(claim: Claim, *, by: Viewer) -> None:
    """Take a sentence for no claim after all; what was written about it is gone."""
    audit.write(by, "sparring.unmark_claim", claim.pk)
    rights.erase_row(claim)
