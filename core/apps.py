from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

from .collation import install


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Systemet")

    def ready(self) -> None:
        connection_created.connect(install, dispatch_uid="core.collation")
