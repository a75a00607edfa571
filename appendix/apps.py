from django.apps import AppConfig


class AppendixConfig(AppConfig):
    name = "appendix"

    def ready(self) -> None:
        """Make the appendix something that can be printed."""
        from appendix import prints  # noqa: F401, PLC0415 - models need apps
