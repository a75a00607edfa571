from django.apps import AppConfig


class AppendixConfig(AppConfig):
    name = "appendix"
