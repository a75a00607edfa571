"""Load the demo."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from overview.demo import PASSWORD, PEOPLE, load_demo


class Command(BaseCommand):
    """``manage.py demo``: idempotent; prints who can sign in."""

    help = "Load the demo (known passwords: never on a machine that others reach)."

    def handle(self, *args: Any, **options: Any) -> None:
        load_demo()
        self.stdout.write(_("Logga in med lösenordet %s som:") % PASSWORD)
        width = max(len(person.email) for person in PEOPLE)
        for person in PEOPLE:
            self.stdout.write(f"  {person.email:<{width}}  {person.title}, {person.organisation}")
