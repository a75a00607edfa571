"""Addresses of one activity: its page, checklist, anchoring, media card."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
