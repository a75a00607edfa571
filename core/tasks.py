"""Doorbells: each calls one service."""

from celery import shared_task

from . import delivery
from .prints import queue, work


@shared_task(ignore_result=True)
def deliver_mail() -> None:
    """Send the mails that are due; every minute, and after a commit that queued one."""
    delivery.deliver_due_mail()


@shared_task(ignore_result=True)
def render_waiting() -> None:
    """Make the PDFs that wait; every minute, and after a commit that asked for one."""
    work.render_waiting()


@shared_task(ignore_result=True)
def forget_old_renderings() -> None:
    """Throw away PDFs that nobody asks for any more; every minute."""
    queue.forget_old()
