"""``manage.py create_administrator EMAIL``: the first person of an installation."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.services import make_administrator, password_link


class Command(BaseCommand):
    """Running it again for the same address only prints a new link."""

    help = "Gör en person till administratör och skriver ut en länk där hen väljer lösenord."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="personens e-postadress")
        parser.add_argument("--name", default="Administratör", help="personens namn, om hen är ny")

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        try:
            user = make_administrator(email=email, full_name=name)
        except ValidationError as error:
            raise CommandError(f"{email}: {' '.join(error.messages)}") from error
        days = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT).days
        self.stdout.write(
            f"{user.email} är administratör. Välj ett lösenord här (länken gäller en gång, "
            f"i {days} dagar):\n{password_link(user)}"
        )
