"""Addresses of the pages about the site itself."""

from django.urls import path

from . import views

app_name = "core"
urlpatterns = [
    path("tillganglighet/", views.accessibility, name="accessibility"),
    path("kakor/", views.cookies, name="cookies"),
]
