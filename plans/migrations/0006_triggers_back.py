"""Install the triggers anew, when the table of people has its new column."""

from django.db import migrations

from plans import triggers


class Migration(migrations.Migration):
    dependencies = [("plans", "0005_triggers_aside"), ("accounts", "0002_reminders")]
    operations = [migrations.RunPython(triggers.install, triggers.remove)]
