"""Whose session it is."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend

from .models import User


class Backend(ModelBackend):
    """Django's own, but the person comes with the organisation, which the head of every page names."""

    def get_user(self, user_id: int) -> User | None:
        """The person with ``user_id``, if they may still sign in."""
        people = User.objects.active().select_related("organisation")
        return people.filter(pk=user_id).first()
