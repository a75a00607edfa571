"""What the commands about plans share: finding the plan, and writing the file."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.system_errors import reason

from .models import Plan


def find_plan(wanted: str) -> Plan:
    """The plan with the id or slug ``wanted``; CommandError when there is none."""
    plans = Plan.objects.select_related("agreement")
    plan = plans.filter(slug=wanted).first()
    if plan is None and wanted.isdecimal() and len(wanted) < 19:
        plan = plans.filter(pk=int(wanted)).first()
    if plan is None:
        raise CommandError(_("Det finns ingen plan med id eller adress ”%s”.") % wanted)
    return plan


def write_file(command: BaseCommand, name: str, data: bytes) -> None:
    """Write ``data`` to the file ``name`` and say so; CommandError when it cannot be written."""
    path = Path(name)
    try:
        path.write_bytes(data)
    except OSError as error:
        message = _("%(name)s går inte att skriva: %(why)s.")
        raise CommandError(message % {"name": path, "why": reason(error)}) from None
    command.stdout.write(_("%(name)s skrevs, %(size)s byte.") % {"name": path, "size": len(data)})
