import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0002_reminders")]

    operations = [
        migrations.AlterModelOptions(
            name="archiveitem",
            options={
                "ordering": ["captured_on", "pk"],
                "verbose_name": "arkivmaterial",
                "verbose_name_plural": "arkivmaterial",
            },
        ),
        migrations.RemoveField(model_name="archiveitem", name="captured_at"),
        migrations.AddField(
            model_name="archiveitem",
            name="captured_on",
            field=models.DateField(default="2026-01-01", verbose_name="fångad"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="archiveitem",
            name="captured_time",
            field=models.TimeField(blank=True, null=True, verbose_name="klockslag"),
        ),
        migrations.AddField(
            model_name="archiveitem",
            name="token",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
