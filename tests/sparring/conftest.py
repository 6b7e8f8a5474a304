"""A supplier of models that answers well or badly, as the wire's own tests have it."""

from __future__ import annotations

from tests.partners.wire.conftest import supplier  # noqa: F401
