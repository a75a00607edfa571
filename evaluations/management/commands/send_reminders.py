"""``manage.py send_reminders``: queue what is due now, or show what would be sent on a day. Needs no worker."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.due import Due, find_due, standing_of
from evaluations.matters import SOURCES
from evaluations.services.reminders import (
    Tally,
    comes_at_once,
    queue_of_agreement,
    to_remind,
    untold,
)
from plans.models import Agreement


class Command(BaseCommand):
    """Ends with status 1 if something could not be read or queued; everything else is done then."""

    help = "Lägger dagens påminnelser i kö, eller visar med --dry-run vad som skulle skickas."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--today", type=date.fromisoformat, help="dagen, till exempel 2027-03-01"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="visa bara, till vem och varför; skriv inget"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        day = options["today"] or today
        troubles = self._show(day) if options["dry_run"] else self._queue(day, today)
        if troubles:
            raise CommandError("\n".join(troubles))

    def _queue(self, day: date, today: date) -> list[str]:
        if day != today:
            raise CommandError(
                _("En annan dag än i dag går bara att titta på: lägg till --dry-run.")
            )
        tally = Tally()
        for agreement in to_remind():
            queue_of_agreement(agreement=agreement, now=timezone.now(), tally=tally, again=True)
        self.stdout.write(_counted(tally.queued))
        return tally.troubles

    def _show(self, day: date) -> list[str]:
        """What would be sent on ``day`` if nothing more were written until then."""
        troubles, count = [], 0
        for agreement in Agreement.objects.order_by("pk"):
            found = find_due(standing_of(agreement, day), SOURCES)
            troubles += [f"{agreement.title}: {kind}" for kind in found.broken]
            for due in untold(found.due):
                self.stdout.write(_line(due))
                count += 1
        self.stdout.write(_counted(count))
        return troubles


def _line(due: Due) -> str:
    """To whom, how, what and why."""
    person = due.person
    at_once = comes_at_once(due.matter.kind, person.reminders)
    how = _("genast") if at_once else person.get_reminders_display()
    return f"{person} <{person.email}> ({how})\n  {due.matter.subject}\n  {due.reason}"


def _counted(count: int) -> str:
    return ngettext("%d påminnelse.", "%d påminnelser.", count) % count
