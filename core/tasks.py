"""Doorbells: each calls one service."""

from celery import shared_task

from . import delivery


@shared_task(ignore_result=True)
def deliver_mail() -> None:
    """Send the mails that are due; every minute, and after a commit that queued one."""
    delivery.deliver_due_mail()
