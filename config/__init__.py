"""How the apps are put together: settings, addresses, Celery."""

from .celery import app as celery_app

__all__ = ["celery_app"]
