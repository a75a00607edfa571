"""Addresses of what reads across all, of the people around an agreement, and of administration."""

from django.urls import include, path

from . import urls_administration
from .views import agreement_log, invitation, members, new_plans, renewal, start, status

AGREEMENT = "overenskommelser/<slug:slug>/"
MEMBERS = f"{AGREEMENT}medlemmar/"

urlpatterns = [
    path("", start.start, name="start"),
    path(AGREEMENT, start.agreement, name="agreement"),
    path("lage/", status.all_status, name="all_status"),
    path(f"{AGREEMENT}lage/", status.status, name="status"),
    path(MEMBERS, members.members, name="members"),
    path(f"{MEMBERS}<int:pk>/", members.member, name="member"),
    path(f"{MEMBERS}<int:pk>/avsluta/", members.end_membership, name="end_membership"),
    path(
        f"{MEMBERS}inbjudan/<int:pk>/aterta/",
        members.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path(
        f"{MEMBERS}inbjudan/<int:pk>/skicka-igen/",
        members.resend_invitation,
        name="resend_invitation",
    ),
    path(f"{AGREEMENT}historik/", agreement_log.agreement_log, name="agreement_log"),
    path(f"{AGREEMENT}fornya/", renewal.renew, name="renew"),
    path(f"{AGREEMENT}ny-plan/", new_plans.new_plan, name="new_plan"),
    path("inbjudan/<str:secret>/", invitation.invitation, name="invitation"),
    path("administration/", include((urls_administration, "administration"))),
]
