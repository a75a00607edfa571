"""Pages about the site itself. Anybody may read them."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement that the law on digital public service asks for."""
    contact = {"contact_email": getattr(settings, "CONTACT_EMAIL", "")}
    return render(request, "core/accessibility.html", contact)


@require_safe
@login_not_required
def cookies(request: HttpRequest) -> HttpResponse:
    """Say which cookies are set and why: the session and the form protection, nothing else."""
    names = {"session_cookie": settings.SESSION_COOKIE_NAME, "csrf_cookie": settings.CSRF_COOKIE_NAME}
    return render(request, "core/cookies.html", names)
