"""Addresses of the pages about the site itself, and of every print."""

from django.urls import path

from . import views
from .prints import views as prints

app_name = "core"
urlpatterns = [
    path("tillganglighet/", views.accessibility, name="accessibility"),
    path("kakor/", views.cookies, name="cookies"),
    path("utskrifter/<uuid:rendering_id>/", prints.rendering, name="rendering"),
    path("utskrifter/<uuid:rendering_id>/bilaga.pdf", prints.rendering_pdf, name="rendering_pdf"),
]
