"""The field of a picture: the one there is, another to take its place, or none."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from plans.models import Image
from plans.services.images import store_picture

SHA256 = re.compile(r"[0-9a-f]{64}")
REMOVE = "-ta-bort"
NOW = "-nu"


class PictureInput(forms.FileInput):
    """A file to choose; the page draws beside it the picture there is and a box to be rid of it."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if (upload := files.get(name)) is not None:
            return upload
        return None if data.get(name + REMOVE) else data.get(name + NOW) or data.get(name)


class PictureField(forms.Field):
    """A picture, known by the SHA-256 under which it is stored; storing it is part of cleaning."""

    widget = PictureInput(attrs={"accept": "image/png,image/jpeg", "class": "form-control"})

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> str | None:
        if isinstance(value, UploadedFile):
            return store_picture(value).sha256
        if isinstance(value, str) and SHA256.fullmatch(value):
            return value if Image.objects.filter(pk=value).exists() else None
        return None


def alt_problem(picture: Any, alt: Any) -> str | None:
    """What is missing of the words for those who do not see a picture."""
    if picture and not str(alt or "").strip():
        return _("Beskriv bilden med några ord.")
    return None
