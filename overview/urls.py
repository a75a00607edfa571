"""Addresses of what reads across all."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.start, name="start"),
    path("overenskommelser/<slug:slug>/", views.agreement, name="agreement"),
]
