"""The evaluations app: what came of it."""

from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    """Makes its rows known to the services that save."""

    name = "evaluations"

    def ready(self) -> None:
        """Let its rows be saved like those of a plan, and its prints be asked for."""
        from evaluations import areas_beside, minutes_kind, pack_kind  # noqa: PLC0415 - models need apps
        from evaluations.services import renewal, review_subjects, subjects  # noqa: PLC0415

        subjects.register()
        review_subjects.register()
        renewal.register()
        areas_beside.register()
        minutes_kind.register()
        pack_kind.register()
