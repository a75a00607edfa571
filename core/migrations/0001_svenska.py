"""Make the collation that every sorted text uses; on SQLite the connection makes it (core.collation)."""

from django.contrib.postgres.operations import CreateCollation
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [CreateCollation("svenska", provider="icu", locale="sv")]
