"""A team that has begun, as on the week page."""

from tests.moments.conftest import begun, hearing_in_force  # noqa: F401
