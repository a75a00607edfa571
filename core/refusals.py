"""What a service refuses, told on the page that asked for it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest


def take_errors(form: BaseForm, error: ValidationError) -> None:
    """Show what a service refuses beside the fields it is about, and the rest on top."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, ValidationError(error.messages))
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, ValidationError(errors))


def did(request: HttpRequest, step: Callable[[], object], said: str) -> None:
    """Take a step that needs no form, and say what became of it."""
    try:
        step()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
