"""Addresses of calendars: feeds, settings, what happens at the same time."""

from django.urls import URLPattern, path

from .views import feeds, nearby, settings

SETTINGS = "overenskommelser/<slug:slug>/aret/"

urlpatterns: list[URLPattern] = [
    path("konto/kalendrar/", feeds.own_feeds, name="own_feeds"),
    path("konto/kalendrar/<int:pk>/stang/", feeds.revoke, name="revoke_feed"),
    path("kalender/<str:token>.ics", feeds.calendar, name="calendar"),
    path("planer/<slug:slug>/insatser/<slug:key>/samtidigt/", nearby.nearby, name="nearby"),
    path(SETTINGS, settings.year_settings, name="year_settings"),
    path(f"{SETTINGS}lov/", settings.add_break, name="add_break"),
    path(f"{SETTINGS}lov/<int:pk>/ta-bort/", settings.remove_break, name="remove_break"),
]
