"""Addresses of one activity: its page, checklist, anchoring, media card."""

from django.urls import URLPattern, path

from .views import activity, anchoring, checklist, lessons, media, parts

PLAN = "planer/<slug:slug>/"
ACTIVITY = f"{PLAN}insatser/<slug:key>/"
PARTS = f"{ACTIVITY}delar/<slug:sort>/"
PART = f"{PARTS}<int:pk>/"
ROLE = f"{PLAN}forankring/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(ACTIVITY, activity.activity, name="activity"),
    path(f"{ACTIVITY}andra/", activity.edit, name="edit_activity"),
    path(f"{ACTIVITY}checklista/", checklist.checklist, name="checklist"),
    path(f"{ACTIVITY}checklista/<slug:step>/", checklist.step, name="checklist_step"),
    path(f"{ACTIVITY}ansvariga/", parts.people, name="activity_people"),
    path(PARTS, parts.add_part, name="add_part"),
    path(PART, parts.save_part, name="save_part"),
    path(f"{PART}flytta/", parts.move_part, name="move_part"),
    path(f"{PART}ta-bort/", parts.remove_part, name="remove_part"),
    path(f"{PART}ta-tillbaka/", parts.take_back_part, name="take_back_part"),
    path(f"{ACTIVITY}material/<int:pk>/klart/", parts.finish_part, name="finish_part"),
    path(f"{ACTIVITY}lardomar/", lessons.lessons, name="lessons"),
    path(f"{ACTIVITY}mediekort/", media.card, name="media_card"),
    path(f"{PLAN}media/", media.advice, name="media"),
    path(f"{ACTIVITY}forankring/", anchoring.anchoring, name="anchoring"),
    path(f"{ACTIVITY}forankring/<int:pk>/", anchoring.answer, name="answer_anchoring"),
    path(f"{PLAN}forankring/", anchoring.roles, name="anchoring_roles"),
    path(ROLE, anchoring.save_role, name="save_role"),
    path(f"{ROLE}flytta/", anchoring.move_role, name="move_role"),
    path(f"{ROLE}ta-bort/", anchoring.remove_role, name="remove_role"),
    path(f"{ROLE}ta-tillbaka/", anchoring.take_back_role, name="take_back_role"),
]
