"""What a document says of itself: title, organisations, dates and the rows of document control."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from core.templatetags.swedish import every_months
from plans.enums import ControlKind, ControlPlace, OrganisationRole, PlanKind, ReviewCycle

from .document.canonical import Document


@dataclass(frozen=True)
class Organisation:
    """An organisation as the document writes it."""

    key: str
    name: str
    role: str
    kind: str
    logo: str
    logo_alt: str


@dataclass(frozen=True)
class Row:
    """A row of document control."""

    label: str
    words: str
    kind: str
    organisation: str


@dataclass(frozen=True)
class DocumentControl:
    """The document control of ``document``; ``images`` stands before the SHA-256 in an address."""

    document: Document
    images: str

    @property
    def title(self) -> str:
        return str(self.document["title"])

    @property
    def subtitle(self) -> str:
        return str(self.document.get("subtitle", ""))

    @property
    def kind_label(self) -> str:
        return str(PlanKind(self.document["kind"]).label)

    @property
    def shows_kind(self) -> bool:
        """Whether the kind says anything that the title does not."""
        return self.kind_label.casefold() not in self.title.casefold()

    @property
    def language(self) -> str:
        return str(self.document.get("language", "sv"))

    @cached_property
    def organisations(self) -> tuple[Organisation, ...]:
        """All organisations, in the author's order."""
        return tuple(
            Organisation(
                key=row["key"],
                name=row["name"],
                role=row["role"],
                kind=row.get("kind", ""),
                logo=self.images + row["logo"] if "logo" in row else "",
                logo_alt=row.get("logo_alt", ""),
            )
            for row in self.document.get("organisations", [])
        )

    @property
    def parties(self) -> tuple[Organisation, ...]:
        """Those whose plan it is."""
        return tuple(o for o in self.organisations if o.role == OrganisationRole.PARTY)

    @property
    def relations(self) -> Sequence[Mapping[str, str]]:
        """How the document hangs together with others, in the author's words."""
        return [row for row in self.document.get("relations", []) if not row.get("not_printed")]

    def control(self, place: str) -> tuple[Row, ...]:
        """The rows of document control that are printed at ``place``."""
        names = {organisation.key: organisation.name for organisation in self.organisations}
        return tuple(
            Row(
                label=row.get("label", ""),
                words=row.get("words", ""),
                kind=row.get("kind", ""),
                organisation=names.get(row.get("organisation", ""), ""),
            )
            for row in self.document.get("control", [])
            if row["place"] == place
        )

    @property
    def above_title(self) -> tuple[Row, ...]:
        return self.control(ControlPlace.ABOVE_TITLE)

    @property
    def under_title(self) -> tuple[Row, ...]:
        return self.control(ControlPlace.UNDER_TITLE)

    @property
    def cover(self) -> tuple[Row, ...]:
        return self.control(ControlPlace.COVER)

    @property
    def head(self) -> tuple[Row, ...]:
        return self.control(ControlPlace.HEAD)

    @property
    def foot(self) -> tuple[Row, ...]:
        return self.control(ControlPlace.FOOT)

    @property
    def first_foot(self) -> tuple[Row, ...]:
        return self.control(ControlPlace.FIRST_FOOT)

    def _says(self, kind: str) -> bool:
        """Whether the author says it in a row of their own, so that nothing is composed."""
        return any(row.get("kind") == kind for row in self.document.get("control", []))

    @property
    def says_period(self) -> bool:
        """Whether the plan's period is to be printed as it is typed."""
        return bool(self.starts_on or self.ends_on) and not self._says(ControlKind.VALID)

    @property
    def starts_on(self) -> date | None:
        return _day(self.document.get("starts_on"))

    @property
    def ends_on(self) -> date | None:
        return _day(self.document.get("ends_on"))

    @property
    def owner(self) -> str:
        """Who owns the document, unless a row of document control says it."""
        return "" if self._says(ControlKind.OWNER) else str(self.document.get("owner", ""))

    @property
    def review_words(self) -> str:
        """How often the document is gone through, unless a row of document control says it."""
        cycle = "" if self._says(ControlKind.REVIEW) else self.document.get("review_cycle")
        if cycle == ReviewCycle.MONTHS:
            return every_months(self.document["review_months"])
        return str(ReviewCycle(cycle).label) if cycle else ""


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
