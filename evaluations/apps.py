"""The evaluations app: what came of it."""

from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    """Makes its rows known to the services that save."""

    name = "evaluations"

    def ready(self) -> None:
        """Let rows of evaluations and of the archive be saved like those of a plan."""
        from evaluations import areas_beside  # noqa: PLC0415 - models need apps
        from evaluations.services import subjects  # noqa: PLC0415

        subjects.register()
        areas_beside.register()
