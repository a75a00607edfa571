from django.apps import AppConfig
from django.db.backends.signals import connection_created

from .collation import install


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        connection_created.connect(install, dispatch_uid="core.collation")
