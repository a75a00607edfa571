"""Take a document file in as a new plan."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from appendix.commands import read_file, refusal
from appendix.document import DocumentError
from appendix.document.canonical import Document
from appendix.services.imports import agreement_from, import_document
from plans.models import Agreement


class Command(BaseCommand):
    """``manage.py import_plan FILE --agreement AGREEMENT``: prints the slug of the new plan."""

    help = "Take a document file in as a new plan, and print its slug."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--agreement", help="slug of the agreement")
        where.add_argument(
            "--new-agreement",
            action="store_true",
            help="make agreement and organisations from the file",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        document = read_file(options["file"])
        try:
            with transaction.atomic():
                agreement = self._agreement(document, options["agreement"])
                plan = import_document(document=document, agreement=agreement, by=None)
        except DocumentError as error:
            raise refusal(options["file"], error) from None
        self.stdout.write(plan.slug)

    def _agreement(self, document: Document, slug: str | None) -> Agreement:
        if slug is None:
            return agreement_from(document=document, by=None)
        agreement = Agreement.objects.filter(slug=slug).first()
        if agreement is None:
            raise CommandError(_("Det finns ingen överenskommelse med adressen ”%s”.") % slug)
        return agreement
