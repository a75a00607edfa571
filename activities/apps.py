"""The activities app; it brings the kind of section that holds activities."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Registers its kind of section, since plans/ may not know of it."""

    name = "activities"
    verbose_name = "Aktiviteter"

    def ready(self) -> None:
        """Make activities a kind of section, the year a print, and rows known to the services that save."""
        from activities import checks, kind, prints  # noqa: F401, PLC0415 - models need apps
        from activities.annex import wheel_of  # noqa: PLC0415
        from activities.services import subjects  # noqa: PLC0415
        from plans.registry import register_drawing  # noqa: PLC0415

        subjects.register()
        register_drawing(kind.KIND.name, wheel_of)
