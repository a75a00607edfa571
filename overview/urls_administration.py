"""Addresses of what administrators keep."""

from django.urls import path

from .views import administration, agreements, mails, minutes

AGREEMENT = "overenskommelser/<int:pk>/"
PARTY = f"{AGREEMENT}parter/<int:party>/"

urlpatterns = [
    path("", administration.start, name="start"),
    path("organisationer/", administration.organisations, name="organisations"),
    path("organisationer/ny/", administration.new_organisation, name="new_organisation"),
    path("organisationer/<int:pk>/", administration.organisation, name="organisation"),
    path("overenskommelser/", agreements.agreements, name="agreements"),
    path("overenskommelser/ny/", agreements.new_agreement, name="new_agreement"),
    path(AGREEMENT, agreements.agreement, name="agreement"),
    path(f"{AGREEMENT}samordnare/", agreements.appoint, name="appoint"),
    path(f"{AGREEMENT}parter/", agreements.add_party, name="add_party"),
    path(PARTY, agreements.party, name="party"),
    path(f"{PARTY}flytta/", agreements.move_party, name="move_party"),
    path(f"{PARTY}ta-bort/", agreements.remove_party, name="remove_party"),
    path("personer/", administration.people, name="people"),
    path("personer/ny/", administration.new_person, name="new_person"),
    path("personer/<int:pk>/", administration.one_person, name="person"),
    path("personer/<int:pk>/lank/", administration.send_password_link, name="send_password_link"),
    path("utskick/", mails.mails, name="mails"),
    path("utskick/<int:pk>/", mails.mail, name="mail"),
    path("utskick/<int:pk>/forsok-igen/", mails.retry_mail, name="retry_mail"),
    path("anteckningar/<int:pk>/forsok-igen/", minutes.retry_minutes, name="retry_minutes"),
]
