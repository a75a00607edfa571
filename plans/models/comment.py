"""What people say to one another about a plan while they write it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from .agreement import Party
from .node import KEY_LENGTH
from .plan import Plan


class CommentQuerySet(models.QuerySet["Comment"]):
    """Rows of comments."""

    def threads(self) -> Self:
        """Those that begin a conversation."""
        return self.filter(in_reply_to__isnull=True)

    def open(self) -> Self:
        """Conversations that nobody has resolved."""
        return self.threads().filter(resolved_at__isnull=True)


class Comment(models.Model):
    """A remark on a section or an item, known by its key so that it outlives what it is about.

    It may be addressed to a party or to a person, who gets a mail; answers belong to the first
    remark, which is what is resolved.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="comments")
    key = models.CharField(_("gäller"), max_length=KEY_LENGTH)
    in_reply_to = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies"
    )
    author = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    author_name = models.CharField(max_length=300)
    text = models.TextField(_("kommentar"))
    party = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("till part")
    )
    person = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("till")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(_("avslutad"), null=True, blank=True)
    resolved_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("kommentar")
        verbose_name_plural = _("kommentarer")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["plan", "key"], name="comment_by_key")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="comment_has_text",
                violation_error_message=_("Skriv något."),
            ),
            models.CheckConstraint(
                condition=Q(in_reply_to__isnull=True) | Q(resolved_at__isnull=True),
                name="comment_only_threads_are_resolved",
            ),
        ]

    def __str__(self) -> str:
        return self.text
