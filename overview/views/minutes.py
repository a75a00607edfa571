"""Minutes whose PDF could not be made, for administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evaluations.models import Review
from evaluations.services.minutes_prints import ask_for_minutes

from .loading import administrators_only


@require_POST
@administrators_only
def retry_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the PDF of locked minutes again; nothing of what they say is shown."""
    review = get_object_or_404(Review.objects.closed().exclude(minutes=""), pk=pk)
    if review.pdf_sha256:
        messages.info(request, _("PDF:en finns redan."))
    else:
        ask_for_minutes(review=review)
        messages.success(request, _("PDF:en görs nu om, och mejlas när den är klar."))
    return redirect("administration:start")
