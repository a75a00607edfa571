"""Take the triggers away while SQLite builds the table of people anew: they name it."""

from django.db import migrations

from plans import triggers


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_wheel_layout")]
    run_before = [("accounts", "0002_reminders")]
    operations = [migrations.RunPython(triggers.remove, triggers.install)]
