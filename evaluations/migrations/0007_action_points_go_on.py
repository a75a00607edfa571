"""Let action points go over to the agreement that renews theirs; see evaluations/triggers.py."""

from django.db import migrations

from evaluations import triggers


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0006_goal_answered_once")]
    operations = [migrations.RunPython(triggers.install, triggers.remove)]
