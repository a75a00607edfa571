"""Let the database itself hold what the parties have approved; see plans/triggers.py."""

from django.db import migrations

from plans import triggers


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]
    operations = [migrations.RunPython(triggers.install, triggers.remove)]
