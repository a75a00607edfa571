"""The mails of this app: each a template pair and one short function."""

from __future__ import annotations

from django.urls import reverse

from accounts.models import User
from core.mail import queue_mail
from core.site import absolute
from plans.services.subjects import name_of

from .models import Anchoring
from .timing import timing_words


def anchoring_asked(anchoring: Anchoring, *, by: User) -> None:
    """Asks a person whether an activity is anchored with them, and leads to where they answer."""
    _send("anchoring_asked", anchoring, anchoring.asked, by)


def anchoring_answered(anchoring: Anchoring, *, by: User) -> None:
    """Tells whoever asked what the answer was."""
    _send("anchoring_answered", anchoring, anchoring.asked_by, by)


def _send(template: str, anchoring: Anchoring, to: User | None, by: User) -> None:
    """One mail, once however often the step is retried."""
    if to is None:
        return
    activity = anchoring.activity
    slug, key = activity.node.plan.slug, activity.node.key
    pages = {
        "anchoring_asked": anchoring.get_absolute_url(),
        "anchoring_answered": reverse("activities:anchoring", args=[slug, key]),
    }
    queue_mail(
        to=to.email,
        person=to,
        template=template,
        context={
            "name": to.full_name,
            "by": by.full_name,
            "activity": name_of(activity),
            "plan": activity.node.plan.title,
            "role": str(anchoring.role),
            "timing": timing_words(activity),
            "answer": anchoring.get_answer_display(),
            "words": anchoring.words,
            "link": absolute(pages[template]),
        },
        unique_key=f"{template}:{anchoring.pk}",
    )
