#!/usr/bin/env python
"""Django's command line for Samråd."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, connection


def main() -> None:
    """Run the command named on the command line with Samråd's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        settings.SITE_URL  # noqa: B018 - the first reading loads the settings; a wrong one needs no traceback
    except ImproperlyConfigured as error:
        sys.exit(f"Samråd startar inte:\n{error}")
    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        if connection.connection is not None:
            raise
        sys.exit(f"Databasen i DATABASE_URL går inte att nå:\n{str(error).strip()}")


if __name__ == "__main__":
    main()
