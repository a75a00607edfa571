"""What administrators see of core: the mails."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .delivery import try_again
from .mail import conceal
from .models import OutgoingMail


@admin.register(OutgoingMail)
class OutgoingMailAdmin(admin.ModelAdmin[OutgoingMail]):
    """Utskick: to be read, and tried again where they failed. Never shows a one-time link."""

    list_display = (
        "queued_at",
        "to",
        "subject",
        "state",
        "attempts",
        "sent_at",
        "possibly_sent_twice",
    )
    list_display_links = ("subject",)
    list_filter = ("state", "possibly_sent_twice", "queued_at")
    search_fields = ("to", "subject")
    # Counting all rows is what makes the admin slow on a large table.
    show_full_result_count = False
    actions = ("send_again",)
    fields = (
        ("state", "last_error"),
        "to",
        "subject",
        "body",
        "attachment_names",
        ("queued_at", "sent_at"),
        ("attempts", "next_attempt_at"),
        "possibly_sent_twice",
        "message_id",
    )
    readonly_fields = ("body", "attachment_names")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: OutgoingMail | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OutgoingMail | None = None) -> bool:
        return False

    @admin.display(description=_("text"))
    def body(self, mail: OutgoingMail) -> str:
        """What it says, without links that sign somebody in."""
        return conceal(mail.text)

    @admin.display(description=_("bilagor"))
    def attachment_names(self, mail: OutgoingMail) -> str:
        """The names of its attachments."""
        return ", ".join(attachment["name"] for attachment in mail.attachments)

    @admin.action(description=_("Försök skicka igen"), permissions=["view"])
    def send_again(self, request: HttpRequest, mails: QuerySet[OutgoingMail]) -> None:
        """Put those that failed back in the queue."""
        revived = sum(try_again(pk) for pk in mails.values_list("pk", flat=True))
        said = ngettext(
            "%d mejl väntar nu på att skickas.", "%d mejl väntar nu på att skickas.", revived
        )
        self.message_user(request, said % revived, messages.SUCCESS)
