"""Every address of the application, and the two that benches measure with."""

from django.urls import include, path

from bench.unit import views

urlpatterns = [
    path("bench/tom/", views.empty, name="bench_empty"),
    path("bench/enhet/<int:pk>/", views.unit, name="bench_unit"),
    path("", include("config.urls")),
]
