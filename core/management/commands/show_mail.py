"""``manage.py show_mail``: read a mail with its one-time links, on the server itself."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.mail import reveal
from core.models import OutgoingMail

LISTED = 20


class Command(BaseCommand):
    """For an installation without a mail server: whoever may start it may also hand out a link."""

    help = "Visar de senaste utskicken, eller ett av dem helt och hållet med sina engångslänkar."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", nargs="?", type=int, help="utskickets nummer i listan")

    def handle(self, *args: Any, number: int | None = None, **options: Any) -> None:
        if number is None:
            self._list()
            return
        try:
            mail = OutgoingMail.objects.get(pk=number)
        except OutgoingMail.DoesNotExist:
            raise CommandError(f"Det finns inget utskick med nummer {number}.") from None
        self.stdout.write(
            f"Till: {mail.to}\nÄmne: {mail.subject}\n\n{reveal(mail.text, mail.secrets)}"
        )

    def _list(self) -> None:
        for mail in OutgoingMail.objects.all()[:LISTED]:
            queued = timezone.localtime(mail.queued_at)
            self.stdout.write(
                f"{mail.pk}  {queued:%Y-%m-%d %H.%M}  {mail.get_state_display()}  {mail.to}  {mail.subject}"
            )
