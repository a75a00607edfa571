"""Comments: say something about a part of a plan, answer, resolve."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import changes
from plans import emails
from plans.enums import MembershipRole
from plans.models import Comment, Membership, Party, Plan
from plans.permissions import plan_abilities


def people_to_address(plan: Plan) -> list[User]:
    """Those whom a comment can be addressed to: who may read the draft."""
    working = Membership.objects.active().filter(agreement=plan.agreement)
    users = User.objects.active().filter(
        memberships__in=working.exclude(role=MembershipRole.READER)
    )
    return list(users.select_related("organisation").distinct().order_by("full_name"))


@transaction.atomic
def add_comment(
    *,
    plan: Plan,
    key: str,
    text: str,
    by: User,
    party: Party | None = None,
    person: User | None = None,
) -> Comment:
    """Begin a conversation about what ``key`` names; those addressed get a mail.

    Raises PermissionDenied for those who do not read the draft, ValidationError for an empty text
    or somebody who cannot be addressed.
    """
    if not plan_abilities(by, plan).read_draft:
        raise PermissionDenied
    if person is not None and person not in people_to_address(plan):
        raise ValidationError({"person": _("Personen kan inte läsa utkastet.")})
    if party is not None and party.agreement_id != plan.agreement_id:
        raise ValidationError({"party": _("Organisationen är inte part i överenskommelsen.")})
    comment = Comment(
        plan=plan,
        key=key,
        author=by,
        author_name=str(by),
        text=text.strip(),
        party=party,
        person=person,
    )
    _store(comment, "commented", by)
    addressed = [person] if person else _people_of(plan, party)
    emails.comment_written(comment, to=[user for user in addressed if user != by])
    return comment


@transaction.atomic
def answer_comment(*, comment: Comment, text: str, by: User) -> Comment:
    """Answer in a conversation; the others who have spoken in it get a mail.

    Raises as ``add_comment`` does, and ValidationError when it is resolved.
    """
    if not plan_abilities(by, comment.plan).read_draft:
        raise PermissionDenied
    thread = Comment.objects.select_for_update().get(pk=comment.in_reply_to_id or comment.pk)
    if thread.resolved_at is not None:
        raise ValidationError(_("Samtalet är avslutat. Börja ett nytt."))
    answer = Comment(
        plan=thread.plan,
        key=thread.key,
        in_reply_to=thread,
        author=by,
        author_name=str(by),
        text=text.strip(),
    )
    _store(answer, "answered", by)
    spoken = User.objects.active().filter(
        pk__in=[*thread.replies.values_list("author", flat=True), thread.author_id]
    )
    emails.comment_written(answer, to=[user for user in spoken if user != by])
    return answer


@transaction.atomic
def resolve_comment(*, comment: Comment, by: User) -> None:
    """End a conversation; nothing happens when it is ended already."""
    if not plan_abilities(by, comment.plan).read_draft:
        raise PermissionDenied
    ended = Comment.objects.open().filter(pk=comment.pk)
    if ended.update(resolved_at=timezone.now(), resolved_by=by) == 1:
        _log(comment, "resolved", by)


def _people_of(plan: Plan, party: Party | None) -> list[User]:
    if party is None:
        return []
    people = people_to_address(plan)
    return [user for user in people if user.organisation_id == party.organisation_id]


def _store(comment: Comment, action: str, by: User) -> None:
    comment.full_clean()
    comment.save()
    _log(comment, action, by)


def _log(comment: Comment, action: str, by: User) -> None:
    changes.record(
        by=by,
        scope=f"plan:{comment.plan_id}",
        action=action,
        kind="comment",
        key=comment.key,
        after={"name": comment.text[:80]},
    )
