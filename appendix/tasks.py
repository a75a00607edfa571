"""Doorbells: each calls one service. The engine is only loaded where a PDF is made."""

from importlib import import_module

from celery import shared_task

from .services import renderings


@shared_task(ignore_result=True)
def render_waiting() -> None:
    """Make the PDFs that wait; after a commit that asked for one, and every minute."""
    # WeasyPrint must not come into a web process, which knows this module.
    import_module("appendix.work").render_waiting()


@shared_task(ignore_result=True)
def sweep_renderings() -> None:
    """Ask for the PDFs that adopted versions lack, and throw away old drafts'."""
    renderings.ask_for_missing()
    renderings.forget_old()
