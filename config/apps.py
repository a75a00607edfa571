from django.apps import AppConfig
from django.core.checks import register

from . import checks


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        register(checks.database, "database")
        register(checks.redis, deploy=True)
        register(checks.mail, deploy=True)
