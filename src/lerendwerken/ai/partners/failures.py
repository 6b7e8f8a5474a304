"""What can be wrong with a supplier of language models, told from what it answers."""

from __future__ import annotations

import json
import re
from typing import Final, Literal

Kind = Literal[
    "unreachable", "certificate", "key", "model", "quota", "busy", "timeout", "garbage", "empty", "cut"
]
_IN_WORDS: Final[dict[Kind, str]] = {
    "unreachable": "the model cannot be reached",
    "certificate": "the secured connection cannot be trusted",
    "key": "the key is not accepted",
    "model": "the supplier does not have this model",
    "quota": "the credit with the supplier is used up",
    "busy": "the supplier is busy or has a fault",
    "timeout": "the model took too long",
    "garbage": "the answer cannot be read",
    "empty": "the model gave no words",
    "cut": "the answer broke off",
}


class SupplierFailure(Exception):
    """The model gave no answer, or not all of it.

    Attributes:
        kind: what is wrong, to be put in words by the page.
        retry_after: seconds after which the supplier wants to be asked again, when it told.
        is_passing: the same question may succeed a moment later.
        is_forbidden: the address is one where this installation does not go.
        is_nameless: the name in the address does not exist.
        is_refused: nothing listens at the address.
    """

    def __init__(
        self,
        kind: Kind,
        retry_after: float | None = None,
        *,
        is_passing: bool = False,
        is_forbidden: bool = False,
        is_nameless: bool = False,
        is_refused: bool = False,
    ) -> None:
        super().__init__(_IN_WORDS[kind])
        self.kind: Kind = kind
        self.retry_after = retry_after
        self.is_passing = is_passing
        self.is_forbidden = is_forbidden
        self.is_nameless = is_nameless
        self.is_refused = is_refused


def of_status(status: int, body: str, retry_after: float | None = None) -> SupplierFailure:
    """What an answer other than 200 means. `body` in lower case; only looked at, never kept."""
    if status == 402 or re.search(
        r"insufficient_quota|current quota|billing|credit balance|out of credit", body
    ):
        return SupplierFailure("quota", retry_after)
    if status in (401, 403):
        return SupplierFailure("key")
    if status == 429 or status >= 500:
        return SupplierFailure("busy", retry_after, is_passing=True)
    if status == 408:
        return SupplierFailure("timeout")
    names_model = re.search(r"model|deployment", body) is not None
    if status == 404:
        return SupplierFailure("model" if names_model and "<html" not in body else "unreachable")
    if names_model and re.search(r"not[ _]found|not exist|unknown|invalid[ _]model|not a valid", body):
        return SupplierFailure("model")
    return SupplierFailure("unreachable" if status == 405 else "garbage")


def in_stream(error: object, *, has_words: bool) -> SupplierFailure:
    """What an error means that came where a piece of the answer should be."""
    words = json.dumps(error, default=str).lower()
    code = (
        next((error[k] for k in ("code", "status") if k in error), None) if isinstance(error, dict) else None
    )
    if isinstance(code, int | str) and re.fullmatch(r"[45]\d\d", str(code)):
        return of_status(int(code), words)
    for status, pattern in (
        (402, r"quota"),
        (429, r"rate.?limit|overload|busy|capacity|unavailable|internal|server"),
        (401, r"api.?key|auth|permission"),
        (404, r"model"),
        (408, r"time.?out|timed out"),
    ):
        if re.search(pattern, words):
            return of_status(status, words)
    return SupplierFailure("cut" if has_words else "garbage")
