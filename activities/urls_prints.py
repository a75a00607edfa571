"""Addresses of the year's prints."""

from django.urls import URLPattern, path

from .views import prints

urlpatterns: list[URLPattern] = [
    path("planer/<slug:slug>/ar/<int:year>/skriv-ut/", prints.print_year, name="print_year"),
    path("planer/<slug:slug>/ar/<int:year>/i-planen/", prints.put_in_plan, name="put_in_plan"),
    path(
        "planer/<slug:slug>/insatser/<slug:key>/skriv-ut/", prints.print_brief, name="print_brief"
    ),
]
