"""Addresses of what people say and did about a plan: history, bin, comments, advice."""

from django.urls import path

from .views import advice, comments, history

urlpatterns = [
    path("planer/<slug:slug>/historik/", history.feed, name="history"),
    path("planer/<slug:slug>/historik/<slug:key>/", history.of_key, name="history_of"),
    path("planer/<slug:slug>/historik/<slug:key>/aterstall/", history.restore, name="restore_text"),
    path("planer/<slug:slug>/papperskorg/", history.bin_page, name="bin"),
    path("planer/<slug:slug>/papperskorg/<slug:key>/", history.take_back, name="take_back"),
    path("planer/<slug:slug>/kommentarer/", comments.comments, name="comments"),
    path("planer/<slug:slug>/kommentarer/<int:pk>/svara/", comments.answer, name="answer_comment"),
    path(
        "planer/<slug:slug>/kommentarer/<int:pk>/avsluta/", comments.resolve, name="resolve_comment"
    ),
    path("planer/<slug:slug>/granskning/", advice.advice, name="advice"),
]
