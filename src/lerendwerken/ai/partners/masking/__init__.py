"""Masking: what is personal is covered before a text leaves, and put back in the answer. The key stays at
home.

`start(socket)` runs the process that knows names, `connect(socket)` points this process at it, `find(text)`
finds, `mask` covers, `Unmasker` puts back. Without the names nothing is found at all: `find` raises
`MaskerDown`.
"""

from lerendwerken.ai.partners.masking.client import Client, start
from lerendwerken.ai.partners.masking.evaluate import Report, Score, evaluate
from lerendwerken.ai.partners.masking.letters import fold
from lerendwerken.ai.partners.masking.placeholders import Key, Masked, Unmasker, kind_of, mask, unmask
from lerendwerken.ai.partners.masking.search import connect, find, shaped
from lerendwerken.ai.partners.masking.spans import KINDS, Kind, MaskerDown, Span

__all__ = [
    "KINDS",
    "Client",
    "Key",
    "Kind",
    "Masked",
    "MaskerDown",
    "Report",
    "Score",
    "Span",
    "Unmasker",
    "connect",
    "evaluate",
    "find",
    "fold",
    "kind_of",
    "mask",
    "shaped",
    "start",
    "unmask",
]
