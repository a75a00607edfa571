"""Addresses of calendars: feeds, settings, what happens at the same time."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
