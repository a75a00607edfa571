"""What callers of the PDF engine need without loading it: inputs and exceptions."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

Relationship = Literal["Source", "Data", "Alternative", "Supplement", "Unspecified"]


class PrintError(Exception):
    """A document could not be printed; the message is a sentence for people."""


class ForbiddenResource(PrintError):
    """The document asked for something that the engine does not hand out.

    Nothing has been read when this is raised. ``url`` is what was asked for, shortened.
    """

    def __init__(self, url: str) -> None:
        self.url = url if len(url) <= 80 else f"{url[:77]}..."
        super().__init__(
            _(
                "Dokumentet hänvisar till ”%(url)s”. Bara bilder som hör till dokumentet och "
                "tjänstens egna filer får användas i en utskrift."
            )
            % {"url": self.url}
        )


class UnusableImage(PrintError):
    """An image cannot be printed: not a picture, of an unknown kind, or far too large."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            _(
                "Bilden ”%(name)s” kan inte skrivas ut. Den behöver vara en PNG-, JPEG-, GIF- "
                "eller WebP-bild på högst 40 miljoner bildpunkter."
            )
            % {"name": name}
        )


class MissingDescription(PrintError):
    """A picture has neither an alternative text nor a mark that it is decoration."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(_("Bilden ”%(name)s” saknar alternativ text.") % {"name": name or "svg"})


@dataclass(frozen=True, slots=True)
class Asset:
    """One image that the HTML may refer to as ``asset:NAME``."""

    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file embedded in the PDF; ``relationship`` as in ISO 32000-2, 7.11.3."""

    name: str
    data: bytes
    media_type: str
    description: str
    relationship: Relationship = "Unspecified"
