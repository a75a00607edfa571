"""The archive of an activity: adding, disposing, and keeping bytes and rows in step.

Bytes are written while the row that names them is locked, and removed while a row of that name is
held: whoever adds the same bytes at that moment waits, and writes them anew.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Activity
from core import changes
from evaluations import store
from evaluations.enums import ArchiveKind
from evaluations.models import ArchiveItem, StoredFile
from evaluations.services.pack import forget_prints_with
from evaluations.uploads import Accepted, inspected
from plans.services.subjects import subject_of


def add_file(
    *,
    activity: Activity,
    upload: UploadedFile[Any],
    by: User,
    kind: str = "",
    title: str = "",
    image_kind: ArchiveKind = ArchiveKind.PHOTO,
) -> ArchiveItem:
    """Keep an uploaded file, of ``image_kind`` if it is an image and ``kind`` does not say.

    Raises ValidationError, with a sentence, where it is not taken.
    """
    with inspected(upload) as taken:
        try:
            usual = image_kind if taken.thumbnail is not None else ArchiveKind.DOCUMENT
            return _add(activity, taken, by, kind or usual, title)
        except OSError:
            message = _("Filen kunde inte sparas: det är ont om plats. Säg till en administratör.")
            raise ValidationError(message, code="full") from None


@transaction.atomic
def _add(activity: Activity, taken: Accepted, by: User, kind: str, title: str) -> ArchiveItem:
    item = _new(activity, by)
    item.file = _kept(taken)
    if taken.thumbnail is not None:
        thumbnail = Accepted(taken.thumbnail, None, taken.media_type, None, None, "", "")
        item.thumbnail = _kept(thumbnail)
    item.kind = kind
    item.title = title.strip() or taken.file_name
    item.file_name, item.original_sha256 = taken.file_name, taken.original_sha256
    return _stored(item, by)


def _new(activity: Activity, by: User) -> ArchiveItem:
    now = timezone.localtime()
    return ArchiveItem(
        activity=activity,
        added_by=by,
        captured_on=now.date(),
        captured_time=now.time().replace(second=0, microsecond=0),
        captured_by=str(by)[:150],
    )


def _stored(item: ArchiveItem, by: User) -> ArchiveItem:
    item.full_clean(exclude=["activity", "file", "thumbnail", "added_by"])
    item.save()
    after = {"name": item.title, "sha256": item.file_id or "", "address": item.address}
    _log(item, "added", by, after=after)
    return item


def _kept(taken: Accepted) -> StoredFile:
    """The row of the bytes, and the bytes; call it in a transaction."""
    row, _is_new = StoredFile.objects.select_for_update().get_or_create(
        sha256=store.sha256_of(taken.file),
        defaults={
            "media_type": taken.media_type,
            "size": taken.file.stat().st_size,
            "width": taken.width,
            "height": taken.height,
        },
    )
    store.put(taken.file)
    return row


@transaction.atomic
def add_link(*, activity: Activity, address: str, title: str, by: User) -> ArchiveItem:
    """Keep an address, as it was at this time. Raises ValidationError where it is none."""
    item = _new(activity, by)
    item.kind, item.address = ArchiveKind.LINK, address.strip()
    item.title = title.strip() or item.address[:300]
    if not item.address.lower().startswith(("https://", "http://")):
        message = _("Skriv en hel adress, till exempel https://alvhamra.example.")
        raise ValidationError({"address": message})
    return _stored(item, by)


@transaction.atomic
def dispose(*, item: ArchiveItem, ground: str, by: User) -> None:
    """Dispose of an item on a ground: its row stays as a trace, its bytes go if no other shows them.

    With them go the prints of packs that show it; what has been mailed already lies on in the mails.
    Raises ValidationError without a ground, and where somebody else was first.
    """
    if not ground.strip():
        raise ValidationError({"ground": _("Skriv på vilken grund materialet gallras.")})
    found = ArchiveItem.objects.select_for_update().get(pk=item.pk)
    if found.is_gone:
        raise ValidationError(_("Materialet är redan gallrat."))
    # A small picture is its own thumbnail; in one order, so that two who dispose never wait in a ring.
    files = sorted({sha256 for sha256 in (found.file_id, found.thumbnail_id) if sha256})
    before = {"name": found.title, "sha256": found.file_id or "", "address": found.address}
    found.file = found.thumbnail = None
    found.disposed_at, found.disposed_by = timezone.now(), by
    found.disposed_by_name, found.disposal_ground = str(by), ground.strip()
    found.save()
    for sha256 in files:
        _let_go(sha256)
        forget_prints_with(sha256, agreement=item.activity.node.plan.agreement_id)
    _log(item, "disposed", by, before=before, after={"name": found.title, "ground": ground.strip()})


def _let_go(sha256: str) -> None:
    """Remove a file's row if no item shows it any more, and its bytes once that is settled."""
    row = StoredFile.objects.select_for_update().get(pk=sha256)
    if not ArchiveItem.objects.filter(Q(file=row) | Q(thumbnail=row)).exists():
        row.delete()
        transaction.on_commit(lambda: sweep(sha256))


def sweep(sha256: str) -> bool:
    """Remove bytes that no row names; whether there were none who wanted them.

    The name is taken while they go: whoever adds the same bytes meanwhile waits for it.
    """
    try:
        with transaction.atomic():
            row = StoredFile.objects.create(sha256=sha256, media_type="", size=0)
            store.remove(sha256)
            row.delete()
    except IntegrityError:
        return False
    return True


def _log(item: ArchiveItem, action: str, by: User, before: Any = None, after: Any = None) -> None:
    subject = subject_of(item)
    changes.record(
        by=by,
        scope=subject.scope,
        action=action,
        kind=subject.kind,
        key=subject.key,
        before=before,
        after=after,
    )
