"""Addresses of rolling over and of spreadsheets."""

from django.urls import URLPattern, path

from .views import rolling, sheets

YEAR = "planer/<slug:slug>/ar/<int:year>/"

urlpatterns: list[URLPattern] = [
    path(f"{YEAR}nasta/", rolling.roll_over_page, name="roll_over"),
    path(f"{YEAR}insatser.xlsx", sheets.export, name="export_sheet"),
    path(f"{YEAR}importera/", sheets.import_page, name="import_sheet"),
]
