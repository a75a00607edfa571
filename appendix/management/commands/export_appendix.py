"""Write a plan as a PDF appendix or as a document file. Needs no worker and no broker."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from appendix.document import build, canonical_bytes
from appendix.record import DRAFT
from appendix.services.renderings import ask_for_version
from core.pdf.contract import PrintError
from core.prints.work import render_now
from plans.commands import find_plan, write_file
from plans.models import Plan, PlanVersion


class Command(BaseCommand):
    """``manage.py export_appendix PLAN --format pdf|json --output FILE``.

    The version in force where there is one, otherwise the working text; ``--draft`` asks for the
    working text, ``--number`` for a certain version.
    """

    help = "Write a plan as a PDF appendix or as a document file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", help="id or slug")
        parser.add_argument("--format", choices=["pdf", "json"], default="pdf")
        parser.add_argument("--output", required=True)
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--draft", action="store_true", help="the working text")
        which.add_argument("--number", type=int, help="the version with this number")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = find_plan(options["plan"])
        version = None if options["draft"] else self._version(plan, options["number"])
        as_pdf = options["format"] == "pdf"
        data = _pdf(plan, version) if as_pdf else _json(plan, version)
        write_file(self, options["output"], data)

    def _version(self, plan: Plan, number: int | None) -> PlanVersion | None:
        if number is None:
            return plan.versions.latest_begun(localdate()).first()
        version = plan.versions.filter(number=number).first()
        if version is None:
            raise CommandError(_("Planen har ingen version %s.") % number)
        return version


def _json(plan: Plan, version: PlanVersion | None) -> bytes:
    return version.document_bytes if version else canonical_bytes(build(plan))


def _pdf(plan: Plan, version: PlanVersion | None) -> bytes:
    """The stored PDF where there is one; otherwise made here, and stored if the version is adopted."""
    if version and version.pdf:
        return bytes(version.pdf)
    try:
        if version is None:
            # Brings the PDF engine, which other commands do without.
            work = import_module("appendix.work")
            return bytes(work.typeset(build(plan), DRAFT, site_url=settings.SITE_URL))
        return render_now(ask_for_version(version=version))
    except PrintError as error:
        raise CommandError(str(error)) from None
