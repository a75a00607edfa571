"""What the archive should hold, beside what it holds: which item is whole, changed or lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from evaluations import store
from evaluations.models import ArchiveItem, StoredFile

WHOLE, CHANGED, LOST, LINK = "whole", "changed", "lost", "link"
WORDS = {
    WHOLE: _("oförändrad"),
    CHANGED: _("har ändrats"),
    LOST: _("saknas"),
    LINK: _("länk, utan fil"),
}


@dataclass(frozen=True)
class Line:
    """One item and the state of its bytes."""

    item: ArchiveItem
    state: str

    @property
    def words(self) -> str:
        """The state, for people."""
        return str(WORDS[self.state])

    @property
    def is_well(self) -> bool:
        """Whether what is kept is what was added."""
        return self.state in {WHOLE, LINK}

    def as_json(self) -> dict[str, str | int | None]:
        """The line in a list for machines."""
        item = self.item
        return {
            "item": str(item.token),
            "activity": item.activity.node.key,
            "kind": item.kind,
            "title": item.title,
            "captured_on": item.captured_on.isoformat(),
            "address": item.address or None,
            "file_name": item.file_name or None,
            "sha256": item.file_id,
            "size": item.file.size if item.file else None,
            "state": self.state,
        }


def kept_items() -> QuerySet[ArchiveItem]:
    """Everything in the archive, with what a line says of it."""
    rows = ArchiveItem.objects.kept()
    return rows.select_related("file", "activity__node__plan").order_by("captured_on", "pk")


def verified(items: Iterable[ArchiveItem]) -> Iterator[Line]:
    """Read every byte of ``items`` again; a file that several show is read once."""
    known: dict[str, str] = {}
    for item in items:
        if item.file_id is None:
            yield Line(item, LINK)
            continue
        states = [_state(sha256, known) for sha256 in (item.file_id, item.thumbnail_id) if sha256]
        yield Line(item, next((state for state in states if state != WHOLE), WHOLE))


def _state(sha256: str, known: dict[str, str]) -> str:
    if sha256 not in known:
        try:
            is_whole = store.sha256_of(store.path_of(sha256)) == sha256
            known[sha256] = WHOLE if is_whole else CHANGED
        except OSError:
            known[sha256] = LOST
    return known[sha256]


def unclaimed() -> Iterator[str]:
    """Files that no row names: what a stop at the wrong moment has left."""
    named = set(StoredFile.objects.values_list("sha256", flat=True))
    yield from (sha256 for sha256 in store.names() if sha256 not in named)
