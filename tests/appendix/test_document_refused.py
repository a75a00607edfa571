"""Malformed document files: refused whole, with the place and the reason, and nothing is stored."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from PIL import Image as Picture
from PIL import ImageFile

from accounts.models import Organisation
from appendix.document import DocumentError, canonical_bytes, read
from core.models import Change
from plans.models import Agreement, Image, Node, Plan
from tests.pictures import picture

from .malformed_files import ALL, text_of
from .malformed_pieces import shown
from .sample import SAMPLE, with_change, with_changes


def matches(path: str, expected: str) -> bool:
    if expected == "…":
        return path.endswith("…")
    return path == expected or ("\\" in expected and re.fullmatch(expected, path) is not None)


def test_the_sample_itself_is_read() -> None:
    assert read(canonical_bytes(SAMPLE)) == SAMPLE


@pytest.mark.parametrize(("data", "path", "words"), ALL.values(), ids=ALL)
def test_what_is_wrong_is_told_with_its_place(data: bytes, path: str, words: str) -> None:
    with pytest.raises(DocumentError) as refused:
        read(data)
    told = [(p.path, p.message) for p in refused.value.problems]
    assert any(matches(found, path) and words in message for found, message in told), told


@pytest.mark.django_db
@pytest.mark.parametrize(("data", "path", "words"), ALL.values(), ids=ALL)
def test_nothing_is_stored_of_a_malformed_file(
    data: bytes, path: str, words: str, tmp_path: Path
) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(data)
    with pytest.raises(CommandError) as refused:
        call_command("import_plan", str(file), "--new-agreement")
    assert words in str(refused.value)
    for model in (Plan, Agreement, Organisation, Node, Image, Change):
        assert not model._default_manager.exists()


def test_a_file_that_is_too_large_is_not_parsed() -> None:
    with pytest.raises(DocumentError, match="filen är större än 40 MB"):
        read(b" " * (40 * 1024 * 1024 + 1))


def test_an_image_that_is_too_large() -> None:
    noise = Picture.effect_noise((3200, 3200), 100)
    output = io.BytesIO()
    noise.save(output, "PNG")
    assert output.tell() > 8 * 1024 * 1024
    with pytest.raises(DocumentError, match="bilden är större än 8 MB"):
        read(text_of(shown(output.getvalue())).encode())


def test_a_picture_cut_off_is_refused_also_where_pdfs_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """WeasyPrint sets this for the whole process when it is imported."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(DocumentError, match="går inte att läsa som PNG"):
        read(text_of(shown(picture()[:45])).encode())
    assert ImageFile.LOAD_TRUNCATED_IMAGES


def test_all_problems_are_told_at_once_but_no_more_than_fifty() -> None:
    wrong = with_changes(("title", 7), ("sections[5].kind", "poem"), ("ends_on", "snart"))
    with pytest.raises(DocumentError) as refused:
        read(text_of(wrong).encode())
    assert {p.path for p in refused.value.problems} == {"title", "sections[5].kind", "ends_on"}

    items = [{"key": f"grupp-{n}", "name": n} for n in range(200)]
    with pytest.raises(DocumentError) as refused:
        read(text_of(with_change("sections[0].items", items)).encode())
    paths = [problem.path for problem in refused.value.problems]
    assert paths == [f"sections[0].items[{number}].name" for number in range(50)]


def test_messages_shorten_what_they_quote() -> None:
    with pytest.raises(DocumentError) as refused:
        read(text_of(with_change("kind", "x" * 5000)).encode())
    assert len(str(refused.value)) < 300
