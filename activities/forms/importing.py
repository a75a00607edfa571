"""Forms of the import: the file, and what stands where in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import ActivityPlan
from activities.sheets.columns import COLUMNS
from activities.sheets.inspection import SheetError
from activities.sheets.reading import Sheet, pack, read_workbook, unpack
from activities.sheets.tables import Table, find_table, table_at, table_of

LONGEST_WAIT = 6 * 60 * 60  # seconds between looking at a file and taking it in
SHEET, HEAD_ROW, PLACE, COLUMN = "ark", "rad", "lage", "kolumn-"


class UploadForm(forms.Form):
    """The file to take in; a valid form has its ``sheets``."""

    fil = forms.FileField(
        label=gettext_lazy("Excelfil"),
        allow_empty_file=True,
        help_text=gettext_lazy("En tabell med en insats på varje rad, sparad som .xlsx."),
        error_messages={"required": gettext_lazy("Välj en fil.")},
        widget=forms.FileInput({"accept": ".xlsx", "class": "form-control"}),
    )

    def clean_fil(self) -> Any:
        """Read the file; what is wrong with it is said in a sentence."""
        upload = self.cleaned_data["fil"]
        try:
            self.sheets = read_workbook(upload.read())
        except SheetError as error:
            raise forms.ValidationError(str(error)) from None
        return upload


def seal(sheets: list[Sheet], activity_plan: ActivityPlan, user: int) -> str:
    """What was read, for the browser to keep until it is taken in: signed, so that it cannot be changed,
    and good for nobody else and no other year.
    """
    return signing.dumps(pack(sheets), salt=_salt(activity_plan, user), compress=True)


def unseal(sealed: str, activity_plan: ActivityPlan, user: int) -> list[Sheet]:
    """What ``seal`` sealed. Raises SheetError where it is something else, or too old."""
    try:
        salt = _salt(activity_plan, user)
        return unpack(signing.loads(sealed, salt=salt, max_age=LONGEST_WAIT))
    except signing.BadSignature:
        raise SheetError(_("Det tog för lång tid. Välj filen igen.")) from None


def _salt(activity_plan: ActivityPlan, user: int) -> str:
    return f"activities.import:{activity_plan.pk}:{user}"


class Mapping:
    """Which sheet, which row of headings and which columns: as found, or as somebody has chosen."""

    def __init__(self, sheets: Sequence[Sheet], data: QueryDict | None = None) -> None:
        self.sheets = sheets
        self.index, self.table = find_table(sheets) if data is None else _chosen(sheets, data)

    @property
    def place(self) -> str:
        """The sheet and the row of headings that the columns were chosen for."""
        return f"{self.index}:{self.table.head_row}"

    @property
    def sheet_choices(self) -> list[tuple[int, str]]:
        """(index, title) of the sheets."""
        return [(index, sheet.title) for index, sheet in enumerate(self.sheets)]

    @property
    def column_choices(self) -> list[tuple[str, str]]:
        """(name, label) of all that a column can mean."""
        return [(one.name, str(one.label)) for one in COLUMNS if one.is_read]


def _chosen(sheets: Sequence[Sheet], data: QueryDict) -> tuple[int, Table]:
    index = _number(data.get(SHEET))
    if index not in range(len(sheets)):
        return find_table(sheets)
    sheet = sheets[index]
    row = _number(data.get(HEAD_ROW))
    before, _colon, _row = data.get(PLACE, "").partition(":")
    if row not in sheet.rows or before != str(index):
        return index, table_of(sheet)
    if data.get(PLACE) != f"{index}:{row}":
        return index, table_at(sheet, row)
    names = {_number(n.removeprefix(COLUMN)): str(data[n]) for n in data if n.startswith(COLUMN)}
    return index, table_at(sheet, row, names)


def _number(text: str | None) -> int:
    """A whole number; -1 for what is none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else -1
