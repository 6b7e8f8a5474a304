from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sparring", "0001_initial")]

    operations = [
        migrations.AddField("turn", "energy_low", models.FloatField(null=True)),
        migrations.AddField("turn", "energy_high", models.FloatField(null=True)),
        migrations.AddField("turn", "energy_method", models.CharField(blank=True, max_length=9, default="")),
    ]
