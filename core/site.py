"""The address at which people reach this installation."""

from django.conf import settings


def absolute(path: str) -> str:
    """A path as an address that works in a mail or a PDF.

    From SITE_URL and never from the request: its Host header is the sender's to choose.
    """
    return f"{settings.SITE_URL.rstrip('/')}{path}"
