"""Celery, which only nudges: the database is the queue, so a lost message costs a minute and never a mail."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("samrad")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
