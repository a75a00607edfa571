"""Give the mails that are there to who has their address, unless it was somebody else's before."""

from django.conf import settings
from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Lower


def give(apps, schema_editor):
    app, model = settings.AUTH_USER_MODEL.split(".")
    holders = apps.get_model(app, model).objects.filter(
        email=Lower(OuterRef("to")), created_at__lte=OuterRef("queued_at")
    )
    mails = apps.get_model("core", "OutgoingMail").objects.filter(person__isnull=True)
    mails.update(person=Subquery(holders.values("pk")[:1]))


class Migration(migrations.Migration):
    # On its own: PostgreSQL makes no index of a table that has just been written in the same transaction.
    dependencies = [("core", "0005_mail_person"), ("accounts", "0001_initial")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
