"""Addresses of reviews: the list, one review, its meeting, its minutes, and what it led to."""

from django.urls import URLPattern, path

from .views import actions, closing, meeting, minutes, projector, review_rows, reviews

AGREEMENT = "overenskommelser/<slug:slug>/"
REVIEW = f"{AGREEMENT}oversyner/<int:number>/"
ROWS = f"{REVIEW}rader/<slug:sort>/"
ROW = f"{ROWS}<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(f"{AGREEMENT}oversyner/", reviews.reviews, name="reviews"),
    path(REVIEW, reviews.review, name="review"),
    path(f"{REVIEW}tid/", reviews.call, name="call_review"),
    path(f"{REVIEW}insatser/", reviews.raise_activity, name="raise_activity"),
    path(ROWS, review_rows.add_row, name="add_review_row"),
    path(ROW, review_rows.save_row, name="save_review_row"),
    path(f"{ROW}flytta/", review_rows.move_row, name="move_review_row"),
    path(f"{ROW}ta-bort/", review_rows.remove_row, name="remove_review_row"),
    path(f"{ROW}ta-tillbaka/", review_rows.take_back_row, name="take_back_review_row"),
    path(f"{REVIEW}mote/", meeting.meeting, name="meeting"),
    path(f"{REVIEW}mote/borja/", meeting.begin, name="begin_meeting"),
    path(f"{REVIEW}mote/alla-med/", meeting.all_present, name="all_present"),
    path(f"{REVIEW}mote/visa/", meeting.show, name="show_item"),
    path(f"{REVIEW}projektor/", projector.projector, name="projector"),
    path(f"{REVIEW}projektor/lage/", projector.projector_state, name="projector_state"),
    path(f"{REVIEW}avsluta/", closing.close_review, name="close_review"),
    path(f"{REVIEW}anteckningar/", minutes.minutes, name="minutes"),
    path(f"{REVIEW}anteckningar/pdf/", minutes.minutes_pdf, name="minutes_pdf"),
    path(f"{REVIEW}anteckningar/skriv-ut/", minutes.print_minutes, name="print_minutes"),
    path(f"{AGREEMENT}atgarder/", actions.actions, name="actions"),
    path(f"{AGREEMENT}atgarder/<int:pk>/", actions.action_done, name="action_done"),
]
