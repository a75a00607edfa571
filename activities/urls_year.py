"""Addresses of the year's five views, and spreadsheets."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
