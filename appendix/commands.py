"""What the commands of this app share: reading files, and saying what is wrong in one sentence."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from core.system_errors import reason

from .document import DocumentError, read
from .document.canonical import Document


def read_file(name: str) -> Document:
    """The document in the file ``name``; CommandError with every problem and its path."""
    path = Path(name)
    try:
        data = path.read_bytes()
    except OSError as error:
        message = _("Filen %(name)s går inte att läsa: %(why)s.")
        raise CommandError(message % {"name": name, "why": reason(error)}) from None
    try:
        return read(data)
    except DocumentError as error:
        raise refusal(name, error) from None


def refusal(name: str, error: DocumentError) -> CommandError:
    """Why the file is refused, one problem a line."""
    lines = "\n".join(f"  {problem}" for problem in error.problems)
    return CommandError(
        _("%(name)s går inte att ta in:\n%(lines)s") % {"name": name, "lines": lines}
    )
