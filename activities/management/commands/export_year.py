"""Write a year's activity plan as a PDF or as a file for programs. Needs no worker and no broker."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from activities.document import year_document
from activities.models import ActivityPlan
from core.canonical import canonical_bytes
from core.pdf.contract import PrintError
from plans.commands import find_plan, write_file


class Command(BaseCommand):
    """``manage.py export_year PLAN YEAR --format pdf|json --output FILE``."""

    help = "Write a year's activity plan as a PDF or as a file for programs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", help="id or slug")
        parser.add_argument("year", type=int)
        parser.add_argument("--format", choices=["pdf", "json"], default="pdf")
        parser.add_argument("--output", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        plan = find_plan(options["plan"])
        found = ActivityPlan.objects.filter(plan=plan, year=options["year"]).first()
        if found is None:
            raise CommandError(_("Planen har ingen aktivitetsplan för %s.") % options["year"])
        found.plan = plan
        source = canonical_bytes(year_document(found, with_ideas=True))
        data = _pdf(source) if options["format"] == "pdf" else source
        write_file(self, options["output"], data)


def _pdf(source: bytes) -> bytes:
    # Brings the PDF engine, which other commands do without.
    typesetting = import_module("activities.typesetting")
    try:
        pdf: bytes = typesetting.typeset_year(
            source.decode(), "", site_url=settings.SITE_URL, on_progress=lambda pages: None
        )
    except PrintError as error:
        raise CommandError(str(error)) from None
    return pdf
