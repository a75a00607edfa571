"""What every page knows."""

from django.http import HttpRequest

from .version import VERSION


def samrad(request: HttpRequest) -> dict[str, str]:
    """Give templates the running version, which the foot of every page shows."""
    return {"samrad_version": VERSION}
