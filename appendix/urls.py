"""Addresses of plans as documents. An image stands under the page that shows it, and is as open as it."""

from django.urls import path, register_converter

from . import urls_editor, urls_presence, urls_talk, urls_versions, views


class Sha256Converter:
    """64 hexadecimal digits."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Sha256Converter, "sha256")

app_name = "appendix"
urlpatterns = [
    path("planer/<slug:slug>/", views.plan, name="plan"),
    path("planer/<slug:slug>/bilder/<sha256:sha256>", views.plan_image, name="plan_image"),
    path("planer/<slug:slug>/bilaga.pdf", views.plan_pdf, name="plan_pdf"),
    path("planer/<slug:slug>/utkast/", views.draft, name="draft"),
    path("planer/<slug:slug>/utkast/bilder/<sha256:sha256>", views.draft_image, name="draft_image"),
    path("planer/<slug:slug>/utkast/skriv-ut/", views.print_draft, name="print_draft"),
    path("planer/<slug:slug>/utkast/plan.json", views.draft_json, name="draft_json"),
    path("planer/<slug:slug>/version/<int:number>/", views.version, name="version"),
    path(
        "planer/<slug:slug>/version/<int:number>/bilder/<sha256:sha256>",
        views.version_image,
        name="version_image",
    ),
    path(
        "planer/<slug:slug>/version/<int:number>/skriv-ut/",
        views.print_version,
        name="print_version",
    ),
    path(
        "planer/<slug:slug>/version/<int:number>/bilaga.pdf", views.version_pdf, name="version_pdf"
    ),
    path(
        "planer/<slug:slug>/version/<int:number>/plan.json",
        views.version_json,
        name="version_json",
    ),
]
urlpatterns += urls_versions.urlpatterns
urlpatterns += urls_talk.urlpatterns
urlpatterns += urls_editor.urlpatterns
urlpatterns += urls_presence.urlpatterns
