"""Names in hurried notes, written without capitals: "mw yilmaz gebeld", "fatima el idrissi komt morgen"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lerendwerken.ai.partners.masking import vocabulary as v
from lerendwerken.ai.partners.masking.lists import Lists
from lerendwerken.ai.partners.masking.tokens import Words


def names(words: Words, lists: Lists, taken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Ranges of tokens that are lower-case names; `taken` are those that were found by their capitals."""
    reader = _Hurried(words, lists)
    done = {place for start, end in taken for place in range(start, end)}
    place = 0
    while place < len(words):
        end = place if place in done or words[place].capital else reader.read(place)
        if end > place:
            yield place, end
        place = max(end, place + 1)


class _Hurried:
    def __init__(self, words: Words, lists: Lists) -> None:
        self.words = words
        self.lists = lists

    def read(self, start: int) -> int:
        """The place after the lower-case name that starts here; `start` when there is none."""
        titled = self._titled(start)
        place = start
        while titled and place < len(self.words) and self.words[place].initial:
            place += 1
        if self._small_initial(start):
            surname = start + 1 + self._interfixes(start + 1)
            return self._extended(surname + 1) if self._after_title(surname) else start
        name = place + self._interfixes(place)
        if name >= len(self.words) or self.words[name].capital:
            return start
        if (
            not (titled and (self._after_title(name) or (name > place and self._surname(name))))
            and not (name == place == start and self._alone(name))
            and not (name > place and self._interfix_name(place, name))
        ):
            return start
        return self._extended(name + 1)

    def _titled(self, place: int) -> bool:
        before = self.words.before(place)
        if before == "heer":
            return self.words.before(place - 1) in ("de", "den", "geachte")
        return before in v.TITLES - {"meester", "juf", "bc", "ing", "ms", "sir"}

    def _small_initial(self, place: int) -> bool:
        """ "j. de vries", "j.jansen": one letter with a dot before a surname of the list."""
        if len(self.words[place].text) != 1 or place + 1 >= len(self.words):
            return False
        surname = place + 1 + self._interfixes(place + 1)
        followed = self.words.gap(place + 1) in (". ", ".") and surname < len(self.words)
        return followed and self.words[surname].folded in self.lists.last

    def _interfixes(self, place: int) -> int:
        count = 0
        while (
            count < 3
            and place + count + 1 < len(self.words)
            and self.words[place + count].folded in v.INTERFIXES
            and (self.words.joined(place + count + 1) or self.words[place + count].folded in ("v", "d", "vd"))
        ):
            count += 1
        return count

    def _after_title(self, place: int) -> bool:
        folded = self.words[place].folded
        if self._function_word(folded) or len(folded) < 2:
            return False
        if folded in self.lists.last or folded in self.lists.sure_first:
            return True
        return len(folded) > 2 and folded not in self.lists.places and not self.lists.ordinary(folded)

    def _surname(self, place: int) -> bool:
        """ "mevrouw de lange": of the list, though it is a word; not "mevrouw de voorzitter"."""
        folded = self.words[place].folded
        return folded in self.lists.last and folded not in v.ROLES and folded not in v.INTERFIXES

    def _alone(self, place: int) -> bool:
        folded = self.words[place].folded
        if (
            self._function_word(folded)
            or folded in v.ABSTRACT
            or folded in self.lists.places
            or "-" in folded
        ):
            return False
        word = folded in self.lists.words or folded in v.WEAK_FIRST
        cue = self._cued(place)
        if folded in self.lists.sure_first and len(folded) > 2:
            return (
                not word
                or self._surname_follows(place)
                or (cue and len(folded) > 3)
                or (self.words.after(place + 1) in v.SAYING)
            )
        if folded in self.lists.first and len(folded) > 2:
            if self._surname_follows(place):
                return True
            acts = self.words.after(place + 1) in v.VERBS
            return (
                len(folded) > 3
                and folded not in self.lists.words
                and (acts or not self.lists.verb_like(folded))
            )
        if folded in self.lists.abroad and cue and len(folded) > 3 and not self.lists.ordinary(folded):
            return True
        craft = folded in v.CRAFTS or folded.endswith(("aar", "aars", *v.CRAFT_ENDINGS))
        if self._stranger(place):
            return True
        return (
            folded in self.lists.last
            and (3 if cue else 4) < len(folded) < 12
            and not craft
            and not self.lists.ordinary(folded)
        )

    def _cued(self, place: int) -> bool:
        """After a word that people follow; after "en" only where a name stands before it: not "meer en anders"."""
        before = self.words.before(place)
        if before in ("en", "and"):
            other = self.words[place - 2].folded if place > 1 else ""
            return other in self.lists.sure_first and other not in self.lists.words
        return before in v.LOW_CUES or self._labelled(place)

    def _stranger(self, place: int) -> bool:
        """ "gebeld met rojda": a short word that no list knows, after words that only people follow."""
        folded = self.words[place].folded
        contact = self.words.before(place) in ("met", "with") and self.words.before(place - 1) in v.CONTACT
        known = folded in self.lists.places or self.lists.ordinary(folded)
        return contact and not known and 3 < len(folded) < 9 and not folded.endswith(("en", "ers"))

    def _labelled(self, place: int) -> bool:
        """After the label of a form: "aanwezig: joke"."""
        return place > 0 and self.words.gap(place) == ": " and self.words[place - 1].folded in v.ROLES

    def _interfix_name(self, place: int, name: int) -> bool:
        """ "de vries", "van den berg", "el idrissi" on their own: only where the surname is no word."""
        folded = self.words[name].folded
        parts = {self.words[k].folded for k in range(place, name)}
        if self._function_word(folded) or folded in self.lists.places or not self.words.joined(name):
            return False
        if parts & {"el", "ait", "ould"} and not self.lists.ordinary(folded):
            return True
        return folded in self.lists.last and len(folded) > 3 and not self.lists.ordinary(folded)

    def _surname_follows(self, place: int) -> bool:
        after = place + 1
        if not self.words.joined(after):
            return False
        small = self._interfixes(after)
        if after + small >= len(self.words):
            return False
        folded = self.words[after + small].folded
        if self._function_word(folded) or (folded in v.NEVER and not small):
            return False
        if small:
            return folded in self.lists.last and (
                small > 1 or folded not in self.lists.words or self._known(place)
            )
        if folded in self.lists.sure_first and folded not in self.lists.words:
            return self._known(place)
        if folded not in self.lists.last:
            return False
        two_words = self.words[place].folded in self.lists.words and folded in self.lists.words
        craft = folded in v.CRAFTS or folded.endswith(v.CRAFT_ENDINGS)
        return not self.lists.ordinary(folded) or (self._known(place) and (craft or not two_words))

    def _known(self, place: int) -> bool:
        return self.words[place].folded in self.lists.sure_first

    def _extended(self, place: int) -> int:
        """Further names that belong to it: surnames after a first name."""
        while self.words.joined(place):
            small = self._interfixes(place)
            name = place + small
            if name >= len(self.words) or not (self.words.joined(name) or small):
                break
            token = self.words[name]
            folded = token.folded
            if self._function_word(folded) or (folded in v.NEVER and not small) or token.initial:
                break
            listed = folded in self.lists.last or folded in self.lists.sure_first
            strange = len(folded) > 3 and not self.lists.ordinary(folded) and folded not in self.lists.places
            small_ok = (
                small
                and listed
                and self.words[place].folded
                not in ("in", "op", "aan", "bij", "uit", "over", "voor", "y", "e", "o")
            )
            if not (small_ok or strange or (listed and not small and folded not in self.lists.words)):
                break
            place = name + 1
        return place

    def _function_word(self, folded: str) -> bool:
        return (
            folded in v.EXTRA_WORDS
            or folded in v.VERBS
            or folded in v.ROLES
            or folded in v.TITLES
            or folded in v.INTERFIXES
        )
