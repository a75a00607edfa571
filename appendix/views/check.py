"""The pages that the address on a printed appendix leads to: whether it is in force, and genuine.

Open to everybody. They say only what the one who holds the print knows already (number and days)
and whether that still holds; not even what the plan is called.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from core.fingerprint import FingerprintHandler, HashedFile
from core.limits import is_too_often
from plans.enums import VersionState
from plans.models import PlanVersion
from plans.services.versions import CODE_LENGTH

LARGEST_MEGABYTES = 100
FORM_AROUND_FILE = 64 * 1024
MOST_WRONG_CODES = 60  # a minute and address; a whole town hall may share one
MOST_FILES = 60
MINUTE = 60


@dataclass(frozen=True)
class FileAnswer:
    """What is said of an uploaded file: the name of the answer in the template."""

    name: str
    status: int = 200


@login_not_required
@require_safe
def check_start(request: HttpRequest) -> HttpResponse:
    """Asks for the code, and leads on to its page."""
    typed = request.GET.get("kod", "")
    if not typed.strip():
        return _form(request)
    if version := _version(typed):
        return redirect("appendix:check", code=version.printed_code)
    return _unknown(request, typed)


# The token is checked by _check_file: looking for it reads the upload, and by then the handler that
# keeps nothing must be in place.
@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Says whether the version is in force and, given a file, whether that is the very one."""
    if request.method != "POST":
        version = _version(code)
        return _state(request, version) if version else _unknown(request, code)
    if _is_too_large(request):
        version = _version(code)
        answer = FileAnswer("too_large", 413)
        return _state(request, version, answer) if version else _unknown(request, code)
    request.upload_handlers = [FingerprintHandler(request)]
    return _check_file(request, code)


@csrf_protect
def _check_file(request: HttpRequest, code: str) -> HttpResponse:
    version = _version(code)
    if version is None:
        return _unknown(request, code)
    if is_too_often(request, "check-file", most=MOST_FILES, seconds=MINUTE):
        return _state(request, version, FileAnswer("too_often", 429))
    return _state(request, version, _compared(version, request.FILES.get("fil")))


def _compared(version: PlanVersion, file: object) -> FileAnswer:
    if not isinstance(file, HashedFile):
        return FileAnswer("missing", 422)
    if not version.pdf_sha256:
        return FileAnswer("not_stored")
    return FileAnswer("same" if file.sha256 == version.pdf_sha256 else "other")


def _is_too_large(request: HttpRequest) -> bool:
    """By what the request says of itself: a larger one is not read at all."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    largest = LARGEST_MEGABYTES * 1024 * 1024 + FORM_AROUND_FILE
    return not length.isdecimal() or int(length) > largest


def _version(typed: str) -> PlanVersion | None:
    """The adopted version with this code, however it is typed; None when there is none."""
    code = re.sub(r"[\s\-‐‑–—_.]", "", typed).upper()
    if len(code) != CODE_LENGTH or not code.isalnum():
        return None
    adopted = PlanVersion.objects.filter(state=VersionState.ADOPTED).light()
    return adopted.select_related("plan__agreement").filter(code=code).first()


def _form(request: HttpRequest) -> HttpResponse:
    return render(request, "appendix/check_start.html", {"typed": ""})


def _unknown(request: HttpRequest, typed: str) -> HttpResponse:
    """The form again: nobody has such a code."""
    if is_too_often(request, "check-code", most=MOST_WRONG_CODES, seconds=MINUTE):
        context = {"typed": typed[:40], "is_too_often": True}
        return render(request, "appendix/check_start.html", context, status=429)
    context = {"typed": typed[:40], "is_unknown": True}
    return render(request, "appendix/check_start.html", context, status=404)


def _state(
    request: HttpRequest, version: PlanVersion, answer: FileAnswer | None = None
) -> HttpResponse:
    today = localdate()
    current = PlanVersion.objects.filter(plan=version.plan).latest_begun(today).light().first()
    context = {
        "version": version,
        "code": version.printed_code,
        "state": version.validity(today, current=current),
        "answer": answer.name if answer else "",
        "most_megabytes": LARGEST_MEGABYTES,
        "today": today,
    }
    return render(request, "appendix/check.html", context, status=answer.status if answer else 200)
