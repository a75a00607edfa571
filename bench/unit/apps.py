from django.apps import AppConfig


class UnitConfig(AppConfig):
    """The unit page; its tables are made by ``migrate --run-syncdb``."""

    name = "bench.unit"
    label = "bench_unit"
    default_auto_field = "django.db.models.BigAutoField"
