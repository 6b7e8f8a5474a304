"""A team that has begun, as on the week page."""

from tests.moments.conftest import begun  # noqa: F401
