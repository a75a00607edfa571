"""Let the database itself hold what a closed review says; see evaluations/triggers.py."""

from django.db import migrations

from evaluations import triggers


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0004_reviews")]
    operations = [migrations.RunPython(triggers.install, triggers.remove)]
