"""The minutes in print: what they say, that they are archival files, and that the same makes the same."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.dispatch import receiver
from django.test.signals import template_rendered

from core.canonical import canonical_bytes
from core.prints.models import Rendering
from evaluations import minutes_printing
from evaluations.minutes_typesetting import typeset_minutes
from evaluations.models import Review
from evaluations.services import closing
from evaluations.services.minutes_prints import MINUTES_KIND
from tests.core.pdf.conformance import problems
from tests.core.pdf.reading import spoken
from tests.people import World
from tests.undefined import undefined as undefined

from .meetings import begun, filled, item_of, note

pytestmark = pytest.mark.django_db
SITE = "https://samrad.example"


def printed(review: Review) -> bytes:
    rendering = Rendering.objects.get(kind=MINUTES_KIND, subject_id=review.pk)
    return typeset_minutes(
        rendering.source, rendering.record, site_url=SITE, on_progress=lambda pages: None
    )


def says(pdf: bytes, *expected: str) -> bool:
    """Whether all is read aloud; where a line ends, nothing is sure of the space or hyphen there."""
    words = "".join(spoken(pdf).split()).replace("-", "")
    return all("".join(one.split()).replace("-", "") in words for one in expected)


def test_the_minutes_say_all_and_hold_their_source(world: World, undefined: set[str]) -> None:
    review = filled(world)
    closing.close(review=review, by=world.director)
    pdf = printed(review)
    assert says(
        pdf,
        "Minnesanteckningar nr 1",
        "Minnesanteckningar från översyn 1",
        str(world.municipality),
        str(world.police),
        str(world.director),
        "Inbrotten ökar.",
        "på kvällar",
        "Beslut 1",
        "Vi riktar insatserna mot söder.",
        "Skriv till fastighetsägarna",
        "tillsammans med polisen",
        "Tas upp nästa gång.",
        "Lägesbilden vid mötet",
        "Inbrott i källare",
        "Torgmöte",
        review.minutes_sha256,
    )
    with pikepdf.open(BytesIO(pdf)) as opened:
        file = opened.attachments["anteckningar.json"]
        assert file.get_file().read_bytes() == review.minutes.encode()
        assert file.obj["/AFRelationship"] == "/Source"
    assert pdf == printed(review), "the same bytes"
    assert undefined == set()


def test_the_minutes_are_archival_files_for_everybody(world: World) -> None:
    review = filled(world)
    closing.close(review=review, by=world.director)
    assert problems(printed(review)) == []


def test_so_are_those_of_a_meeting_without_words_and_of_a_long_one(world: World) -> None:
    review = begun(world)
    for number in range(60):
        item = item_of(review, "picture")
        note(item, item.notes + f"\n\n1. Punkt {number}\n2. **Fet** och *kursiv*", world.director)
    closing.close(review=review, by=world.director)
    pdf = printed(review)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert len(opened.pages) > 2
    assert problems(pdf) == []
    value = json.loads(review.minutes)
    for name in ("agenda", "participants", "parties", "pack", "place", "begun_at"):
        value.pop(name, None)
    bare = canonical_bytes({"minutes": value, "images": {}}).decode()
    empty = typeset_minutes(bare, "0" * 64, site_url=SITE, on_progress=lambda pages: None)
    assert problems(empty) == []


def test_every_source_of_the_renderer_is_there_and_every_template_is_one(world: World) -> None:
    base = Path(settings.BASE_DIR)
    assert [one for one in minutes_printing.SOURCES if not list(base.glob(one))] == []
    used: set[str] = set()

    @receiver(template_rendered)
    def note_template(template: object, **kwargs: object) -> None:
        used.add(f"templates/{getattr(template, 'name', '')}")

    review = filled(world)
    closing.close(review=review, by=world.director)
    used.clear()
    minutes_printing.minutes_html(json.loads(review.minutes), sha256="")
    known = minutes_printing.SOURCES
    assert used
    assert {name for name in used if not any(Path(name).match(one) for one in known)} == set()
