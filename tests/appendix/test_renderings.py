"""The queue of PDFs: asked for once, made by one, told when they fail, stored for ever with a version."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import replace
from datetime import timedelta
from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.dispatch import receiver
from django.test.signals import template_rendered
from django.utils import timezone
from pytest_django import Settings

from appendix import printing, work
from appendix.document import build, canonical_bytes, read, sha256
from appendix.record import DRAFT, Approver, Record, record_of
from appendix.services import renderings
from appendix.tasks import ask_for_missing_pdfs
from core.pdf.contract import PrintError
from core.prints import keys, queue
from core.prints.keys import print_key
from core.prints.models import Rendering, RenderingState
from core.prints.work import render_waiting
from plans.models import Plan, PlanVersion
from plans.services.versions import approve_version
from tests.people import World, adopt, build_world, make_plan

LEASE = timedelta(minutes=10)
EXAMPLES = sorted((Path(__file__).parents[2] / "appendix" / "examples").glob("*.json"))


def ask(plan: Plan) -> Rendering:
    return renderings.ask_for_draft(plan=plan, document=build(plan))


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + by)


@pytest.fixture
def typeset(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A typesetter that is quick; the titles it has set."""
    titles: list[str] = []

    def quick(document: dict[str, str], *args: object, **kwargs: object) -> bytes:
        titles.append(document["title"])
        return b"%PDF " + document["title"].encode()

    monkeypatch.setattr(work, "typeset", quick)
    return titles


def breaking(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*args: object, **kwargs: object) -> bytes:
        raise error

    monkeypatch.setattr(work, "typeset", fail)


# --- asking -------------------------------------------------------------------------------------


def test_whoever_asks_gets_the_same(world: World, typeset: list[str]) -> None:
    first = ask(world.draft)
    assert ask(world.draft) == first
    assert render_waiting() == 1
    again = ask(world.draft)
    assert again == first
    assert again.is_done
    assert typeset == [world.draft.title]


def test_a_change_of_the_draft_is_another_print(world: World) -> None:
    first = ask(world.draft)
    Plan.objects.filter(pk=world.draft.pk).update(title="Ny titel")
    world.draft.refresh_from_db()
    assert ask(world.draft) != first


def test_what_is_printed_is_what_was_asked_for(world: World, typeset: list[str]) -> None:
    """Not what the draft says when a worker comes to it."""
    title = world.draft.title
    ask(world.draft)
    Plan.objects.filter(pk=world.draft.pk).update(title="Ny titel")
    render_waiting()
    assert typeset == [title]


def test_asking_wakes_a_worker_once_it_is_committed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(queue, "nudge_after_commit", asked.append)
    ask(world.draft)
    assert asked == ["core.tasks.render_waiting"]


# --- claiming -----------------------------------------------------------------------------------


def test_one_worker_takes_it(world: World) -> None:
    asked = ask(world.draft)
    assert queue.claim(rendering_id=asked.pk, lease=LEASE)
    assert not queue.claim(rendering_id=asked.pk, lease=LEASE)
    asked.refresh_from_db()
    assert (asked.state, asked.attempts) == (RenderingState.RUNNING, 1)


@pytest.mark.postgresql
def test_of_many_workers_one_takes_it(transactional_db: None) -> None:
    asked = ask(build_world().draft)
    barrier, taken = threading.Barrier(6), []

    def claim() -> None:
        barrier.wait()
        taken.append(queue.claim(rendering_id=asked.pk, lease=LEASE))
        connection.close()

    threads = [threading.Thread(target=claim) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False] * 5 + [True]


def test_what_a_dead_worker_left_is_taken_over(
    world: World, typeset: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(world.draft)
    queue.claim(rendering_id=asked.pk, lease=LEASE)
    assert render_waiting() == 0
    later(monkeypatch, LEASE + timedelta(seconds=1))
    assert render_waiting() == 1
    asked.refresh_from_db()
    assert (asked.state, asked.attempts) == (RenderingState.DONE, 2)


def test_what_takes_down_its_worker_is_given_up(
    world: World, typeset: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(world.draft)
    Rendering.objects.update(attempts=queue.MOST_ATTEMPTS)
    assert render_waiting() == 0
    asked.refresh_from_db()
    assert asked.is_failed
    assert "avbröts flera gånger" in asked.error
    assert typeset == []


def test_the_first_asked_for_is_made_first(world: World, typeset: list[str]) -> None:
    for plan in (world.lone, world.draft):
        ask(plan)
    render_waiting()
    assert typeset == [world.lone.title, world.draft.title]


# --- failing ------------------------------------------------------------------------------------


def test_a_failure_is_told_in_its_own_words(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ask(world.draft)
    breaking(monkeypatch, PrintError("Bilden saknar alternativ text."))
    render_waiting()
    asked.refresh_from_db()
    assert (asked.state, asked.error) == ("failed", "Bilden saknar alternativ text.")


def test_an_unforeseen_failure_is_told_without_its_inside_and_stops_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [ask(world.draft), ask(world.lone)]
    breaking(monkeypatch, KeyError("hemlig"))
    assert render_waiting() == 2
    for rendering in asked:
        rendering.refresh_from_db()
        assert "Något gick fel" in rendering.error
        assert "hemlig" not in rendering.error


def test_asking_again_tries_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ask(world.draft)
    with monkeypatch.context() as broken:
        breaking(broken, PrintError("Nej."))
        render_waiting()
    monkeypatch.setattr(work, "typeset", lambda *a, **k: b"%PDF")
    assert render_waiting() == 0  # nobody has asked again
    again = ask(world.draft)
    assert (again.pk, again.state, again.error, again.attempts) == (asked.pk, "queued", "", 0)
    assert render_waiting() == 1
    again.refresh_from_db()
    assert again.is_done


# --- versions -----------------------------------------------------------------------------------


def version_of(plan: Plan) -> PlanVersion:
    return plan.versions.get()


def test_the_pdf_of_an_adopted_version_is_stored_with_it(world: World, typeset: list[str]) -> None:
    renderings.ask_for_version(version=version_of(world.in_force))
    render_waiting()
    version = version_of(world.in_force)
    assert version.pdf is not None
    pdf = bytes(version.pdf)
    assert pdf == b"%PDF Gallande"
    assert version.pdf_sha256 == hashlib.sha256(pdf).hexdigest()


def test_a_stored_pdf_is_never_replaced(world: World, typeset: list[str]) -> None:
    version = version_of(world.in_force)
    renderings.store_pdf(version_id=version.pk, pdf=b"%PDF den forsta")
    rendering = renderings.ask_for_version(version=version)
    render_waiting()
    version = version_of(world.in_force)
    assert bytes(version.pdf or b"") == b"%PDF den forsta"
    rendering.refresh_from_db()
    assert rendering.is_done


def test_the_print_of_a_proposal_is_not_stored_with_it(world: World, typeset: list[str]) -> None:
    renderings.ask_for_version(version=version_of(world.proposed))
    render_waiting()
    assert version_of(world.proposed).pdf is None


def test_a_print_asked_for_before_the_adoption_stays_a_draft(
    world: World, typeset: list[str]
) -> None:
    """It bears the watermark: stored, it would be the appendix in force for ever."""
    version = version_of(world.proposed)
    renderings.ask_for_version(version=version)
    for approver in (world.director, world.police_chief):
        version = approve_version(version=version, by=approver, sha256=version.sha256)
    render_waiting()
    assert version_of(world.proposed).pdf is None
    ask_for_missing_pdfs()
    render_waiting()
    assert version_of(world.proposed).pdf is not None


def test_the_sweep_finds_what_lacks_its_pdf(world: World, typeset: list[str]) -> None:
    ask_for_missing_pdfs()
    render_waiting()
    lacking = PlanVersion.objects.filter(pdf__isnull=True)
    assert set(lacking) == {version_of(world.proposed)}
    assert len(typeset) == 3
    ask_for_missing_pdfs()
    assert render_waiting() == 0


def test_the_sweep_leaves_what_has_failed_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaking(monkeypatch, PrintError("Nej."))
    ask_for_missing_pdfs()
    render_waiting()
    ask_for_missing_pdfs()
    assert set(Rendering.objects.values_list("state", flat=True)) == {"failed"}


def test_old_prints_are_thrown_away_but_not_those_that_wait(
    world: World, typeset: list[str]
) -> None:
    made, fresh = ask(world.draft), ask(world.lone)
    render_waiting()
    waiting = ask(make_plan(world.agreement, "vantar"))
    old = timezone.now() - queue.KEPT_FOR - timedelta(minutes=1)
    Rendering.objects.filter(pk__in=[made.pk, waiting.pk]).update(asked_at=old)
    queue.forget_old()
    assert set(Rendering.objects.all()) == {fresh, waiting}


# --- the key ------------------------------------------------------------------------------------

RECORD = Record(
    number=1,
    adopted_on="2026-03-01",
    valid_from="2026-04-01",
    valid_to="2027-12-31",
    code="ABCDE23456",
    approvers=(Approver("Älvhamra kommun", "Anna Ek", "kommundirektör", "2026-03-01"),),
)
RECORDS = [
    DRAFT,
    replace(RECORD, number=2),
    replace(RECORD, adopted_on="2026-03-02"),
    replace(RECORD, valid_from="2026-04-02"),
    replace(RECORD, valid_to=""),
    replace(RECORD, code="ABCDE23457"),
    replace(RECORD, approvers=()),
    replace(RECORD, approvers=(replace(RECORD.approvers[0], name="Bo Ek"),)),
    replace(RECORD, approvers=(replace(RECORD.approvers[0], title=""),)),
]


def key(
    sha256: str,
    record: Record,
    *,
    site_url: str = "https://samrad.example",
    renderer: str = "denna",
) -> str:
    return print_key(sha256, record.as_text(), site_url=site_url, renderer=renderer)


def test_the_key_follows_the_four_things() -> None:
    found = [
        key("a" * 64, RECORD),
        key("b" * 64, RECORD),
        key("a" * 64, RECORD, site_url="https://annan.example"),
        *(key("a" * 64, record) for record in RECORDS),
        key("a" * 64, RECORD, renderer="en annan"),
    ]
    assert len(set(found)) == len(found) == 4 + len(RECORDS)


def test_the_key_follows_nothing_else(
    world: World, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    version = version_of(world.in_force)
    key = renderings.ask_for_version(version=version).key
    later(monkeypatch, timedelta(days=400))
    settings.LANGUAGE_CODE = "en"
    settings.TIME_ZONE = "Asia/Tokyo"
    settings.DEBUG = True
    world.in_force.agreement.title = "Annan"
    world.in_force.agreement.save()
    assert renderings.ask_for_version(version=version_of(world.in_force)).key == key


def test_a_record_is_read_as_it_was_written(world: World) -> None:
    assert Record.from_text(RECORD.as_text()) == RECORD
    record = record_of(version_of(world.in_force))
    assert Record.from_text(record.as_text()) == record
    assert [a.party for a in record.approvers] == [str(world.municipality), str(world.police)]
    assert record_of(version_of(world.proposed)) == DRAFT


def test_every_source_of_the_renderers_version_is_there() -> None:
    base = Path(django_settings.BASE_DIR)
    sources = (*keys.ENGINE, *printing.SOURCES)
    assert [pattern for pattern in sources if not list(base.glob(pattern))] == []


def test_every_template_of_a_print_is_a_source() -> None:
    """A template that the key does not know would leave old prints in the cache."""
    used: set[str] = set()

    @receiver(template_rendered)
    def note(template: object, **kwargs: object) -> None:
        used.add(f"templates/{getattr(template, 'name', '')}")

    for example in EXAMPLES:
        for record in (DRAFT, RECORD):
            printing.print_html(
                read(example.read_bytes()), record, site_url="https://samrad.example"
            )
    assert len(used) > 8
    unknown = {
        name for name in used if not any(fnmatch(name, pattern) for pattern in printing.SOURCES)
    }
    assert unknown == set()


def test_the_key_of_a_draft_is_that_of_its_bytes(world: World) -> None:
    document = build(world.draft)
    rendering = ask(world.draft)
    assert rendering.source.encode() == canonical_bytes(document)
    renderer = printing.renderer_version()
    site = django_settings.SITE_URL
    assert rendering.key == key(sha256(document), DRAFT, site_url=site, renderer=renderer)


def test_a_version_adopted_today_is_in_the_record(world: World) -> None:
    version = adopt(world.draft, world.coordinator, world.director, world.police_chief)
    assert record_of(version).adopted_on == timezone.localdate().isoformat()
