"""What leaves: the request to a partner, masked. The same parcel goes to a model and over the bridge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from django.utils.translation import gettext_lazy as _

from lerendwerken.ai.partners import coverwords, masking, prompts, wording
from lerendwerken.ai.partners.wire import Message
from lerendwerken.foundation.ground.errors import Refused
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import choosing, context, framing, queries, thread, uncovering
from lerendwerken.learning.sparring.models import SparringSession, Turn, Uncovered
from lerendwerken.learning.weekcycle.queries import current_question


class NotMasked(Refused):
    """Personal data could not be looked for, so nothing left."""

    status = 503
    message = _(
        "Personal data cannot be covered at this moment, so nothing was sent. Your words are kept. "
        "Go on with the method coach, or try again in a minute."
    )


@dataclass
class Cover:
    """Covers text after text with one key, so that the same name gets the same placeholder everywhere."""

    language: str
    words: Sequence[str]
    key: dict[str, str]
    readable: Sequence[str] = ()
    uncovered: Sequence[str] = ()
    covered: dict[str, str] = field(default_factory=dict)

    def __call__(self, text: str) -> str:
        """The text with personal data covered. Raises `NotMasked` when that cannot be done for sure."""
        if not text.strip():
            return ""
        try:
            spans = masking.find(text, words=self.words, readable=self.readable, uncovered=self.uncovered)
        except masking.MaskerDown:
            raise NotMasked from None
        masked = masking.mask(text, spans, self.key, self.language)
        self.key = dict(masked.key)
        self.covered.update(dict(masked.covered))
        return masked.text


@dataclass(frozen=True)
class Lent:
    """Own words of weeks ago as they leave: behind which number, and when they were written."""

    number: int
    when: str
    text: str


@dataclass(frozen=True)
class Parcel:
    """A request as it leaves: `covered` is what was covered in it, `key` stays home.

    `names` are those of the covered words that may be left readable, where the organisation lets people do that;
    `uncovered` is what was left readable.
    `passages` are the numbers of what goes along of documents, `brought` those passages as they leave; `thread` is
    what goes along of my thread, `has_new_thread` whether a partner in this session has not had all of it yet;
    `holds_case` says that a pasted piece of work leaves for the first time, `prompt_version` which fixed rules and
    which version of the words stand in it.
    """

    messages: list[Message]
    key: dict[str, str]
    covered: dict[str, str]
    said: str
    passages: tuple[int, ...] = ()
    brought: str = ""
    thread: tuple[Lent, ...] = ()
    has_new_thread: bool = False
    holds_case: bool = False
    prompt_version: str = ""
    names: tuple[str, ...] = ()
    uncovered: tuple[Uncovered, ...] = ()

    @property
    def earlier(self) -> tuple[int, ...]:
        """The numbers of what goes along of my thread."""
        return tuple(lent.number for lent in self.thread)

    @property
    def must_be_seen(self) -> bool:
        """Whether nothing may leave before the person has looked: words are covered, or something goes along.

        What makes somebody in a pasted piece recognisable without a name ("the neighbour on the corner") only a
        person sees.
        """
        newly_readable = any(row.turn_id is None for row in self.uncovered)
        return bool(self.covered or self.passages or self.has_new_thread or self.holds_case or newly_readable)

    def brings_more(self, known: Mapping[str, str]) -> bool:
        """Whether something goes along, or is covered, that the person did not see with an earlier request."""
        newly_readable = any(row.turn_id is None for row in self.uncovered)
        more = self.passages or self.has_new_thread or self.holds_case or newly_readable
        return bool(more or self.key.keys() - known.keys())


def parcel(
    viewer: Viewer,
    session: SparringSession,
    *,
    turns: Sequence[Turn],
    said: str = "",
    asked: str = Turn.Asked.REPLY,
    also_cover: Sequence[str] = (),
    passages: Sequence[int] | None = None,
    earlier: Sequence[int] | None = None,
) -> Parcel:
    """The masked request for the next answer in a session.

    `turns` are the turns so far, `said` what is added now, `also_cover` words the person wants covered as well;
    `passages` and `earlier` are the numbers that the person saw go along of documents and of my thread; without them
    those passages are chosen that fit what is said, and all goes along that was brought of my thread.
    Raises `NotMasked`.
    """
    known = queries.masking_key(viewer, session)
    house = coverwords.lists(viewer)
    may_uncover = coverwords.may_uncover(viewer)
    uncovered = uncovering.in_session(viewer, session) if may_uncover else []
    left = {masking.fold(word) for word in [*house.readable, *(row.word for row in uncovered)]}
    before = [word for word in known.values() if masking.fold(word) not in left or masking.shaped(word)]
    cover = Cover(
        session.language,
        [*house.cover, *before, *also_cover],
        known,
        house.readable,
        [row.word for row in uncovered],
    )
    piece, view = _material(viewer, session)
    # At a dialogue's table only what was revealed there may leave.
    question = None if session.dialogue else current_question(viewer)
    language = cast(prompts.Language, session.language)
    own = wording.current(viewer, session.mode, language)
    documents = choosing.brought(viewer, session, question=asks(session, turns, said), numbers=passages)
    brought = cover(documents.text)
    lent = [
        Lent(one.number, thread.told(one, session.language), cover(one.words.text if one.words else ""))
        for one in thread.going(viewer, session, earlier)
    ]
    had = {number for turn in turns if turn.partner != Turn.Partner.COACH for number in turn.earlier}
    messages = prompts.build(
        cast(prompts.Mode, session.mode),
        cast(prompts.Step, session.step),
        language=language,
        view=cover(view),
        piece=cover(piece),
        turns=[prompts.Turn(by, cover(text)) for by, text in _spoken(turns, said, asked)],
        thread=[
            *([prompts.Earlier(framing.own_question(language), cover(question.text))] if question else []),
            *(prompts.Earlier(one.when, one.text, one.number) for one in lent),
        ],
        frame=cover(framing.about(viewer, question, language)),
        practice=cover(session.version.instruction) if session.version else "",
        extra=brought,
        harder=asked == Turn.Asked.HARDER,
        words=wording.own(own),
    )
    return Parcel(
        messages,
        cover.key,
        cover.covered,
        cover(said),
        documents.numbers,
        brought,
        tuple(lent),
        any(one.number not in had for one in lent),
        holds_case=bool(piece and session.piece_id) and not any(_left_before(turn) for turn in turns),
        prompt_version=wording.mark(own),
        names=tuple(uncovering.names_in(cover.covered, house)) if may_uncover else (),
        uncovered=tuple(uncovered),
    )


def asks(session: SparringSession, turns: Sequence[Turn], said: str = "") -> str:
    """What the documents are searched for: the newest words of the person, and what the session is about."""
    newest = said or next((turn.said for turn in reversed(turns) if turn.said), "")
    return "\n".join([session.situation, session.view, newest])


def _material(viewer: Viewer, session: SparringSession) -> tuple[str, str]:
    """The piece of work and the own view; in a dialogue the case and the revealed positions."""
    if session.dialogue:
        shown = context.revealed(viewer, session.dialogue)
        return shown.case, shown.positions
    piece = session.piece.text if session.piece else session.situation
    return piece, session.view


def _left_before(turn: Turn) -> bool:
    """Whether a request to a model went out for this turn."""
    return turn.partner == Turn.Partner.MODEL


def _spoken(turns: Sequence[Turn], said: str, asked: str) -> list[tuple[prompts.Speaker, str]]:
    """The dialogue so far, each by who said it; an answer that is tried again is left out."""
    spoken: list[tuple[prompts.Speaker, str]] = []
    for number, turn in enumerate(turns):
        spoken.append(("self", turn.said))
        is_last = number == len(turns) - 1
        if not (is_last and asked == Turn.Asked.AGAIN):
            spoken.append(("coach" if turn.partner == Turn.Partner.COACH else "ai", turn.answer))
    spoken.append(("self", said))
    return [(by, text) for by, text in spoken if text.strip()]
