"""Every address of Samråd; the apps name their own."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("overview.urls")),
    path("", include("appendix.urls")),
    path("", include("evaluations.urls")),
    path("", include("activities.urls")),
    path("", include("core.urls")),
    path("konto/", include("accounts.urls")),
    path("admin/", admin.site.urls),
]
