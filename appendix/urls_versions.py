"""Addresses of a version's way: proposed, decided on, compared, checked."""

from django.urls import path

from . import views

VERSION = "planer/<slug:slug>/version/<int:number>/"
urlpatterns = [
    path("planer/<slug:slug>/foresla/", views.propose, name="propose"),
    path("planer/<slug:slug>/versioner/", views.version_list, name="version_list"),
    path("planer/<slug:slug>/versioner/jamfor/", views.choose_comparison, name="choose_comparison"),
    path("planer/<slug:slug>/utkast/jamfor/", views.compare_draft, name="compare_draft"),
    path(f"{VERSION}godkann/", views.approve, name="approve"),
    path(f"{VERSION}avsla/", views.reject, name="reject"),
    path(f"{VERSION}aterta/", views.withdraw, name="withdraw"),
    path(f"{VERSION}jamfor/<int:other>/", views.compare_versions, name="compare_versions"),
    path(f"{VERSION}nytt-utkast/", views.new_draft, name="new_draft"),
    path("kontroll/", views.check_start, name="check_start"),
    path("kontroll/<str:code>/", views.check, name="check"),
]
