"""Names of people and of streets, by lists and by the company that words keep.

Memory and start are those of the lists (`lists.py`), so this module lives in a process of its own
(`service.py`). A capital in the middle of a sentence says much in Dutch and English; a title, initials, a
first name or a word such as "collega" says more; hurried notes without capitals are read more strictly, by
the lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lerendwerken.ai.partners.masking import hurried, streets
from lerendwerken.ai.partners.masking import vocabulary as v
from lerendwerken.ai.partners.masking.clean import Clean
from lerendwerken.ai.partners.masking.letters import fold
from lerendwerken.ai.partners.masking.lists import Lists, load
from lerendwerken.ai.partners.masking.spans import Span, merged
from lerendwerken.ai.partners.masking.streets import street_like
from lerendwerken.ai.partners.masking.tokens import Level, Token, Words

_LONGEST = 12
_COMMON_ENDINGS = ("er", "ers", "en", "ist", "oog", "eur", "te", "ie", "ies", "s", "el", "age", "iek", "aal")
_ROLE_ENDINGS = tuple(role for role in v.ROLES if len(role) > 4)
_LABEL_GAP = re.compile(r" \(|\.?:? ?|\.?[:,] ?\n? ?|,?\r?\n{1,2} ?| - ")


def find(text: str) -> list[Span]:
    """People (`person`) and homes (`address`) in the text, in order and without overlap."""
    clean = Clean(text)
    return merged(clean.back(found(clean.text)), text)


def found(text: str) -> Iterator[Span]:
    """As `find`, on a text that has been cleaned; overlaps are left in."""
    words, lists = Words(text), load()
    reader = _Reader(words, lists)
    taken: list[tuple[int, int]] = list(reader.names())
    taken += reader.again(taken)
    for start, end in [*taken, *hurried.names(words, lists, taken)]:
        yield Span(words[start].start, words[end - 1].end, "person")
    for span in streets.addresses(text, lists):
        yield Span(*span, "address")


class _Reader:
    """Reads the capitalised names, as ranges of tokens."""

    def __init__(self, words: Words, lists: Lists) -> None:
        self.words = words
        self.lists = lists
        self._levels: dict[str, Level] = {}

    def names(self) -> Iterator[tuple[int, int]]:
        place = 0
        while place < len(self.words):
            end = self._read(place)
            if end > place and self._place_or_organisation(place, end):
                place = end
            elif end > place and self._convinces(place, end):
                yield self._with_first_name(place), end
                place = end
            else:
                place = end if end > place and self._thing(place, end) else place + 1

    def _thing(self, start: int, end: int) -> bool:
        """ "op De Beuk", "Groen Licht": what did not convince as a whole is no name without its first word either."""
        first = self.words[start]
        if first.text in ("De", "Het") or (first.text == "de" and self.words[end - 1].folded in v.WATERS):
            return True
        return end - start > 1 and all(map(self._only_a_word, self.words.tokens[start:end]))

    def again(self, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Names that were sure in one place and stand in another where nothing else tells: "Duijvestein eet niet"."""
        inside = {place for start, end in taken for place in range(start, end)}
        known = {self.words[place].folded for place in inside} - v.INTERFIXES - v.STARTERS - v.ROLES
        return [
            (place, place + 1)
            for place in range(len(self.words))
            if place not in inside
            and self.words[place].folded in known
            and self.words[place].capital
            and self.level(self.words[place])
            >= (Level.MAYBE if self.words.opens_sentence(place) else Level.UNKNOWN)
        ]

    # -- the longest run that could be one name

    def _read(self, start: int) -> int:
        """The place after the run of initials, interfixes and name-like words that starts here; `start` if
        none."""
        end, place, only_initials = start, start, True
        while place < min(len(self.words), start + _LONGEST) and (place == start or self.words.joined(place)):
            token = self.words[place]
            if token.folded in v.ORGANISATION_AFTER - self.lists.last:
                break
            if token.initial or (self._bare_initials(place) and place - start < 3):
                place += 1
                continue
            small = self._interfixes(place)
            name = place + small
            if small and place == start and not self._may_start(place, small):
                break
            if name >= len(self.words) or not (
                self._name_like(name, start) or (small and self._surname_after(start, place, name))
            ):
                break
            place = end = name + 1
            only_initials = False
            if (
                self.words.joined(end)
                and self.words[end].initial
                and len(self.words[end].text) < 4
                and self._last_initial(end)
            ):
                return end + 1
        if only_initials:
            return place if place > start and self._titled(start) and self.words[start].initial else start
        return self._turned_round(end)

    def _titled(self, start: int) -> bool:
        return self.words.before(start) in v.TITLES

    def _turned_round(self, end: int) -> int:
        """ "Jansen, K.": as lists write it, the initials after the surname."""
        if (
            end >= len(self.words)
            or not self.words[end].initial
            or not re.fullmatch(", ?", self.words.gap(end))
        ):
            return end
        of_the_next = self.words.joined(end + 1) and (
            self.words[end + 1].capital or self.words[end + 1].folded in v.INTERFIXES
        )
        return end if of_the_next else end + 1

    def _with_first_name(self, start: int) -> int:
        """Also "Mei" of "Mei Chen": a first name that by itself would never do."""
        if not self.words.joined(start) or self.words.opens_sentence(start - 1):
            return start
        first = self.words[start - 1]
        timed = self.words.before(start - 1) in (
            "in",
            "sinds",
            "tot",
            "vanaf",
            "since",
            "until",
            "van",
            "op",
            "on",
        )
        given = first.capital and first.folded in self.lists.first and first.folded not in v.INTERFIXES
        return start - 1 if given and not timed else start

    def _name_like(self, place: int, start: int) -> bool:
        token = self.words[place]
        if not token.capital or (place == start and (token.folded in v.LETTERED or self._speaks_to(place))):
            return False
        level = self.level(token)
        if level == Level.NO:
            return self._named_by_company(place, start)
        return not street_like(token, self.lists)

    def _speaks_to(self, place: int) -> bool:
        """ "Hoi Ruth", "Bel Jolanda": a greeting, a role or an order before the name, and no part of it."""
        token = self.words[place]
        if not (self.words.joined(place + 1) and self.words[place + 1].capital):
            return False
        if token.folded in v.ROLES:
            return not self._introduced(place)
        return token.folded in v.ORDERS and self.words.opens_sentence(place)

    def _surname_after(self, start: int, place: int, name: int) -> bool:
        """An ordinary word that must be a surname: "Maarten 't Gilde"; not "Karin van Inkoop"."""
        small = {self.words[k].folded for k in range(place, name)}
        token = self.words[name]
        plain = token.capital and not token.shouted and not street_like(token, self.lists)
        return plain and bool(small & v.SURNAME_ONLY) and self._given(start, place)

    def _named_by_company(self, place: int, start: int) -> bool:
        """An ordinary word that must be a name after a title or initials: "mevrouw Hakker", "J. de
        Koning"."""
        token = self.words[place]
        if token.shouted or len(token.text) < 2 or street_like(token, self.lists) or "-" in token.text:
            return False
        if place == start and self._called(start):
            return True
        titled = self._introduced(start) and self.words[start - 1].folded in v.TITLES
        if titled and "," in self.words.gap(start):
            return False  # a letter begins: "Geachte mevrouw, Uw bezwaar"
        if titled:
            return place - start <= 3 or token.folded in self.lists.last
        initials = [t for t in self.words.tokens[start:place] if t.initial]
        if initials and self.words.before(start) not in v.LETTERED:
            common = token.folded in v.EXTRA_WORDS or token.folded in v.NEVER or token.folded in v.ROLES
            return not common or token.folded in self.lists.last
        surname = token.folded in self.lists.last or token.folded in self.lists.abroad
        return surname and self._given(start, place)

    def _called(self, start: int) -> bool:
        """ "zij heet Mercedes", "mijn naam is April": whatever the word is, it names somebody."""
        verb = self.words.before(start)
        if verb in ("is", "was"):
            return self.words.before(start - 1) in ("naam", "name", "voornaam", "achternaam", "surname")
        somebody = self.words.before(start - 1)
        return verb in ("heet", "heette") and (somebody in v.PRONOUNS or somebody in v.ROLES)

    def _given(self, start: int, place: int) -> bool:
        """Initials or a sure first name stand before, in this run."""
        run = self.words.tokens[start:place]
        return any(
            t.initial or (t.capital and self.level(t) == Level.NAME) for t in run
        ) or self._bare_initials(start)

    def _interfixes(self, place: int) -> int:
        """How many interfixes stand here before a capitalised word: "van der Meer" gives 2."""
        count = 0
        while (
            count < 4
            and place + count < len(self.words)
            and self.words[place + count].folded in v.INTERFIXES
            and (count == 0 or self.words.joined(place + count))
        ):
            count += 1
        while count and not self._goes_on(place + count):
            count -= 1
        return count if count and self._belongs(place, count) else 0

    def _belongs(self, place: int, count: int) -> bool:
        """Not the preposition of "Karin bij Jansen", but that of "Karel op den Berg"."""
        token = self.words[place]
        if token.capital or token.folded not in v.PREPOSITIONS - {"van"}:
            return True
        if (
            count == 1
            and token.folded == "te"
            and place
            and self.words[place - 1].folded in self.lists.sure_first
        ):
            return self.words[place + 1].folded in self.lists.last
        if count == 1 or self.words[place + 1].capital:
            return False
        if self.words[place + 1].folded in ("'t", "t", "den"):
            return True
        name = self.words[place + count].folded
        return name in self.lists.last and name not in self.lists.places

    def _last_initial(self, place: int) -> bool:
        """ "Damian K.": an initial for a surname, unless a name goes on after it."""
        if self.level(self.words[place - 1]) != Level.NAME:
            return False
        return not self.words.joined(place + 1) or not self.words[place + 1].capital

    def _may_start(self, place: int, small: int) -> bool:
        """A surname may begin with "De" or "van der"; a preposition before a name is no part of it."""
        token = self.words[place]
        if token.folded not in v.INTERFIX_STARTS or (token.text == "ben" and not self._titled(place)):
            return False
        if token.capital or token.folded not in v.PREPOSITIONS:
            return True
        if small > 1 and (token.folded == "van" or self.words[place + 1].folded in ("den", "der", "'t", "t")):
            return True
        if token.folded != "van":
            return False
        return self.words.opens_sentence(place) or self.words.before(place) in v.CUES | v.TITLES

    def _goes_on(self, place: int) -> bool:
        if not self.words.joined(place):
            dotted = 0 < place < len(self.words) and self.words.gap(place) in (". ", ".")
            if not (dotted and self.words[place - 1].folded in ("v", "d", "vd")):
                return False
        return self.words[place].capital or self.words[place].folded in v.INTERFIXES

    def _bare_initials(self, place: int) -> bool:
        """ "JP de Vries", "K Jansen": one to three capitals without dots before a surname."""
        token = self.words[place]
        if not (1 <= len(token.text) <= 3 and token.text.isupper() and token.text.isalpha()):
            return False
        if (
            token.folded in v.NEVER
            or token.text in ("U", "I", "A", "O")
            or self.words.gap(place)[-2:-1].isdigit()
        ):
            return False
        name = place + 1 + (self._interfixes(place + 1) if self.words.joined(place + 1) else 0)
        if not (self.words.joined(place + 1) and name < len(self.words)):
            return False
        after = self.words[name]
        return after.capital and not after.shouted and after.folded in self.lists.last

    def level(self, token: Token) -> Level:
        """How name-like the word is by itself; of a double name the best part counts."""
        if token.text not in self._levels:
            self._levels[token.text] = self._level(token)
        return self._levels[token.text]

    def _level(self, token: Token) -> Level:
        written = token.text.split("-")
        if re.search(r"'(?:ve|re|ll|d|m|t)$", token.text):
            return Level.NO
        parts = [p for p in written if p and fold(p) not in v.INTERFIXES] or (
            written if len(written) == 1 else []
        )
        if not parts:
            return Level.NO
        if any(p[0].islower() and "'" not in p for p in parts):
            return self._two_syllables(parts)
        if len(written) > 1 and fold(written[0]) in v.COMPASS:
            return Level.NO
        return max(self._part_level(p) for p in parts)

    def _two_syllables(self, parts: list[str]) -> Level:
        """ "Hyun-woo", "Mei-ling": the second half in small letters; "E-mail" and "Wmo-aanvraag" are words."""
        halves = [fold(part) for part in parts]
        name = len(halves) == 2 and all(
            1 < len(half) < 7 and not self.lists.ordinary(half) for half in halves
        )
        return Level.NAME if name and parts[0].istitle() else Level.NO

    def _part_level(self, part: str) -> Level:
        lists, folded = self.lists, fold(part)
        if folded in v.NEVER or len(folded) < 2 or (len(folded) > 9 and folded.endswith(_ROLE_ENDINGS)):
            return Level.NO
        listed = folded in lists.first or folded in lists.last
        if not listed and folded.endswith("s"):
            listed = folded[:-1] in lists.sure_first
        if part.isupper() and len(part) > 1:
            return Level.NAME if listed and len(part) > 3 and not lists.ordinary(folded) else Level.NO
        if folded in lists.sure_first and folded not in v.WEAK_FIRST:
            return Level.NAME
        if listed:
            doubtful = (
                folded in lists.words
                or folded in lists.places
                or folded in v.WEAK_FIRST
                or folded in v.CRAFTS
                or (folded not in lists.first and lists.compound(folded))
            )
            return Level.MAYBE if doubtful else Level.NAME
        if folded in lists.abroad and folded not in lists.places and not lists.ordinary(folded):
            return Level.NAME if len(folded) > 3 else Level.MAYBE
        if re.match("[A-Z]'[A-Z]", part):
            return Level.NAME
        if folded in lists.places or len(folded) < 3:
            return Level.NO
        if len(folded) > 5 and folded.endswith(v.NAME_ENDINGS) and folded not in lists.words:
            return Level.NAME
        mixed = any(c.isupper() for c in part[1:]) and not re.match(
            r"(?:Mc|Mac|De|Van|Le|La|O'|D')[A-Z]", part
        )
        return Level.NO if mixed or lists.ordinary(folded) else Level.UNKNOWN

    # -- whether the run is a name

    def _convinces(self, start: int, end: int) -> bool:
        introduced = self._introduced(start) or self._called(start)
        tokens = self.words.tokens[start:end]
        small = self._interfixes(start)
        caps = [t for t in tokens[small:] if t.capital and not self._is_interfix(t)]
        if not caps:
            return self._titled(start)
        levels = [self.level(t) for t in caps]
        if introduced or any(t.initial for t in tokens) or self._bare_initials(start):
            return introduced or max(levels) >= Level.UNKNOWN or end - start > 1
        if small:
            return self._with_interfix(start, small, caps, levels)
        return self._bare(start, end, caps, levels)

    def _is_interfix(self, token: Token) -> bool:
        return token.folded in v.INTERFIXES and (
            token.folded not in self.lists.sure_first or token.text.islower()
        )

    def _introduced(self, start: int) -> bool:
        """After a title, a role ("collega"), a greeting or a label of a form."""
        if start == 0:
            return False
        before = self.words[start - 1]
        if before.folded in v.TITLES:
            return bool(re.fullmatch(r"\.?,? {0,2}[\n(]?", self.words.gap(start)))
        return before.folded in v.ROLES and bool(_LABEL_GAP.fullmatch(self.words.gap(start)))

    def _with_interfix(self, start: int, small: int, caps: list[Token], levels: list[Level]) -> bool:
        """ "De Wit", "van der Meer", "El Idrissi" without anything before it."""
        first = self.words[start]
        parts = {self.words[k].folded for k in range(start, start + small)}
        if parts == {"de"} and caps[0].folded in v.WATERS:
            return self._human(start + small + len(caps), v.SAYING)
        at_a_place = first.folded in v.PREPOSITIONS - {"van"} and not parts & v.SURNAME_ONLY
        if at_a_place and self.words.opens_sentence(start):
            return self._human(start + small + len(caps), v.SAYING)
        if parts & v.ARABIC_INTERFIXES or (
            small > 1 and parts & {"der", "den"} and parts & {"van", "v", "von"}
        ):
            return levels[0] >= Level.UNKNOWN
        if max(levels) == Level.NAME or len(caps) > 1:
            return True
        if levels[0] == Level.UNKNOWN:
            return first.capital and not self.words.opens_sentence(start) and len(caps) > 1
        if caps[0].folded in self.lists.places and self.words.opens_sentence(start):
            return first.capital and self._human(start + small + len(caps))
        if caps[0].folded in self.lists.words and self.words.opens_sentence(start) and first.text == "De":
            return self._human(start + small + len(caps)) or not self._lifeless(start + small + len(caps))
        if caps[0].folded in self.lists.places and not first.capital:
            return self.words.before(start) in v.CUES - {"en", "of", "and", "dan", "als"} and parts != {"de"}
        if caps[0].folded not in self.lists.last:
            return False
        return not (self.words.before(start) in v.PREPOSITIONS - {"van", "voor"} and "de" in parts)

    def _bare(self, start: int, end: int, caps: list[Token], levels: list[Level]) -> bool:
        """Capitalised words alone: the lists and the place in the sentence decide."""
        opens = self.words.opens_sentence(start)
        place_before = self.words.before(start) in v.PLACE_BEFORE
        if max(levels) == Level.NAME:
            return True
        if max(levels) == Level.MAYBE:
            if place_before and caps[0].folded in self.lists.places:
                return False
            if len(caps) > 1:
                if all(map(self._only_a_word, caps)):
                    return False
                return not opens or (caps[0].folded in self.lists.first and levels[-1] >= Level.UNKNOWN)
            known_place = caps[0].folded in self.lists.places
            if opens:
                abstract = caps[0].folded in v.ABSTRACT | v.ROLES | (v.VERBS - self.lists.first)
                if abstract:
                    return self._human(end, v.SAYING)
                if self._only_a_word(caps[0]):
                    return self._human(end)
                return (self._verb(end) and not known_place) or self._with_somebody(start, end)
            if self._only_a_word(caps[0]) and self._in_a_title(start):
                return False
            return not known_place or self._human(end, v.SAYING)
        if opens:
            longish = len(caps[0].folded) > 9 and caps[0].folded.endswith(_COMMON_ENDINGS)
            return self._verb(end) and not longish
        return self.words.before(start) not in v.NOT_BEFORE_STRANGER and len(caps) <= 3

    def _only_a_word(self, token: Token) -> bool:
        """A surname that is rather a word: "Post", "Licht"; not "Visser", whose craft few texts name by itself."""
        folded = token.folded
        craft = folded in v.CRAFTS or folded.endswith(v.CRAFT_ENDINGS)
        return folded in self.lists.words and folded not in self.lists.first and not craft

    def _in_a_title(self, start: int) -> bool:
        """After another word with a needless capital: "Groen Licht"."""
        if not self.words.joined(start):
            return False
        before = self.words[start - 1]
        small_word = (
            before.folded in v.EXTRA_WORDS | v.VERBS | v.LOW_CUES | v.CUES | v.PREPOSITIONS | v.TITLES
        )
        return before.capital and not small_word and self.level(before) == Level.NO

    def _human(self, place: int, verbs: frozenset[str] = v.VERBS - v.LIFELESS) -> bool:
        """What follows only people do or are: "vroeg", "is ziek"."""
        return self.words.after(place) in verbs or self._state(place)

    def _lifeless(self, place: int) -> bool:
        """What follows things do or are as well: "staat hoog"."""
        return self.words.after(place) in v.LIFELESS and not self._state(place)

    def _state(self, place: int) -> bool:
        return (
            self.words.after(place) in ("is", "was", "wordt", "werd", "blijft", "bleef")
            and self.words.after(place + 1) in v.HUMAN_STATES
        )

    def _with_somebody(self, start: int, end: int) -> bool:
        """ "Ton van Financiën", "Bas, kun je"; "Tom and Ayesha": beside a name that leaves no doubt."""
        first = self.words[start].folded
        if first not in self.lists.sure_first:
            return False
        addressed = self.words.text[self.words[end - 1].end :].startswith((",", " van "))
        return (addressed and first not in v.STARTERS) or (
            self.words.after(end) in ("en", "and")
            and self.words.joined(end + 1)
            and self.words[end + 1].capital
            and self.level(self.words[end + 1]) == Level.NAME
        )

    def _verb(self, place: int) -> bool:
        after = self.words.after(place)
        return after in v.VERBS or (
            bool(after) and self.words[place].text.islower() and self.lists.verb_like(after)
        )

    def _place_or_organisation(self, start: int, end: int) -> bool:
        """A street, a school, a firm, a prize or a law that bears a name."""
        if self._introduced(start) and self.words[start - 1].folded in v.TITLES:
            return False
        whole = fold(self.words.text[self.words[start].start : self.words[end - 1].end])
        if (" " in whole and whole in self.lists.places and self.words[start].capital) or whole in v.BRANDS:
            return True
        if self._firm(start, end):
            return True
        follows = end + self._interfixes(end) if self.words.joined(end) else end
        if follows < len(self.words) and self.words.joined(follows):
            token = self.words[follows]
            if token.capital and street_like(token, self.lists):
                return True
            if token.folded.rstrip(".") in v.ORGANISATION_AFTER and (
                token.capital or token.folded in v.LOWER_ORGANISATIONS
            ):
                return True
        return (
            self.words.before(start) in v.ORGANISATION_BEFORE and self.words[start - 1].folded not in v.ROLES
        )

    def _firm(self, start: int, end: int) -> bool:
        """ "Jansen & Zonen", "Johnson & Johnson"; "Tim & Anna" are two people."""
        if re.match(r" ?& ?(?:Partners|Zn|Zonen|Zoon|Co)\b", self.words.text[self.words[end - 1].end :][:14]):
            return True
        pairs = [(start - 1, start), (end - 1, end)]
        return any(
            0 < right < len(self.words)
            and re.fullmatch(" ?& ?", self.words.gap(right))
            and self.words[left].capital
            and self.words[right].capital
            and not self._two_people(self.words[left].folded, self.words[right].folded)
            for left, right in pairs
        )

    def _two_people(self, left: str, right: str) -> bool:
        return left != right and {left, right} <= self.lists.first
