"""Addresses of the situational picture and of the review pack."""

from django.urls import URLPattern, path

from .views import comparison, pack, picture

AGREEMENT = "overenskommelser/<slug:slug>/"
PICTURE = f"{AGREEMENT}lagesbild/"
AREA = f"{PICTURE}omraden/<int:pk>/"
PACK = f"{AGREEMENT}oversyner/<int:number>/underlag/"

urlpatterns: list[URLPattern] = [
    path(PICTURE, picture.picture, name="picture"),
    path(f"{PICTURE}redigera/", picture.edit_picture, name="edit_picture"),
    path(f"{PICTURE}jamfor/", comparison.compare_picture, name="compare_picture"),
    path(f"{PICTURE}omraden/", picture.add_area, name="add_area"),
    path(AREA, picture.save_area, name="save_area"),
    path(f"{AREA}flytta/", picture.move_area, name="move_area"),
    path(f"{AREA}ta-bort/", picture.remove_area, name="remove_area"),
    path(f"{AREA}ta-tillbaka/", picture.take_back_area, name="take_back_area"),
    path(
        "planer/<slug:slug>/insatser/<slug:key>/lagesbild/",
        picture.point_to_areas,
        name="point_to_areas",
    ),
    path(PACK, pack.review_pack, name="review_pack"),
    path(f"{PACK}skriv-ut/", pack.print_pack, name="print_pack"),
    path(f"{PACK}skicka/", pack.send_review_pack, name="send_pack"),
    path(f"{PACK}pdf/", pack.pack_pdf, name="pack_pdf"),
]
