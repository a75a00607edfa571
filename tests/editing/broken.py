"""A save that writes whatever it is given, as a page that is saved whole would."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class BrokenSaves(AppConfig):
    """Puts the broken save in the place of the real one."""

    name = "tests.editing"
    label = "broken_saves"

    def ready(self) -> None:
        """Forget what the row was when it was read."""
        from plans.services import saving  # noqa: PLC0415 - models need apps

        def merged(subject: Any, values: Any, now: Any, base: Any, *, moved_on: bool) -> Any:
            return saving._Merge(changes=dict(values))

        saving._merged = merged
