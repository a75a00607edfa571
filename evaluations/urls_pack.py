"""Addresses of the review pack."""

from django.urls import URLPattern, path

from .views import pack

PACK = "overenskommelser/<slug:slug>/oversyner/<int:number>/underlag/"

urlpatterns: list[URLPattern] = [
    path(PACK, pack.review_pack, name="review_pack"),
]
