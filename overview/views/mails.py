"""Utskick: the mails of this installation, and what to do about those that cannot be delivered."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.delivery import try_again
from core.enums import MailState
from core.mail import conceal, has_lost_its_link
from core.models import OutgoingMail
from core.numbers import number_of
from overview.hands import troubles

from .loading import administrators_only

MAILS_A_PAGE = 50
LARGE = ("text", "html", "attachments")


@require_safe
@administrators_only
def mails(request: HttpRequest) -> HttpResponse:
    """The newest first, by state if asked; older ones by a link, so that no page counts them all."""
    state = request.GET.get("lage", "")
    rows = OutgoingMail.objects.order_by("-pk").defer(*LARGE)
    if state in MailState.values:
        rows = rows.filter(state=state)
    if before := number_of(request.GET.get("fore")):
        rows = rows.filter(pk__lt=before)
    found = list(rows[: MAILS_A_PAGE + 1])
    context = {
        "mails": found[:MAILS_A_PAGE],
        "older": found[MAILS_A_PAGE - 1].pk if len(found) > MAILS_A_PAGE else None,
        "state": state,
        "states": MailState.choices,
        "failed": OutgoingMail.objects.filter(state=MailState.FAILED).count(),
        "troubles": troubles(),
        "mail_is_sent": settings.MAIL_IS_SENT,
    }
    return render(request, "overview/administration/mails.html", context)


@require_safe
@administrators_only
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail, without the link that would sign somebody in."""
    row = get_object_or_404(OutgoingMail, pk=pk)
    context = {
        "mail": row,
        "body": conceal(row.text),
        "attachments": [attachment["name"] for attachment in row.attachments],
        "has_lost_its_link": has_lost_its_link(row),
        "mail_is_sent": settings.MAIL_IS_SENT,
    }
    return render(request, "overview/administration/mail.html", context)


@require_POST
@administrators_only
def retry_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a mail that was given up back in the queue."""
    row = get_object_or_404(OutgoingMail, pk=pk)
    if has_lost_its_link(row):
        messages.error(request, _("Länken i mejlet har gått ut. Skicka en ny därifrån den kom."))
    elif try_again(row.pk):
        messages.success(request, _("Mejlet väntar nu på att skickas."))
    else:
        messages.error(request, _("Mejlet har inte misslyckats. Det finns inget att försöka igen."))
    return redirect("administration:mail", pk=pk)
