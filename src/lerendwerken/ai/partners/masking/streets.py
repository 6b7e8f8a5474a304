"""Streets of the list: with a house number an address, and never the name of a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lerendwerken.ai.partners.masking import places
from lerendwerken.ai.partners.masking import vocabulary as v
from lerendwerken.ai.partners.masking.letters import fold
from lerendwerken.ai.partners.masking.lists import Lists
from lerendwerken.ai.partners.masking.tokens import Token


def street_like(token: Token, lists: Lists) -> bool:
    """The last word of the name of a street or a building: "Withstraat" of "Burgemeester De Withstraat"."""
    folded = token.folded
    ending = next((e for e in v.STREET_ENDINGS if folded.endswith(e)), "")
    return bool(ending) and len(folded) > len(ending) + 2 and folded not in lists.last


_BEFORE_NUMBER = re.compile(rf"((?:[^\W\d_][\w'.-]{{0,30}} ){{1,6}})({places.HOUSE_NUMBER})")


def addresses(text: str, lists: Lists) -> Iterator[tuple[int, int]]:
    """Streets of the list with a house number: "Ekkelkamp 4", "Lange Voorhout 7"."""
    for found_ in _BEFORE_NUMBER.finditer(text):
        if not places.is_house_number(found_[2]):
            continue
        words = found_[1].split(" ")[:-1]
        start = found_.start()
        for skipped in range(len(words)):
            rest = words[skipped:]
            name = fold(" ".join(rest))
            if rest[0][0].isupper() and name in lists.streets and (len(rest) > 1 or _rare(name, lists)):
                yield start, found_.end(2)
                break
            start += len(words[skipped]) + 1


def _rare(name: str, lists: Lists) -> bool:
    return name not in v.NEVER and not lists.ordinary(name) and name not in lists.first and len(name) > 4
