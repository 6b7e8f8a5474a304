"""The audit chain: in the transaction of the act, without keys or content, and it shows when it was touched."""

from __future__ import annotations

import pytest
from django.db import transaction

from lerendwerken.foundation.ground import audit
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.ground.models import AuditLine
from lerendwerken.foundation.wall.viewer import Viewer


@pytest.mark.django_db(transaction=True)
def test_a_line_belongs_in_a_transaction(fatima: Viewer) -> None:
    with pytest.raises(RuntimeError):
        audit.write(fatima, "test.act", new_id())


def test_the_chain_holds_until_somebody_changes_a_line(fatima: Viewer) -> None:
    with transaction.atomic():
        for _ in range(3):
            audit.write(fatima, "test.act", new_id())
    assert audit.broken_at(fatima.organisation) is None
    second = AuditLine.objects.filter(verb="test.act").order_by("number")[1]
    AuditLine.objects.filter(pk=second.pk).update(verb="test.other")
    assert audit.broken_at(fatima.organisation) == second.number


def test_a_line_that_is_taken_out_shows(fatima: Viewer) -> None:
    with transaction.atomic():
        for _ in range(3):
            audit.write(fatima, "test.act", new_id())
    lines = AuditLine.objects.filter(verb="test.act").order_by("number")
    AuditLine.objects.filter(pk=lines[1].pk).delete()
    assert audit.broken_at(fatima.organisation) is not None


def test_a_line_holds_no_key(fatima: Viewer) -> None:
    row = new_id()
    with transaction.atomic():
        audit.write(fatima, "test.act", row)
    line = AuditLine.objects.get(verb="test.act")
    written = " ".join([line.actor, line.row, line.organisation])
    for key in (fatima.member, fatima.organisation, row):
        assert str(key) not in written
        assert key.hex not in written
