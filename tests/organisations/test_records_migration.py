"""The migration that brought terms in years can go back, whatever was set since."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from lerendwerken.foundation.wall.acting import migrating

BEFORE, AFTER = [("organisations", "0004_working")], [("organisations", "0005_records")]


@pytest.mark.django_db(transaction=True)
def test_going_back_keeps_terms_in_days_and_lets_go_of_those_in_years() -> None:
    executor = MigrationExecutor(connection)
    with migrating():
        new = executor.loader.project_state(AFTER).apps
        organisation = new.get_model("organisations", "Organisation")._base_manager.create(
            name="Waterrijk", slug="waterrijk"
        )
        terms = new.get_model("organisations", "KeptTerm")._base_manager
        for what, number in [("pasted_days", 20), ("proposal_years", 7), ("statement_years", None)]:
            terms.create(
                organisation_id=organisation.pk,
                what=what,
                number=number,
                reason="Zo afgesproken.",
                language="nl",
            )
        executor.migrate(BEFORE)
        old = MigrationExecutor(connection).loader.project_state(BEFORE).apps
        kept = old.get_model("organisations", "KeptTerm")._base_manager
        assert list(kept.values_list("what", "days")) == [("pasted_days", 20)]
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
