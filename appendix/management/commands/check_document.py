"""Say whether a document file can be taken in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from appendix.commands import read_file
from appendix.document import sha256


class Command(BaseCommand):
    """``manage.py check_document FILE``: only checks, stores nothing."""

    help = "Check a document file: exit status 0 and its SHA-256, or 1 and what is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")

    def handle(self, *args: Any, **options: Any) -> None:
        document = read_file(options["file"])
        self.stdout.write(_("Dokumentet är giltigt. SHA-256: %s") % sha256(document))
