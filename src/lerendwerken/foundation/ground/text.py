"""Texts of people in the database: their length is a promise of the table itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    _Text = models.CharField[str, str]
else:
    _Text = models.CharField


class Words(_Text):
    """Text of at most `max_length` characters, enforced by SQLite too, which ignores varchar lengths.

    A NUL character means nothing to a reader and PostgreSQL cannot hold it: it is dropped.
    """

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        """The column's own limit."""
        return f"length({connection.ops.quote_name(str(self.column))}) <= {self.max_length}"

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return prepared.replace("\x00", "") if isinstance(prepared, str) else prepared
