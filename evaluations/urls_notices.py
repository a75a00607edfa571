"""Addresses of reminders: what was sent to oneself, what one wishes for, what an agreement has set."""

from django.urls import URLPattern, path

from .views import notices

urlpatterns: list[URLPattern] = [
    path("konto/utskick/", notices.notices, name="notices"),
    path("konto/utskick/mejl/<int:pk>/", notices.mail, name="notice_mail"),
    path(
        "konto/utskick/mejl/<int:pk>/bilagor/<int:number>/",
        notices.attachment,
        name="notice_attachment",
    ),
    path("konto/utskick/paminnelser/<int:pk>/", notices.notice, name="notice"),
    path("konto/utskick/val/", notices.wish, name="notice_wish"),
    path(
        "overenskommelser/<slug:slug>/paminnelser/",
        notices.reminder_settings,
        name="reminder_settings",
    ),
]
