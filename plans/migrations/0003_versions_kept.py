"""Install the triggers anew: adopted versions and the answers to them are never deleted."""

from django.db import migrations

from plans.triggers import install


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_triggers")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
