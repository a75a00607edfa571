"""Doorbells: each calls one service."""

from celery import shared_task
from django.utils import timezone

from .services.presence import clear_presence


@shared_task(ignore_result=True)
def forget_presence() -> None:
    """Throw away what windows that are gone once said; every hour."""
    clear_presence(timezone.now())
