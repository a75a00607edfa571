"""Doorbells: each calls one service."""

from celery import shared_task
from django.utils import timezone

from .services import minutes_prints, reminders


@shared_task(ignore_result=True)
def queue_reminders() -> None:
    """Queue the notices of the day, where that is not done yet; every minute."""
    reminders.queue_what_is_due(now=timezone.now())


@shared_task(ignore_result=True)
def ask_for_missing_minutes() -> None:
    """Ask for the PDFs that closed reviews lack; every minute."""
    minutes_prints.ask_for_missing()
