"""The queue of prints, without a word of what is printed: kinds, places, and who gets in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string

from accounts.models import Organisation, User
from core.pdf.contract import PrintError
from core.prints import keys, kinds, queue, work
from core.prints.kinds import Crumb, Place, PrintKind
from core.prints.models import Rendering, RenderingState

pytestmark = pytest.mark.django_db
NOTE, OTHER = "note", "other"
OPEN, HIDDEN = 1, 2
PAGES = 12


def typeset_note(source: str, record: str, *, site_url: str, on_progress: Any) -> bytes:
    """What the kinds of this test are printed with, found by its dotted path."""
    for page in range(1, PAGES + 1):
        on_progress(page)
    if source == '"fel"':
        raise PrintError("Det gick inte.")
    return f"%PDF {source} {record} {site_url}".encode()


def place(user: Any, rendering: Rendering) -> Place | None:
    if rendering.subject_id == HIDDEN:
        return None
    way = (Crumb("Start", "/"), Crumb("Lappen", "/tillganglighet/"), Crumb("Utskrift", ""))
    return Place(title="Lappen", file_name="lapp.pdf", ask="/fraga/", way=way)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, bytes]]:
    """Two kinds of print that are there for one test; what was done when a note was printed."""
    finished: list[tuple[int, bytes]] = []
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    for name in (NOTE, OTHER):
        kinds.register(
            PrintKind(
                name=name,
                typeset=f"{__name__}.typeset_note",
                renderer_version=f"{name}-1".strip,
                place=place,
                when_done=lambda rendering, pdf: finished.append((rendering.subject_id, pdf)),
            )
        )
    return finished


@pytest.fixture
def client(db: None) -> Client:
    body = Organisation.objects.create(name="Älvhamra kommun", slug="alvhamra", kind="municipality")
    client = Client()
    client.force_login(
        User.objects.create_user("a@alvhamra.example", full_name="Anna Ek", organisation=body)
    )
    return client


def ask(subject_id: int = OPEN, source: str = '"hej"', kind: str = NOTE) -> Rendering:
    return queue.ask(kind=kind, subject_id=subject_id, source=source, record="r")


def test_it_is_typeset_from_what_was_asked_for_and_told(done: list[Any]) -> None:
    rendering = ask()
    assert work.render_waiting() == 1
    rendering.refresh_from_db()
    assert rendering.is_done
    pdf = bytes(rendering.pdf or b"")
    assert pdf == f'%PDF "hej" r {rendering.site_url}'.encode()
    assert done == [(OPEN, pdf)]
    assert rendering.pages_done == 10


@pytest.mark.parametrize("other", [{"subject_id": HIDDEN}, {"kind": OTHER}, {"source": '"hopp"'}])
def test_another_thing_is_another_print(done: list[Any], other: dict[str, Any]) -> None:
    """Also where its words are the same: it may be open to other people."""
    assert ask(**other) != ask()


def test_another_renderer_is_another_print(
    done: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ask()
    newer = kinds.PrintKind(NOTE, f"{__name__}.typeset_note", lambda: "note-2", place)
    monkeypatch.setitem(kinds._kinds, NOTE, newer)
    assert ask() != first


def test_what_goes_wrong_when_it_is_done_leaves_it_undone(
    done: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(rendering: Rendering, pdf: bytes) -> None:
        raise RuntimeError

    rendering = ask()
    broken = kinds.PrintKind(NOTE, f"{__name__}.typeset_note", lambda: "note-1", place, refuse)
    monkeypatch.setitem(kinds._kinds, NOTE, broken)
    assert work.render_waiting() == 1
    rendering.refresh_from_db()
    assert (rendering.state, rendering.pdf) == (RenderingState.FAILED, None)


def test_a_kind_that_is_gone_fails_and_stops_nothing(done: list[Any]) -> None:
    """Such as after going back to an earlier release, with its prints still in the queue."""
    gone = Rendering.objects.create(kind="borta", subject_id=1, key="k", source="{}", site_url="")
    rendering = ask()
    assert work.render_waiting() == 2
    for row in (gone, rendering):
        row.refresh_from_db()
    assert "Något gick fel" in gone.error
    assert rendering.is_done


def test_the_page_leads_on_and_back(done: list[Any], client: Client) -> None:
    rendering = ask()
    waiting = client.get(rendering.get_absolute_url())
    assert waiting["Refresh"] == "2"
    assert 'href="/tillganglighet/"' in waiting.text
    work.render_waiting()
    page = client.get(rendering.get_absolute_url())
    assert "Refresh" not in page
    fetch = reverse("core:rendering_pdf", args=[rendering.pk])
    assert fetch in page.text
    answer = client.get(fetch)
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'attachment; filename="lapp.pdf"'


def test_a_failure_offers_to_ask_again(done: list[Any], client: Client) -> None:
    rendering = ask(source='"fel"')
    work.render_waiting()
    page = client.get(rendering.get_absolute_url())
    assert "Det gick inte." in page.text
    assert 'action="/fraga/"' in page.text


@pytest.mark.parametrize("name", ["rendering", "rendering_pdf"])
@pytest.mark.parametrize("hidden", [{"subject_id": HIDDEN}, {"kind": "borta"}])
def test_for_those_who_may_not_have_it_there_is_none(
    done: list[Any], client: Client, name: str, hidden: dict[str, Any]
) -> None:
    rendering = ask()
    work.render_waiting()
    address = reverse(f"core:{name}", args=[rendering.pk])
    assert client.get(address).status_code == 200
    Rendering.objects.update(**hidden)
    assert client.get(address).status_code == 404


def test_a_kind_has_a_name_of_its_own(done: list[Any]) -> None:
    with pytest.raises(ValueError, match="registered twice"):
        kinds.register(PrintKind(NOTE, "", lambda: "", place))


def test_the_version_of_a_renderer_follows_its_sources() -> None:
    assert keys.renderer_version(("core/prints/keys.py",)) != keys.renderer_version(())


def test_the_version_of_a_renderer_follows_the_libraries_of_the_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("libpango-1.0.so.0", "libharfbuzz.so.0"):  # an older Ubuntu has no subset library
        said = keys.system_version(name, keys.SYSTEM[name])
        assert re.fullmatch(r"\d+\.\d+\.\d+", said), name
    assert keys.system_version("libpango-1.0.so.0", "no_such_function") == ""
    assert keys.system_version("libno-such.so.0", "version") == ""
    before = keys.renderer_version.__wrapped__(())
    monkeypatch.setattr(keys, "system_version", lambda name, question: "99.0")
    assert keys.renderer_version.__wrapped__(()) != before


def test_every_kind_has_a_typesetter_that_a_worker_finds() -> None:
    """By its path alone, so that a misspelt one is seen before a worker trips over it."""
    names = {kind.name for kind in kinds.kinds()}
    assert {"draft", "version"} <= names
    for kind in kinds.kinds():
        assert callable(import_string(kind.typeset))
