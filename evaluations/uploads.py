"""Files that people upload: what they are by their content, and whether they are taken.

Each is looked into by a process of its own (``evaluations.inspection``), which has little memory
and time: a file made to do harm can end that one only.
"""

from __future__ import annotations

import hashlib
import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from evaluations.inspection import sniffing
from evaluations.inspection.verdicts import KEPT, THUMBNAIL, Cost, Limits

logger = logging.getLogger(__name__)

# How long a machine that has much to do may need for what costs ``seconds`` of work.
PATIENCE = 15
LONGEST_NAME = 120
EXTENSIONS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
}
REFUSALS = {
    "empty": _("Filen är tom."),
    "broken": _("Filen är trasig eller inte hel. Öppna den, spara om den och försök igen."),
    "heavy": _("Filen är för tung att gå igenom. Dela upp den eller spara den enklare."),
    "pixels": _("Bilden har för många bildpunkter. Spara den i mindre format."),
    "other_image": _("Bilden är av en sort som inte tas emot. Spara den som JPEG eller PNG."),
    "film": _("Film och ljud tas inte emot. Lägg till en länk i stället."),
    "archive": _("Arkivfiler, till exempel zip, tas inte emot. Lägg till filerna var för sig."),
    "nested": _("I filen ligger en annan fil packad. Ta bort den och försök igen."),
    "attached": _("I PDF:en ligger andra filer. Ta bort dem, eller skriv ut den som en ny PDF."),
    "bomb": _("Filen blir för stor när den packas upp."),
    "old_office": _("Dokumentet är i ett äldre format. Spara det som PDF, docx eller odt."),
    "macros": _("Dokumentet innehåller makron eller inbäddade program. Spara det som PDF."),
    "outside": _("Dokumentet hämtar innehåll någon annanstans ifrån. Spara det som PDF."),
    "active": _("Filen innehåller något som körs när den öppnas. Skriv ut den som en ny PDF."),
    "polyglot": _("Filen är flera saker på en gång. Skriv ut den som en ny PDF."),
    "locked": _("Filen är skyddad med lösenord. Ta bort lösenordet och försök igen."),
    "program": _("Program tas inte emot."),
    "unknown": _("Filen är av en sort som inte tas emot. Lägg till bilder, PDF eller dokument."),
}


@dataclass(frozen=True)
class Accepted:
    """A file that is taken: as it is to be kept, with a thumbnail where it is an image."""

    file: Path
    thumbnail: Path | None
    media_type: str
    width: int | None
    height: int | None
    original_sha256: str
    file_name: str


def refusal(reason: str) -> ValidationError:
    """Why a file is not taken, in words."""
    return ValidationError(REFUSALS.get(reason, REFUSALS["unknown"]), code=reason)


@contextmanager
def inspected(upload: UploadedFile[Any]) -> Iterator[Accepted]:
    """The upload as it is to be kept, for as long as the block lasts.

    Raises ValidationError with a sentence where it is not taken.
    """
    with tempfile.TemporaryDirectory(prefix="samrad-") as name:
        yield _inspect(upload, Path(name))


def _inspect(upload: UploadedFile[Any], room: Path) -> Accepted:
    source = room / "source"
    sha256 = _copied(upload, source)
    with source.open("rb") as file:
        kind = sniffing.kind_of(file.read(sniffing.HEAD))
    if kind == sniffing.TEXT:
        said = _text(source)
    elif kind in {sniffing.IMAGE, sniffing.DOCUMENT, sniffing.PACKAGE}:
        said = _asked(kind, source, room)
    else:
        raise refusal(kind)
    is_image = kind == sniffing.IMAGE
    return Accepted(
        file=room / KEPT if is_image else source,
        thumbnail=room / THUMBNAIL if is_image else None,
        media_type=said["media_type"],
        width=said.get("width"),
        height=said.get("height"),
        original_sha256=sha256,
        file_name=safe_name(str(upload.name or ""), said["media_type"]),
    )


def _copied(upload: UploadedFile[Any], target: Path) -> str:
    """Write the upload down, as far as is allowed; its SHA-256."""
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as out:
        for piece in upload.chunks():
            size += len(piece)
            if size > settings.ARCHIVE_LARGEST_FILE:
                limit = settings.ARCHIVE_LARGEST_FILE // 1024 // 1024
                message = _("Filen är större än %s MB. Välj en mindre.") % limit
                raise ValidationError(message, code="large")
            digest.update(piece)
            out.write(piece)
    return digest.hexdigest()


def _text(source: Path) -> dict[str, Any]:
    if problem := sniffing.text_problem(source.read_bytes()):
        raise refusal(problem)
    return {"media_type": "text/plain"}


def _asked(kind: str, source: Path, room: Path) -> dict[str, Any]:
    """What the process that looks into the file says of it."""
    limits = Limits(
        unpacked=settings.ARCHIVE_LARGEST_UNPACKED,
        pixels=settings.ARCHIVE_MOST_PIXELS,
        memory=settings.ARCHIVE_MOST_MEMORY,
        seconds=settings.ARCHIVE_MOST_SECONDS,
    )
    words = [sys.executable, "-B", "-m", f"evaluations.inspection.{kind}", str(source), str(room)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module; the file's name is ours too
            [*words, json.dumps(asdict(limits))],
            cwd=settings.BASE_DIR,
            env={"LANG": "C.UTF-8"},
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        said: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):  # it was ended before it could answer
        logger.warning("Looking into a file (%s) was ended before it could answer", kind)
        raise refusal("heavy") from None
    cost = Cost(**said.pop("cost"))
    logger.info("Looked into a file (%s): %.2f s, %d bytes", kind, cost.seconds, cost.memory)
    if reason := said.get("refused"):
        raise refusal(reason)
    return said


def safe_name(name: str, media_type: str) -> str:
    """What the file is called when it is fetched: the words of ``name``, with the type's own ending."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*')
    stem = " ".join(plain.rpartition(".")[0].split() or plain.split()).strip(". ")
    return (stem[:LONGEST_NAME].rstrip(". ") or "fil") + EXTENSIONS.get(media_type, "")
