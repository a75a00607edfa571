"""Read the whole archive again, and name the items whose bytes are not those that were kept."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evaluations.manifest import kept_items, unclaimed, verified
from evaluations.services.archive import sweep


class Command(BaseCommand):
    """Ends with an error where anything has changed or is lost."""

    help = "Läser hela arkivet och säger vilket material som har ändrats eller saknas."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the arguments."""
        parser.add_argument("--json", action="store_true", help="en rad JSON för varje föremål")
        parser.add_argument(
            "--remove-unclaimed",
            action="store_true",
            help="ta bort filer som inget i arkivet visar",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, and say what came of it."""
        count = ill = 0
        for line in verified(kept_items().iterator(chunk_size=500)):
            count, ill = count + 1, ill + (not line.is_well)
            if options["json"]:
                self.stdout.write(json.dumps(line.as_json(), ensure_ascii=False, sort_keys=True))
            elif not line.is_well:
                item = line.item
                plan = item.activity.node.plan
                self.stderr.write(
                    f"{line.words}: {item.title} ({plan}, {item.activity}) {item.token}"
                )
        self._left_over(remove=options["remove_unclaimed"])
        if ill:
            raise CommandError(f"{ill} av {count} föremål har ändrats eller saknas.")
        if not options["json"]:
            self.stdout.write(f"{count} föremål, alla oförändrade.")

    def _left_over(self, *, remove: bool) -> None:
        for sha256 in list(unclaimed()):
            if remove:
                sweep(sha256)
            self.stderr.write(f"{'borttagen' if remove else 'visas av inget'}: {sha256}")
