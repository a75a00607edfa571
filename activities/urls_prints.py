"""Addresses of the year's prints."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
