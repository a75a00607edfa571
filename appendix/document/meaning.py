"""What a schema cannot say of a document: keys that resolve, days that exist, images that are images."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image as Picture
from PIL import ImageFile

from activities.calendar.recurrence import Rule, RuleError
from plans import registry
from plans.enums import Layout
from plans.models.image import LARGEST_IMAGE, MOST_PIXELS
from plans.shape import DEEPEST_ITEMS, DEEPEST_SECTIONS
from plans.typed_values import control_problem

from .canonical import Document
from .problems import Problem, path_of
from .schema import types_of
from .shape import SECTION_REFERENCES

Path = list[str | int]

FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}
DATED = ("date", "period", "month", "week")


def meaning_problems(document: Document) -> Iterator[Problem]:
    """What is wrong with a ``document`` that its schema has found nothing to say about."""
    yield from _Meaning(document).problems()


class _Meaning:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.kinds: dict[str, str] = {}  # key → what it names
        self.used_images: set[str] = set()

    def problems(self) -> Iterator[Problem]:
        yield from self._keys()
        yield from self._document_control()
        for index, section in enumerate(self.document.get("sections", [])):
            yield from self._section(section, ["sections", index])
        yield from self._images()

    def _keys(self) -> Iterator[Problem]:
        for key, names, path in all_keys(self.document):
            if key in self.kinds:
                yield Problem(path_of([*path, "key"]), _("nyckeln %s finns redan") % f"”{key}”")
            self.kinds[key] = names

    def _document_control(self) -> Iterator[Problem]:
        document = self.document
        yield from _days(document, [])
        if (document.get("review_cycle") == "months") != ("review_months" in document):
            yield Problem("review_months", _("ska stå när review_cycle är ”months”, och bara då"))
        yield from self._logos()
        yield from self._rows()

    def _rows(self) -> Iterator[Problem]:
        """Rows of document control and roles: their typed values and whose they are."""
        for index, row in enumerate(self.document.get("control", [])):
            if message := control_problem(row.get("kind"), row.get("value")):
                yield Problem(f"control[{index}].value", message)
        for name in ("control", "roles"):
            for index, row in enumerate(self.document.get(name, [])):
                yield from self._key(row, "organisation", ("organisation",), [name, index])

    def _logos(self) -> Iterator[Problem]:
        for index, row in enumerate(self.document.get("organisations", [])):
            if image := row.get("logo"):
                yield from self._image(image, ["organisations", index, "logo"])
                if "logo_alt" not in row:
                    yield Problem(f"organisations[{index}]", _("logotypen saknar logo_alt"))

    def _section(self, section: Mapping[str, Any], path: Path) -> Iterator[Problem]:
        kind = registry.get(section["kind"])
        if path.count("sections") > DEEPEST_SECTIONS:
            yield Problem(path_of(path), _("avsnitten är nästlade i för många nivåer"))
            return
        if "number" in section and section.get("numbering") != "own":
            yield Problem(path_of([*path, "number"]), _("hör ihop med numbering ”own”"))
        if "items" in section and kind.model is None:
            yield Problem(path_of([*path, "items"]), _("ett textavsnitt har inga poster"))
        yield from self._key(section, "party", ("organisation",), path)
        yield from self._references(section, SECTION_REFERENCES, path)
        yield from _columns(section, kind, path)
        yield from _type(section, kind, path)
        if section.get("layout") == Layout.WHEEL and not registry.drawing_of(kind.name):
            yield Problem(path_of([*path, "layout"]), _("ett sådant avsnitt kan inte vara årshjul"))
        for index, item in enumerate(section.get("items", [])):
            yield from self._item(item, kind, [*path, "items", index])
        for index, child in enumerate(section.get("sections", [])):
            yield from self._section(child, [*path, "sections", index])

    def _item(
        self, item: Mapping[str, Any], kind: registry.Kind, path: Path, depth: int = 1
    ) -> Iterator[Problem]:
        if depth > DEEPEST_ITEMS:
            yield Problem(path_of(path), _("posterna är nästlade i för många nivåer"))
            return
        yield from _days(item, path)
        yield from self._key(item, "party", ("organisation",), path)
        yield from self._key(item, "deputy", (kind.name,), path)
        yield from self._references(item, kind.references, path)
        if item.get("deputy") == item["key"]:
            yield Problem(path_of([*path, "deputy"]), _("ingen kan vara sin egen ersättare"))
        if "times_a_year" in item and item.get("timing_kind") != "times_a_year":
            message = _("hör ihop med timing_kind ”times_a_year”")
            yield Problem(path_of([*path, "times_a_year"]), message)
        if item.get("timing_kind") in DATED and "starts_on" not in item:
            yield Problem(path_of(path), _("tidpunkten behöver starts_on"))
        yield from _coming_back(item, path)
        if image := item.get("image"):
            yield from self._image(image, [*path, "image"])
        for index, child in enumerate(item.get("items", [])):
            yield from self._item(child, kind, [*path, "items", index], depth + 1)

    def _references(
        self, row: Mapping[str, Any], fields: Mapping[str, tuple[str, ...]], path: Path
    ) -> Iterator[Problem]:
        for field, kinds in fields.items():
            for index, key in enumerate(row.get(field, [])):
                yield from self._points_at(key, kinds, [*path, field, index])

    def _key(
        self, row: Mapping[str, Any], field: str, kinds: tuple[str, ...], path: Path
    ) -> Iterator[Problem]:
        if field in row:
            yield from self._points_at(row[field], kinds, [*path, field])

    def _points_at(self, key: str, kinds: tuple[str, ...], path: Path) -> Iterator[Problem]:
        if key not in self.kinds:
            yield Problem(path_of(path), _("nyckeln ”%s” finns inte i dokumentet") % key)
        elif self.kinds[key] not in kinds:
            message = _("”%(key)s” är %(found)s, här väntades %(expected)s") % {
                "key": key,
                "found": self.kinds[key],
                "expected": ", ".join(kinds),
            }
            yield Problem(path_of(path), message)

    def _image(self, sha256: str, path: Path) -> Iterator[Problem]:
        self.used_images.add(sha256)
        if sha256 not in self.document.get("images", {}):
            yield Problem(path_of(path), _("bilden finns inte under images"))

    def _images(self) -> Iterator[Problem]:
        for sha256, image in self.document.get("images", {}).items():
            path = f"images.{sha256[:12]}…"
            if sha256 not in self.used_images:
                yield Problem(path, _("bilden används inte i dokumentet"))
            if message := image_problem(sha256, image["media_type"], image["data"]):
                yield Problem(path, message)


def all_keys(document: Document) -> Iterator[tuple[str, str, Path]]:
    """Every key of ``document`` with what it names (a kind of item, "section" …) and its path."""
    for name, names in (("organisations", "organisation"), ("roles", "role")):
        for index, row in enumerate(document.get(name, [])):
            yield row["key"], names, [name, index]
    for index, section in enumerate(document.get("sections", [])):
        yield from _section_keys(section, ["sections", index])


def _section_keys(section: Mapping[str, Any], path: Path) -> Iterator[tuple[str, str, Path]]:
    yield section["key"], "section", path
    yield from _item_keys(section, section["kind"], path)
    for index, child in enumerate(section.get("sections", [])):
        yield from _section_keys(child, [*path, "sections", index])


def _item_keys(row: Mapping[str, Any], kind: str, path: Path) -> Iterator[tuple[str, str, Path]]:
    for index, item in enumerate(row.get("items", [])):
        yield item["key"], kind, [*path, "items", index]
        yield from _item_keys(item, kind, [*path, "items", index])


def _days(row: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    days = {}
    for field in ("starts_on", "ends_on"):
        if field in row:
            try:
                days[field] = date.fromisoformat(row[field])
            except ValueError:
                yield Problem(path_of([*path, field]), _("dagen %s finns inte") % row[field])
    if len(days) == 2 and days["ends_on"] < days["starts_on"]:
        yield Problem(path_of([*path, "ends_on"]), _("sista dagen ligger före den första"))


def _coming_back(item: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    """What is wrong with the rule by which an activity comes back."""
    if "recurrence" not in item:
        return
    if item.get("timing_kind") != "recurrence":
        message = _("hör ihop med timing_kind ”recurrence”")
        yield Problem(path_of([*path, "recurrence"]), message)
    if "starts_on" not in item:
        yield Problem(path_of(path), _("upprepningen behöver starts_on"))
    try:
        Rule.parse(item["recurrence"])
    except RuleError as error:
        message = _("upprepningen går inte att läsa (%s)") % error
        yield Problem(path_of([*path, "recurrence"]), message)


def _columns(section: Mapping[str, Any], kind: registry.Kind, path: Path) -> Iterator[Problem]:
    fields = ("name", "text", *kind.fields) if kind.model else ()
    for index, column in enumerate(section.get("columns", [])):
        if "field" in column and column["field"] not in fields:
            message = _("”%(field)s” är inget fält här; välj ett av %(fields)s") % {
                "field": column["field"],
                "fields": ", ".join(fields) or "–",
            }
            yield Problem(path_of([*path, "columns", index, "field"]), message)


def _type(section: Mapping[str, Any], kind: registry.Kind, path: Path) -> Iterator[Problem]:
    """A typed value for another kind is legal: the sub-sections inherit it."""
    known = types_of(kind)
    if "type" in section and known and section["type"] not in known:
        message = _("”%(value)s” passar inte; välj ett av %(choices)s") % {
            "value": section["type"],
            "choices": ", ".join(known),
        }
        yield Problem(path_of([*path, "type"]), message)


def image_problem(sha256: str, media_type: str, data: str) -> str | None:
    """What is wrong with an image of a document; None when it is what it says."""
    try:
        raw = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return _("data är inte base64")
    if base64.b64encode(raw).decode() != data:
        return _("data är inte base64 i sin enda form")
    if len(raw) > LARGEST_IMAGE:
        return _("bilden är större än %s MB") % (LARGEST_IMAGE // 1024 // 1024)
    if hashlib.sha256(raw).hexdigest() != sha256:
        return _("bildens SHA-256 är en annan än den står under")
    return _picture_problem(raw, FORMATS[media_type])


def _picture_problem(raw: bytes, expected: str) -> str | None:
    """Opens the picture for real, with a limit on pixels set before anything is unpacked."""
    try:
        with _no_leniency(), Picture.open(io.BytesIO(raw), formats=[expected]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return _too_many_pixels()
            picture.load()
    except (Picture.DecompressionBombError, Picture.DecompressionBombWarning):
        return _too_many_pixels()
    except Exception:  # Pillow raises whatever a broken file provokes, SyntaxError included
        return _("bilden går inte att läsa som %s") % expected
    return None


@contextmanager
def _no_leniency() -> Iterator[None]:
    """Lets no bomb and no cut-off picture through.

    WeasyPrint tells Pillow, for the whole process, to load what is cut off: without this a document
    would be read or refused depending on whether a PDF had been made before.
    """
    lenient = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Picture.DecompressionBombWarning)
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _too_many_pixels() -> str:
    return _("bilden har fler än %s miljoner bildpunkter") % (MOST_PIXELS // 1_000_000)
