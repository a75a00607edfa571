"""What people upload is what it says, and does nothing; the corpus of good and of hostile files."""

from __future__ import annotations

import io
import logging
import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from evaluations import uploads
from evaluations.uploads import REFUSALS, inspected, safe_name

from .uploads_good import good, image, with_place
from .uploads_hostile import CLEAN, NAMES, hostile

GOOD, HOSTILE = good(), hostile()
MOST_SECONDS, MOST_MEMORY = 2, 200 * 1000 * 1000


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="text/html")


@contextmanager
def cheaply(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """All of it costs what it may: in this process by its clock, in the other by what that says.

    Seconds of work, not by the wall: a machine that has much else to do is no fault of a file's.
    """
    caplog.set_level(logging.INFO, logger=uploads.__name__)
    before = worked()
    yield
    assert worked() - before <= MOST_SECONDS
    said = [record for record in caplog.records if record.name == uploads.__name__]
    assert all(record.levelno == logging.INFO for record in said), "it was ended by the kernel"
    for record in said:
        _kind, seconds, memory = record.args  # type: ignore[misc]
        assert float(str(seconds)) > 0
        assert 1_000_000 < int(str(memory)) <= MOST_MEMORY


def worked() -> float:
    """Seconds of work of this process and of those it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def test_the_corpus_is_large_enough() -> None:
    assert len(GOOD) >= 40
    assert len(HOSTILE) + len(NAMES) >= 60
    assert {reason for _n, _d, reason in HOSTILE} == {*REFUSALS, CLEAN}


@pytest.mark.parametrize(("name", "data", "kind"), GOOD, ids=[one[0] for one in GOOD])
def test_good_files_are_taken_as_what_they_are(
    name: str, data: bytes, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    with cheaply(caplog), inspected(upload(name, data)) as taken:
        assert taken.media_type == kind
        assert taken.file_name.endswith(uploads.EXTENSIONS[kind])
        is_image = kind.startswith("image/")
        assert is_image == (taken.thumbnail is not None)
        if not is_image:
            assert taken.file.read_bytes() == data


@pytest.mark.parametrize(("name", "data", "reason"), HOSTILE, ids=[one[0] for one in HOSTILE])
def test_hostile_files_are_refused_or_made_clean(
    name: str, data: bytes, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    if reason == CLEAN:
        with cheaply(caplog), inspected(upload(name, data)) as taken:
            kept = taken.file.read_bytes()
            assert taken.media_type in {"image/png", "image/jpeg"}
        assert b"<script" not in kept
        assert b"PK\x03\x04" not in kept
        assert b"%PDF" not in kept
    else:
        with (
            cheaply(caplog),
            pytest.raises(ValidationError) as refused,
            inspected(upload(name, data)),
        ):
            pytest.fail("it was taken")
        assert refused.value.code == reason, refused.value.messages


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "I;16"])
def test_as_many_pixels_as_are_allowed_cost_no_more(
    mode: str, caplog: pytest.LogCaptureFixture
) -> None:
    data = image("PNG", mode, (6000, 4000))
    with cheaply(caplog), inspected(upload("stor.png", data)) as taken:
        assert (taken.width, taken.height) == (6000, 4000)
        with Image.open(str(taken.thumbnail)) as small:
            assert small.size == (480, 320)


def test_an_image_is_kept_without_what_tells_where_and_who() -> None:
    with inspected(upload("foto.jpg", with_place())) as taken:
        kept = taken.file.read_bytes()
        with Image.open(io.BytesIO(kept)) as image:
            assert image.size == (40, 60)  # turned as the camera was held
            assert not dict(image.getexif())
            assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"Fotografens" not in kept
    assert b"hemlig plats" not in kept


def test_a_file_past_the_limit_is_refused_with_the_limit(settings: object) -> None:
    settings.ARCHIVE_LARGEST_FILE = 1024 * 1024  # type: ignore[attr-defined]
    with pytest.raises(ValidationError) as refused, inspected(upload("a.txt", b"a" * 1100_000)):
        pytest.fail("it was taken")
    assert refused.value.messages == ["Filen är större än 1 MB. Välj en mindre."]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_words_and_the_ending_of_the_type(name: str) -> None:
    safe = safe_name(name, "image/png")
    assert safe.endswith(".png")
    assert 4 < len(safe) <= uploads.LONGEST_NAME + 4
    assert safe.isprintable()
    assert not set(safe) & set('/\\<>"')
    assert not safe.startswith(".")
