"""What a print says of the version it shows: the record, which is no part of the document."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from core.prints.kinds import UNDATED
from plans.enums import Verdict
from plans.models import PlanVersion


@dataclass(frozen=True)
class Approver:
    """Who adopted the version for one party."""

    party: str
    name: str
    title: str
    on: str


@dataclass(frozen=True)
class Record:
    """A version's record, or that of a draft; days in ISO form."""

    number: int = 0
    adopted_on: str = ""
    valid_from: str = ""
    valid_to: str = ""
    code: str = ""
    approvers: tuple[Approver, ...] = ()

    @property
    def is_draft(self) -> bool:
        return not self.number

    @property
    def dated(self) -> datetime:
        """The time written into the file: that of the adoption, never that of the printing."""
        if not self.adopted_on:
            return UNDATED
        return datetime.fromisoformat(f"{self.adopted_on}T00:00:00+00:00")

    @property
    def adopted_day(self) -> date | None:
        return _day(self.adopted_on)

    @property
    def first_day(self) -> date | None:
        return _day(self.valid_from)

    @property
    def last_day(self) -> date | None:
        return _day(self.valid_to)

    @property
    def printed_code(self) -> str:
        """The code in two groups, as it is read aloud and typed."""
        half = len(self.code) // 2
        return f"{self.code[:half]}-{self.code[half:]}"

    def as_text(self) -> str:
        """The record in one canonical line, for the key of its PDF."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> Record:
        """The record that ``as_text`` wrote."""
        values = json.loads(text)
        approvers = tuple(Approver(**approver) for approver in values.pop("approvers"))
        return cls(**values, approvers=approvers)


DRAFT = Record()


def record_of(version: PlanVersion) -> Record:
    """The record of an adopted version; that of a draft for any other, whose print says so."""
    if version.adopted_on is None or version.valid_from is None:
        return DRAFT
    approvals = version.approvals.filter(verdict=Verdict.APPROVED)
    return Record(
        number=version.number,
        adopted_on=version.adopted_on.isoformat(),
        valid_from=version.valid_from.isoformat(),
        valid_to=version.valid_to.isoformat() if version.valid_to else "",
        code=version.code,
        approvers=tuple(
            Approver(a.party_name, a.by_name, a.by_title, localdate(a.at).isoformat())
            for a in approvals
        ),
    )


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None
