"""Pages about the site itself. Anybody may read them."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

ACCESSIBILITY_ASSESSED_ON = dt.date(2026, 11, 20)
"""The law wants the day of the assessment in the statement: change it when the pages are assessed anew."""


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement that the law on digital public service asks for."""
    context = {
        "contact_email": getattr(settings, "CONTACT_EMAIL", ""),
        "assessed_on": ACCESSIBILITY_ASSESSED_ON,
    }
    return render(request, "core/accessibility.html", context)


@require_safe
@login_not_required
def cookies(request: HttpRequest) -> HttpResponse:
    """Say which cookies are set and why: session, form protection, a notice on its way to the next page."""
    names = {
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
    }
    return render(request, "core/cookies.html", names)
