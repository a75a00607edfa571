"""The archive: bytes under their SHA-256, disposal with a trace, and a manifest that finds what changed."""

from __future__ import annotations

import errno
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from activities.models import Activity
from core.models import Change
from evaluations import store
from evaluations.manifest import kept_items, unclaimed, verified
from evaluations.models import ArchiveItem, StoredFile
from evaluations.services import archive
from tests.activities.year import make_activity, make_year
from tests.people import World
from tests.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def effort(world: World) -> Activity:
    return make_activity(make_year(world.in_force, world.communicator), world.communicator)


def add(effort: Activity, world: World, data: bytes, name: str = "a.png") -> ArchiveItem:
    upload = SimpleUploadedFile(name, data)
    return archive.add_file(activity=effort, upload=upload, by=world.communicator)


def files(media: Path) -> list[str]:
    return sorted(path.name for path in media.rglob("*") if path.is_file())


def test_a_file_lies_under_the_sha256_of_its_bytes(effort: Activity, world: World) -> None:
    item = add(effort, world, picture())
    assert item.file is not None
    assert store.sha256_of(store.path_of(item.file.sha256)) == item.file.sha256
    assert (item.file.width, item.file.height) == (8, 8)
    assert item.is_image
    logged = Change.objects.filter(kind="archive_item").get()
    assert logged.action == "added"
    assert logged.after["sha256"] == item.file_id  # type: ignore[index]


def test_the_same_bytes_lie_there_once_and_go_with_the_last_who_shows_them(
    effort: Activity, world: World, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    one, other = (add(effort, world, b"Ett protokoll.", "a.txt") for _n in range(2))
    assert one.file_id == other.file_id
    assert files(media) == [one.file_id]
    for item, left in ((one, [one.file_id]), (other, [])):
        with django_capture_on_commit_callbacks(execute=True):
            archive.dispose(item=item, ground="Gallringsplan 4.2", by=world.coordinator)
        assert files(media) == left
    trace = ArchiveItem.objects.get(pk=other.pk)
    assert trace.disposal_ground == "Gallringsplan 4.2"
    assert trace.disposed_by == world.coordinator
    assert trace.file_id is None
    assert not StoredFile.objects.exists()
    log = Change.objects.filter(action="disposed").first()
    assert log is not None
    assert log.before["sha256"] == one.file_id  # type: ignore[index]


def test_disposal_needs_a_ground_and_happens_once(effort: Activity, world: World) -> None:
    item = add(effort, world, b"Ord.", "a.txt")
    with pytest.raises(ValidationError):
        archive.dispose(item=item, ground="  ", by=world.coordinator)
    archive.dispose(item=item, ground="Fel fil", by=world.coordinator)
    with pytest.raises(ValidationError, match="redan"):
        archive.dispose(item=item, ground="Fel fil", by=world.coordinator)


def test_a_full_disk_leaves_nothing_half(
    effort: Activity, world: World, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ValidationError, match="ont om plats"):
        add(effort, world, picture())
    assert files(media) == []
    assert not ArchiveItem.objects.exists()
    assert not StoredFile.objects.exists()


def test_the_manifest_names_exactly_what_changed(effort: Activity, world: World) -> None:
    items = [add(effort, world, f"Text {n}".encode(), f"{n}.txt") for n in range(5)]
    archive.add_link(
        activity=effort, address="https://alvhamra.example/", title="", by=world.communicator
    )
    assert all(line.is_well for line in verified(kept_items()))
    changed, lost = items[1], items[3]
    path = store.path_of(str(changed.file_id))
    path.chmod(0o600)
    path.write_bytes(b"text 1")
    store.remove(str(lost.file_id))
    ill = {line.item.pk: line.state for line in verified(kept_items()) if not line.is_well}
    assert ill == {changed.pk: "changed", lost.pk: "lost"}
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="2 av 6"):
        call_command("verify_archive", stdout=out, stderr=err)
    assert str(changed.token) in err.getvalue()
    assert str(items[0].token) not in err.getvalue()
    assert store.read_whole(str(changed.file_id)) is None
    add(effort, world, b"Text 1", "igen.txt")  # the same bytes once more heal what has come to harm
    assert store.read_whole(str(changed.file_id)) == b"Text 1"


def test_the_manifest_is_written_for_machines_too(effort: Activity, world: World) -> None:
    item = add(effort, world, picture())
    out = StringIO()
    call_command("verify_archive", "--json", stdout=out)
    [line] = map(json.loads, out.getvalue().splitlines())
    assert line["sha256"] == item.file_id
    assert line["state"] == "whole"


def test_what_nobody_shows_is_found_and_swept_but_never_what_is_shown(
    effort: Activity, world: World, tmp_path: Path
) -> None:
    item = add(effort, world, b"Ord.", "a.txt")
    stray = tmp_path / "x"
    stray.write_bytes(b"kvar efter ett avbrott")
    sha256 = store.put(stray)
    assert list(unclaimed()) == [sha256]
    call_command("verify_archive", "--remove-unclaimed", stdout=StringIO(), stderr=StringIO())
    assert list(unclaimed()) == []
    assert not archive.sweep(str(item.file_id))
    assert store.read_whole(str(item.file_id)) == b"Ord."
