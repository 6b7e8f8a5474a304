"""Records of the organisation have a term in years, or none until they go to its archive.

Reversible: going back, terms of records go, for only days were known then.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def forget_years(apps: Any, schema_editor: Any) -> None:
    """Going back: what was set in years, or without an end, cannot be said in days."""
    in_days = ("pasted_days", "leaver_days")
    apps.get_model("organisations", "KeptTerm")._base_manager.exclude(what__in=in_days).delete()
    schema_editor.connection.check_constraints()  # PostgreSQL changes no table with checks still to come


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0004_working'),
    ]

    operations = [
        migrations.RenameField(
            model_name='keptterm',
            old_name='days',
            new_name='number',
        ),
        migrations.AlterField(
            model_name='keptterm',
            name='number',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='organisation',
            name='proposal_years',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='organisation',
            name='shared_years',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='organisation',
            name='statement_years',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='keptterm',
            name='what',
            field=models.CharField(choices=[('pasted_days', 'pasted pieces of work'), ('leaver_days', "what was one's own, after leaving"), ('statement_years', 'statements with their replies'), ('proposal_years', 'proposals and obstacles with their answers'), ('shared_years', 'dialogues, questions, experiments and shared insights')], max_length=15),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_years),
    ]
