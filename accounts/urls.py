"""Addresses under /konto/: of allauth's, those only that are used here, in Swedish."""

from allauth.account import views
from django.urls import path, re_path

from .views import PasswordChangeView, PasswordResetDoneView

urlpatterns = [
    path("logga-in/", views.login, name="account_login"),
    path("logga-ut/", views.logout, name="account_logout"),
    path("losenord/", PasswordChangeView.as_view(), name="account_change_password"),
    path("glomt-losenord/", views.password_reset, name="account_reset_password"),
    path(
        "glomt-losenord/skickat/",
        PasswordResetDoneView.as_view(),
        name="account_reset_password_done",
    ),
    path(
        "nytt-losenord/klart/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^nytt-losenord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
