"""Addresses of the year's five views, and spreadsheets."""

from django.urls import URLPattern, path

from .views import board, coverage, month, table, wheel, years

PLAN = "planer/<slug:slug>/"
YEAR = f"{PLAN}ar/<int:year>/"
ACTIVITY = f"{PLAN}insatser/<slug:key>/"

urlpatterns: list[URLPattern] = [
    path(f"{PLAN}ar/", years.years, name="years"),
    path(YEAR, table.table, name="table"),
    path(f"{YEAR}tavla/", board.board, name="board"),
    path(f"{YEAR}kalender/", month.month, name="month"),
    path(f"{YEAR}arshjul/", wheel.wheel, name="wheel"),
    path(f"{YEAR}tackning/", coverage.coverage, name="coverage"),
    path(f"{YEAR}ny-insats/", table.add_activity, name="add_activity"),
    path(f"{YEAR}ta-med/", years.take_into_year, name="take_into_year"),
    path(f"{ACTIVITY}rad/", table.edit_row, name="edit_row"),
    path(f"{ACTIVITY}status/", board.set_status, name="set_status"),
    path(f"{ACTIVITY}ta-bort/", years.drop_activity, name="drop_activity"),
    path(f"{ACTIVITY}ta-tillbaka/", years.take_back_activity, name="take_back_activity"),
]
