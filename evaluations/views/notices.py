"""Mina utskick: all that Samråd has sent or would have sent to one, and when one wants it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from core.access import require
from core.answers import file_answer
from core.mail import MailAttachment, conceal
from core.models import OutgoingMail
from evaluations.forms.notices import OffsetsForm, WishForm
from evaluations.models import Notice
from evaluations.services.reminder_settings import offsets_of, set_offsets, set_wish
from plans.asked import person
from plans.models import Agreement
from plans.permissions import agreement_abilities

from .files import POLICY

ROWS_A_PAGE = 50


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The newest first: mails, and reminders that no mail has carried."""
    by = person(request)
    return _page(request, WishForm(instance=by))


@require_POST
def wish(request: HttpRequest) -> HttpResponse:
    """Choose when reminders come by mail."""
    by = User.objects.get(pk=person(request).pk)
    form = WishForm(request.POST, instance=by)
    if form.is_valid():
        set_wish(user=by, wish=form.cleaned_data["reminders"])
        messages.success(request, _("Ditt val är sparat."))
        return redirect("evaluations:notices")
    return _page(request, form)


@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """A mail to oneself, without links that would sign somebody in."""
    row = get_object_or_404(_mails_to(person(request)), pk=pk)
    context = {
        "mail": row,
        "body": conceal(row.text),
        "attachments": [attachment["name"] for attachment in row.attachments],
    }
    return render(request, "evaluations/notice_mail.html", context)


@require_safe
def attachment(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What came with a mail to oneself, counted from 1, to be saved: nothing of it runs here."""
    row = get_object_or_404(_mails_to(person(request)), pk=pk)
    if not 1 <= number <= len(row.attachments):
        raise Http404
    file = MailAttachment.from_json(row.attachments[number - 1])
    response = file_answer(file.content, file.content_type, name=file.name)
    response["Content-Security-Policy"] = POLICY
    return response


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """A reminder to oneself that came in no mail of its own."""
    rows = Notice.objects.filter(user=person(request)).select_related("mail")
    return render(request, "evaluations/notice.html", {"notice": get_object_or_404(rows, pk=pk)})


@require_http_methods(["GET", "HEAD", "POST"])
def reminder_settings(request: HttpRequest, slug: str) -> HttpResponse:
    """How long before and after an agreement's people are reminded, for those who run it."""
    by = person(request)
    agreement = get_object_or_404(Agreement.objects.visible_to(by), slug=slug)
    require(agreement_abilities(by, agreement).run)
    posted = request.POST if request.method == "POST" else None
    form = OffsetsForm(posted, offsets=offsets_of(agreement))
    if form.is_valid():
        set_offsets(agreement=agreement, offsets=form.offsets(), by=by)
        messages.success(request, _("Inställningarna är sparade."))
        return redirect("evaluations:reminder_settings", slug)
    status = 422 if form.errors else 200
    context = {"agreement": agreement, "form": form}
    return render(request, "evaluations/reminder_settings.html", context, status=status)


def _page(request: HttpRequest, form: WishForm) -> HttpResponse:
    rows = _all_to(person(request))
    context = {
        "form": form,
        "page": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("sida")),
        "mail_is_sent": settings.MAIL_IS_SENT,
    }
    status = 422 if form.errors else 200
    return render(request, "evaluations/notices.html", context, status=status)


def _mails_to(by: User) -> QuerySet[OutgoingMail]:
    """The mails to the person, whatever address they had then, and whoever has it now."""
    return OutgoingMail.objects.filter(person=by)


def _all_to(by: User) -> QuerySet[Any, Any]:
    """Mails, and reminders without one, as rows of one list."""
    shared = {"at": F("queued_at"), "words": F("subject")}
    mails = _mails_to(by).values("pk", "state", **shared, waits=Value(False), is_mail=Value(True))
    alone = Notice.objects.filter(user=by, mail__isnull=True).values(
        "pk", state=Value(""), **shared, waits=F("waits_for_digest"), is_mail=Value(False)
    )
    rows: QuerySet[Any, Any] = mails.order_by().union(alone.order_by(), all=True)
    return rows.order_by("-at", "-pk")
