"""What is still missing or doubtful in a plan while it is written: advice, never a block.

Each check is a function of what there is to look at (``Draft``); an app above registers its own
in ``AppConfig.ready()``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from core.templatetags.swedish import long_date
from plans import registry
from plans.enums import AgreementKind, ControlKind, Layout
from plans.models import Plan

Written = Mapping[str, Any]

ENDING_SOON = timedelta(days=90)
EMPTY_LINK_WORDS = ("här", "klicka här", "länk", "läs mer", "här.")
_LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")


@dataclass(frozen=True)
class Draft:
    """What checks look at: the plan with its agreement, its document, and the day."""

    plan: Plan
    document: Written
    on: date

    def sections(self) -> Iterator[Written]:
        """Every section, in the order in which they are read."""
        yield from _below(self.document.get("sections", []))

    def items(self, kind: str) -> Iterator[tuple[Written, Written]]:
        """Every item of ``kind`` with the section it stands in."""
        for section in self.sections():
            if section["kind"] == kind:
                yield from ((section, item) for item in _items(section.get("items", [])))


@dataclass(frozen=True)
class Advice:
    """One thing to look at; ``key`` leads to the section ("" is document control) and the item."""

    sentence: str
    section: str = ""
    item: str = ""


Check = Callable[[Draft], Iterator[Advice]]
_checks: list[Check] = []


def register(check: Check) -> Check:
    """Make ``check`` one of those that are asked; a decorator."""
    _checks.append(check)
    return check


def advice_on(draft: Draft) -> list[Advice]:
    """All that the checks have to say of ``draft``, in the order in which they were registered."""
    return [advice for check in _checks for advice in check(draft)]


def _below(sections: list[Written]) -> Iterator[Written]:
    for section in sections:
        yield section
        yield from _below(section.get("sections", []))


def _items(items: list[Written]) -> Iterator[Written]:
    for item in items:
        yield item
        yield from _items(item.get("items", []))


def _texts(row: Written) -> Iterator[str]:
    yield row.get("text", "")
    yield from row.get("cells", [])


@register
def expired_agreement(draft: Draft) -> Iterator[Advice]:
    """The agreement's last day has passed, or comes soon."""
    last = draft.plan.agreement.ends_on
    if last is None:
        return
    if last < draft.on:
        yield Advice(_("Överenskommelsen gick ut %s.") % long_date(last))
    elif last <= draft.on + ENDING_SOON:
        yield Advice(_("Överenskommelsen går ut %s.") % long_date(last))


@register
def missing_registration_number(draft: Draft) -> Iterator[Advice]:
    """An appendix to an agreement without a registration number is hard to find in an archive."""
    if draft.plan.agreement.kind == AgreementKind.NONE:
        return
    rows = draft.document.get("control", [])
    if not any(
        row.get("kind") == ControlKind.REGISTRATION_NUMBER
        and (row.get("words") or row.get("value"))
        for row in rows
    ):
        yield Advice(_("Diarienummer saknas bland dokumentuppgifterna."))


@register
def heading_without_content(draft: Draft) -> Iterator[Advice]:
    """A heading under which nothing is printed."""
    for section in draft.sections():
        if section.get("heading") and not _says_anything(section):
            words = _("Avsnittet ”%s” har en rubrik men inget innehåll.")
            yield Advice(words % section["heading"], section["key"])


def _says_anything(section: Written) -> bool:
    return bool(
        section.get("text")
        or section.get("items")
        or section.get("keep_when_empty")
        or any(_says_anything(child) for child in section.get("sections", []))
    )


@register
def empty_main_message(draft: Draft) -> Iterator[Advice]:
    """A section for messages in which none is the main message, or that message has no words."""
    messages = list(draft.items("messages"))
    mains = [(section, item) for section, item in messages if item.get("is_main")]
    for section, item in mains:
        if not (item.get("name") or item.get("text")):
            yield Advice(_("Huvudbudskapet är tomt."), section["key"], item["key"])
    if messages and not mains:
        yield Advice(_("Inget av budskapen är markerat som huvudbudskap."), messages[0][0]["key"])


@register
def table_without_heads(draft: Draft) -> Iterator[Advice]:
    """A table whose columns have no labels is hard to read aloud."""
    for section in draft.sections():
        kind = registry.get(section["kind"])
        is_table = (section.get("layout") or kind.layout) == Layout.TABLE and section.get("items")
        if is_table and not _has_heads(section, kind):
            words = _("Tabellen under ”%s” saknar kolumnrubriker.")
            yield Advice(words % _called(section), section["key"])


def _has_heads(section: Written, kind: registry.Kind) -> bool:
    columns = section.get("columns")
    if columns is None:
        return bool(kind.columns)
    return all(column.get("label") for column in columns)


@register
def empty_link_words(draft: Draft) -> Iterator[Advice]:
    """A link called "here" says nothing to those who hear links read out one by one."""
    for section in draft.sections():
        if words := _bad_link(section):
            yield Advice(words, section["key"])
        for item in _items(section.get("items", [])):
            if words := _bad_link(item):
                yield Advice(words, section["key"], item["key"])


def _bad_link(row: Written) -> str:
    for text in _texts(row):
        for words, _target in _LINK.findall(text):
            if words.strip().casefold() in EMPTY_LINK_WORDS:
                return str(_("Länken ”%s” säger inte vart den leder.") % words.strip())
    return ""


@register
def ending_spokespersons(draft: Draft) -> Iterator[Advice]:
    """Somebody who speaks for a party and whose period has ended, or ends soon."""
    for section, item in draft.items("spokespersons"):
        last = date.fromisoformat(item["ends_on"]) if "ends_on" in item else None
        if last is None or last > draft.on + ENDING_SOON:
            continue
        words = _("%(who)s: uppdraget %(ends)s %(day)s.")
        ends = _("tog slut") if last < draft.on else _("tar slut")
        who = item.get("name") or item.get("title") or _("En talesperson")
        sentence = words % {"who": who, "ends": ends, "day": long_date(last)}
        yield Advice(sentence, section["key"], item["key"])


@register
def figure_without_description(draft: Draft) -> Iterator[Advice]:
    """A picture that those who cannot see it know nothing of; it also stops the print."""
    for section, item in draft.items("figure"):
        if item.get("image") and not item.get("alt"):
            yield Advice(_("Bilden saknar alternativtext."), section["key"], item["key"])


def _called(section: Written) -> str:
    return str(section.get("heading") or registry.get(section["kind"]).label)
