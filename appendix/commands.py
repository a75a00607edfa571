"""What the commands of this app share: reading files, and saying what is wrong in one sentence."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from plans.models import Plan

from .document import DocumentError, read
from .document.canonical import Document


def read_file(name: str) -> Document:
    """The document in the file ``name``; CommandError with every problem and its path."""
    path = Path(name)
    try:
        data = path.read_bytes()
    except OSError as error:
        message = _("Filen %(name)s går inte att läsa: %(why)s.")
        raise CommandError(message % {"name": name, "why": error.strerror}) from None
    try:
        return read(data)
    except DocumentError as error:
        raise refusal(name, error) from None


def refusal(name: str, error: DocumentError) -> CommandError:
    """Why the file is refused, one problem a line."""
    lines = "\n".join(f"  {problem}" for problem in error.problems)
    return CommandError(_("%(name)s togs inte in:\n%(lines)s") % {"name": name, "lines": lines})


def find_plan(wanted: str) -> Plan:
    """The plan with the id or slug ``wanted``; CommandError when there is none."""
    plans = Plan.objects.select_related("agreement")
    plan = plans.filter(slug=wanted).first()
    if plan is None and wanted.isdecimal() and len(wanted) < 19:
        plan = plans.filter(pk=int(wanted)).first()
    if plan is None:
        raise CommandError(_("Det finns ingen plan med id eller adress ”%s”.") % wanted)
    return plan
