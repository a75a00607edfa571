"""Calendar feeds: an address made, looked up, taken back."""

from __future__ import annotations

import hashlib
import secrets

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Activity, CalendarFeed
from activities.models.activity import ActivityQuerySet
from core import changes
from plans.enums import VersionState
from plans.models import Agreement, Membership, Plan
from plans.permissions import plan_abilities

MOST_FEEDS = 50


def digest(token: str) -> str:
    """What is stored of a feed's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def find(token: str) -> CalendarFeed | None:
    """The feed with ``token``, unless it has been taken back; None when there is none."""
    known = CalendarFeed.objects.open().select_related("user", "agreement", "plan__agreement")
    return known.filter(token_sha256=digest(token)).first()


def activities_of(feed: CalendarFeed, *, since: int) -> ActivityQuerySet | None:
    """What the feed shows of the years from ``since`` on, as its person may see it today.

    None when they may not see what it is of, any more: the address is then as good as none.
    """
    if not feed.user.is_active:
        return None
    rows = Activity.objects.visible_to(feed.user).filter(activity_plan__year__gte=since)
    if feed.plan is not None:
        return rows.filter(activity_plan__plan=feed.plan) if _sees(feed.user, feed.plan) else None
    roles = Membership.objects.active().filter(user=feed.user)
    if feed.agreement is not None:
        agreement = latest(feed.agreement)
        roles = roles.filter(agreement=agreement)
        rows = rows.filter(activity_plan__plan__agreement=agreement)
    else:
        rows = rows.filter(people=feed.user)
    return rows if roles.exists() else None


def latest(agreement: Agreement) -> Agreement:
    """The agreement that it has been renewed by, and so on: the plans went along."""
    while newer := Agreement.objects.filter(renews=agreement).first():
        agreement = newer
    return agreement


def _sees(user: User, plan: Plan) -> bool:
    """Whether the years of ``plan`` exist for ``user``: who only reads sees those of adopted plans."""
    abilities = plan_abilities(user, plan)
    if not abilities.read or abilities.read_draft:
        return abilities.read
    return plan.versions.filter(state=VersionState.ADOPTED).exists()


@transaction.atomic
def make_feed(
    *, by: User, agreement: Agreement | None = None, plan: Plan | None = None
) -> tuple[CalendarFeed, str]:
    """A feed of one's own: of a plan, of an agreement, or of what one is responsible for.

    Returns the token too, which can never be had again. Raises PermissionDenied for what the person
    may not see, ValidationError when they have too many.
    """
    _refuse_foreign(by, plan.agreement if plan else agreement)
    if CalendarFeed.objects.open().filter(user=by).count() >= MOST_FEEDS:
        raise ValidationError(_("Du har redan 50 kalenderadresser. Ta bort någon först."))
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed(user=by, agreement=agreement, plan=plan, token_sha256=digest(token))
    feed.full_clean()
    feed.save()
    _log(feed, by, "added")
    return feed, token


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, by: User) -> None:
    """Let the address answer no more. Raises PermissionDenied for somebody else's."""
    if feed.user_id != by.pk:
        raise PermissionDenied
    revoked = CalendarFeed.objects.open().filter(pk=feed.pk).update(revoked_at=timezone.now())
    if revoked:
        _log(feed, by, "removed")


def _refuse_foreign(by: User, agreement: Agreement | None) -> None:
    visible = Agreement.objects.visible_to(by)
    if agreement is not None and not visible.filter(pk=agreement.pk).exists():
        raise PermissionDenied


def _log(feed: CalendarFeed, by: User, action: str) -> None:
    facts = {"name": str(feed)}
    changes.record(
        by=by,
        scope=f"user:{by.pk}",
        action=action,
        kind="calendar_feed",
        key=str(feed.pk),
        before=facts if action == "removed" else None,
        after=facts if action == "added" else None,
    )
