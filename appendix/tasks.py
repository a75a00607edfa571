"""Doorbells: each calls one service."""

from celery import shared_task

from .services import renderings


@shared_task(ignore_result=True)
def ask_for_missing_pdfs() -> None:
    """Ask for the PDFs that adopted versions lack; every minute."""
    renderings.ask_for_missing()
