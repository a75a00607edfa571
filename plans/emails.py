"""The mails of this app: each a template pair and one short function."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from accounts.models import User
from core.mail import queue_mail
from core.site import absolute

from .models import Approval, Comment, Invitation, PlanVersion


def version_proposed(version: PlanVersion, *, to: Iterable[User]) -> None:
    """Asks those who decide to read what is proposed."""
    _about_version("version_proposed", version, to, by=version.proposed_by_name)


def version_rejected(version: PlanVersion, rejection: Approval, *, to: Iterable[User]) -> None:
    """Tells who rejected the version, for which party, and why."""
    _about_version(
        "version_rejected",
        version,
        to,
        by=rejection.by_name,
        party=rejection.party_name,
        comment=rejection.comment,
    )


def version_withdrawn(version: PlanVersion, by: User, *, to: Iterable[User]) -> None:
    """Tells those who were asked to decide that there is nothing to decide any more."""
    _about_version("version_withdrawn", version, to, by=str(by))


def version_adopted(version: PlanVersion, *, to: Iterable[User]) -> None:
    """Tells that every party has approved, and from when the version is in force."""
    _about_version("version_adopted", version, to, valid_from=version.valid_from)


def _about_version(
    template: str, version: PlanVersion, to: Iterable[User], **words: object
) -> None:
    """One mail each, once however often the step is retried."""
    shared = {
        "plan": version.plan.title,
        "number": version.number,
        "link": absolute(version.get_absolute_url()),
        **words,
    }
    for user in to:
        queue_mail(
            to=user.email,
            person=user,
            template=template,
            context={"name": user.full_name, **shared},
            unique_key=f"{template}:{version.pk}:{user.pk}",
        )


def comment_written(comment: Comment, *, to: Iterable[User]) -> None:
    """Tells those addressed what was said about a part of the plan, and where to answer."""
    link = absolute(
        reverse("appendix:comments", args=[comment.plan.slug]) + f"#kommentar_{comment.pk}"
    )
    for user in to:
        queue_mail(
            to=user.email,
            person=user,
            template="comment_written",
            context={
                "name": user.full_name,
                "plan": comment.plan.title,
                "by": comment.author_name,
                "text": comment.text,
                "link": link,
            },
            unique_key=f"comment:{comment.pk}:{user.pk}",
        )


def invited(invitation: Invitation, *, secret: str) -> None:
    """The link with which somebody begins to work under an agreement."""
    queue_mail(
        to=invitation.email,
        template="invitation",
        context={
            "by": str(invitation.invited_by or ""),
            "agreement": invitation.agreement.title,
            "role": invitation.get_role_display(),
            "organisation": str(invitation.organisation),
            "until": invitation.expires_at,
        },
        secrets={"link": absolute(reverse("invitation", args=[secret]))},
        secrets_until=invitation.expires_at,
    )
