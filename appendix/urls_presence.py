"""The address at which the editor tells who is there."""

from django.urls import path

from .views import presence

urlpatterns = [path("planer/<slug:slug>/narvaro/", presence.presence, name="presence")]
