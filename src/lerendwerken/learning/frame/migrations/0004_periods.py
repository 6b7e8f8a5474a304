"""A frame has a period, and holds from a moment instead of by a state, so that the next period's can be decided ahead.

Reversible: going back, the version in force is the last one that began, and one that is still to come is an earlier one.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import migrations, models
from django.db.models import F, Q
from django.utils import timezone


def give_a_year(apps: Any, schema_editor: Any) -> None:
    """Every version had a first day alone: its period becomes the year from there."""
    for frame in apps.get_model("frame", "Frame")._base_manager.only("pk", "starts").iterator():
        frame.ends = date(frame.starts.year + 1, frame.starts.month, 1) + timedelta(days=frame.starts.day - 2)
        frame.save(update_fields=["ends"])
    schema_editor.connection.check_constraints()  # PostgreSQL changes no table with checks still to come


def give_states(apps: Any, schema_editor: Any) -> None:
    """Going back: versions that were decided are earlier ones, but for the last that has begun."""
    frames = apps.get_model("frame", "Frame")._base_manager
    frames.exclude(in_force_from=None).update(state="past")
    seen = set()
    for frame in frames.filter(in_force_from__lte=timezone.now()).order_by("-in_force_from", "-number"):
        if frame.organisation_id not in seen:
            seen.add(frame.organisation_id)
            frames.filter(pk=frame.pk).update(state="in_force")
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):
    dependencies = [("frame", "0003_corrections")]

    operations = [
        migrations.AddField("frame", "ends", models.DateField(null=True)),
        migrations.RunPython(give_a_year, migrations.RunPython.noop),
        migrations.AlterField("frame", "ends", models.DateField()),
        migrations.RemoveConstraint("frame", "one_frame_in_force"),
        migrations.RemoveConstraint("frame", "one_frame_draft"),
        migrations.RunPython(migrations.RunPython.noop, give_states),
        migrations.RemoveField("frame", "state"),
        migrations.AddConstraint(
            "frame",
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(in_force_from__isnull=True),
                name="one_frame_in_preparation",
            ),
        ),
        migrations.AddConstraint(
            "frame",
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="frame_ends_after_it_starts"),
        ),
    ]
