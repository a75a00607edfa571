"""The review pack: what it says, that it is a value, its page and its print."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from activities.models import Activity
from core.canonical import canonical_bytes
from core.prints import work
from core.prints.models import Rendering
from evaluations.enums import AgendaKind, GoalTrend, Recognisable, ReviewState
from evaluations.models import ActionPoint, ArchiveItem, Decision, ProblemAreaThen, Review
from evaluations.pack import NoReviewError, pack_of, shown
from evaluations.pack.images import with_images
from evaluations.pack.printing import pack_html
from evaluations.pack.typesetting import typeset_pack
from evaluations.services import evaluating, picture
from evaluations.services.archive import add_file, dispose
from evaluations.services.indicators import add_value
from evaluations.services.pack import ask_for_pack
from evaluations.trends import trend_of
from plans.models import Agreement, Goal
from tests.activities.year import make_activity, make_year
from tests.core.pdf.conformance import problems
from tests.core.pdf.reading import spoken
from tests.people import World
from tests.pictures import picture as image
from tests.undefined import undefined as undefined

pytestmark = pytest.mark.django_db
TODAY = date(2027, 6, 20)
SITE = "https://samrad.example"


@pytest.fixture
def agreement(world: World) -> Agreement:
    """Reviews every six months from the first of January 2027: the first is due on the first of July."""
    found = world.agreement
    found.review_anchor, found.review_interval, found.ends_on = date(2027, 1, 1), 6, None
    found.save()
    return found


def effort(world: World, name: str, day: str, **values: Any) -> Activity:
    year = make_year(world.in_force, world.communicator)
    return make_activity(year, world.communicator, name, starts_on=day, **values)


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["name"] for row in rows]


def filled(world: World) -> Activity:
    """A period with something of everything; the activity that was evaluated."""
    by = world.communicator
    done = effort(world, "Torgdag", "2027-03-02", status="done", responsible="FC")
    evaluating.save_evaluation(
        activity=done,
        values={"goal_reached": "partly", "went_well": "Många kom.", "again": "Ja, i höst."},
        base_version=1,
        base_values={},
        by=by,
    )
    evaluating.add_outcome(activity=done, values={"measure": "reach", "value": "1200"}, by=by)
    evaluating.finish(activity=done, is_done=True, by=by)
    add_file(activity=done, upload=SimpleUploadedFile("torget.png", image()), by=by)
    Activity.objects.filter(pk=done.pk).update(lesson="Börja tidigare.")
    effort(world, "Öppet hus", "2027-04-02", status="done")
    effort(world, "Glömd insats", "2027-05-02", status="planned")
    effort(world, "Inställd insats", "2027-05-03", status="cancelled")
    effort(world, "Höstens insats", "2027-09-02", status="planned")
    effort(world, "Nästa års insats", "2028-02-02", status="planned")
    area = picture.add_area(
        agreement=world.agreement, values={"name": "Otrygghet", "priority": "high"}, by=by
    )
    picture.point_to(activity=done, wanted=[area.pk], base=[], by=by)
    goal = Goal.objects.get(section__plan=world.in_force)
    Goal.objects.filter(pk=goal.pk).update(indicator="Andel", baseline="40 %", target="60 %")
    for day, value in (("2027-01-10", "45"), ("2027-05-10", "52,5".replace(",", "."))):
        add_value(goal=goal, measured_on=day, value=value, source="Enkät", by=by)
    ActionPoint.objects.create(agreement=world.agreement, words="Skylta", due_on=date(2027, 5, 1))
    return done


# --- the value ----------------------------------------------------------------------------------


def test_the_pack_gathers_the_period_and_what_is_around_it(
    world: World, agreement: Agreement
) -> None:
    filled(world)
    value = pack_of(agreement, 1, today=TODAY)
    assert names(value["activities"]) == ["Torgdag", "Öppet hus", "Glömd insats", "Inställd insats"]
    assert names(value["missing"]) == ["Öppet hus", "Glömd insats"]
    assert names(value["overdue"]) == ["Glömd insats"]
    assert names(value["coming"]) == ["Höstens insats"]
    first = value["activities"][0]
    assert first["evaluation"] == {
        "goal_reached": "partly",
        "went_well": "Många kom.",
        "again": "Ja, i höst.",
        "figures": [{"label": "Räckvidd", "value": "1200"}],
        "is_finished": True,
    }
    assert (first["lesson"], first["areas"], first["responsible"]) == (
        "Börja tidigare.",
        ["Otrygghet"],
        "FC",
    )
    [kept] = first["pictures"]
    assert len(kept["sha256"]) == 64
    assert value["period"] == {"start": "2027-01-01", "end": "2027-07-01"}
    assert value["due_on"] == "2027-07-01"
    [goals] = [one for one in value["goals"] if one["plan"]["slug"] == world.in_force.slug]
    assert [one["value"] for one in goals["goals"][0]["values"]] == ["45", "52.5"]
    [waiting] = value["versions"]["waiting"]
    assert waiting["waits_for"] == [world.municipality.label, world.police.label]
    assert value["actions"]["open"] == [
        {"words": "Skylta", "due_on": "2027-05-01", "is_late": True}
    ]
    gaps = [one for one in value["coverage"] if one["plan"]["slug"] == world.in_force.slug]
    assert "Chefer: ingen insats 2027" in gaps[0]["gaps"]


def test_the_pack_is_canonical_and_says_the_same_twice(world: World, agreement: Agreement) -> None:
    filled(world)
    value = pack_of(agreement, 1, today=TODAY)
    again = json.loads(canonical_bytes(value))
    assert again == value
    assert canonical_bytes(pack_of(agreement, 1, today=TODAY)) == canonical_bytes(value)
    assert shown(again).activities == shown(value).activities


def test_another_agreement_is_not_in_it(world: World, agreement: Agreement) -> None:
    year = make_year(world.foreign, world.neighbour_coordinator)
    make_activity(year, world.neighbour_coordinator, "Grannens", starts_on="2027-03-03")
    picture.add_area(
        agreement=world.neighbours_agreement,
        values={"name": "Grannens"},
        by=world.neighbour_coordinator,
    )
    assert "Grannens" not in canonical_bytes(pack_of(agreement, 1, today=TODAY)).decode()


def test_what_changed_in_the_picture_and_was_decided_last_time(
    world: World, agreement: Agreement
) -> None:
    filled(world)
    review = Review.objects.create(agreement=agreement, number=1)
    area = agreement.problem_areas.get()
    ProblemAreaThen.objects.create(review=review, area=area, name="Otrygghet", priority="low")
    Decision.objects.create(review=review, words="Belys torget")
    ActionPoint.objects.create(agreement=agreement, review=review, words="Beställ lampor")
    Review.objects.filter(pk=review.pk).update(
        state=ReviewState.CLOSED,
        closed_at=datetime(2027, 7, 1, 12, tzinfo=UTC),
        period_start=date(2027, 1, 1),
        period_end=date(2027, 7, 1),
        minutes_number=1,
    )
    value = pack_of(agreement, 2, today=date(2027, 12, 1))
    assert value["picture"]["changes"] == [
        {
            "what": "changed",
            "name": "Otrygghet",
            "fields": [{"field": "priority", "was": "low", "now": "high"}],
        }
    ]
    assert value["actions"]["decisions"] == [{"words": "Belys torget"}]
    assert [one["words"] for one in value["actions"]["open"]] == ["Skylta", "Beställ lampor"]
    assert names(value["activities"]) == ["Höstens insats"]
    part = shown(value).picture
    assert part.since == 1
    assert part.changes[0].fields[0].now_label == "hög"


@pytest.mark.parametrize("number", [0, 10**6, 10**12])
def test_a_review_that_cannot_be_has_no_pack(agreement: Agreement, number: int) -> None:
    for last in (None, date(2040, 1, 1)):
        agreement.ends_on = last
        with pytest.raises(NoReviewError):
            pack_of(agreement, number, today=TODAY)


def test_without_an_anchor_there_is_no_review(world: World) -> None:
    with pytest.raises(NoReviewError):
        pack_of(world.neighbours_agreement, 1, today=TODAY)


def test_every_kind_of_the_agenda_that_comes_from_the_pack_has_its_part(
    agreement: Agreement,
) -> None:
    pack = shown(pack_of(agreement, 1, today=TODAY))
    apart = {AgendaKind.ACTIVITY, AgendaKind.OWN}
    for kind in set(AgendaKind) - apart:
        assert pack.part(kind.value).heading
    with pytest.raises(KeyError):
        pack.part("nothing")


def test_a_picture_of_somebody_who_has_not_agreed_is_told_of_and_not_shown(
    world: World, agreement: Agreement
) -> None:
    filled(world)
    ArchiveItem.objects.update(recognisable=Recognisable.YES)
    value = pack_of(agreement, 1, today=TODAY)
    [kept] = value["activities"][0]["pictures"]
    assert kept["is_withheld"] is True
    assert "sha256" not in kept
    page = seen(world.director, agreement)
    assert "miniatyr" not in page
    assert "har inte samtyckt" in page


# --- trends -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "target", "baseline", "trend"),
    [
        ([], 10, None, GoalTrend.UNKNOWN),
        ([5], None, None, GoalTrend.ONCE),
        ([5], 10, 3, GoalTrend.CLOSER),
        ([5, 4], 10, 3, GoalTrend.FURTHER),
        ([5, 12], 10, 3, GoalTrend.REACHED),
        ([50, 20], 25, 60, GoalTrend.REACHED),
        ([50, 30], 25, 60, GoalTrend.CLOSER),
        ([5, 5], 10, None, GoalTrend.SAME),
        ([5, 6], None, None, GoalTrend.UP),
        ([6, 5], None, None, GoalTrend.DOWN),
    ],
)
def test_a_trend_is_told_by_the_last_step(
    values: list[int], target: int | None, baseline: int | None, trend: GoalTrend
) -> None:
    def number(one: int | None) -> Decimal | None:
        return None if one is None else Decimal(one)

    assert trend_of([Decimal(one) for one in values], number(target), number(baseline)) == trend


# --- the page and the print -----------------------------------------------------------------------


def seen(user: User, agreement: Agreement, number: int = 1) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(reverse("evaluations:review_pack", args=[agreement.slug, number]))
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_page_says_it_without_missing_variables(
    world: World, agreement: Agreement, undefined: set[str]
) -> None:
    filled(world)
    page = seen(world.director, agreement)
    for words in ("Torgdag", "Många kom.", "Otrygghet", "närmare målet", "Skylta", "1 maj 2027"):
        assert words in page
    assert undefined == set()


def test_numbers_are_written_as_in_swedish_on_the_page_and_in_the_print(
    world: World, agreement: Agreement
) -> None:
    """A comma, groups that stay together; the value itself keeps its point, as documents have it."""
    filled(world)
    page = seen(world.director, agreement)
    printed = pack_html(with_images(pack_of(agreement, 1, today=TODAY)))
    for text in (page, printed):
        assert "1\u00a0200" in text
        assert "52,5" in text
        assert ">52.5" not in text
    assert "Räckvidd: 1\u00a0200" in page


def pdf_of(value: Any) -> bytes:
    source = canonical_bytes(with_images(value)).decode()
    return typeset_pack(source, "1", site_url=SITE, on_progress=lambda pages: None)


def test_the_print_is_archival_and_carries_what_it_was_made_from(
    world: World, agreement: Agreement, undefined: set[str]
) -> None:
    filled(world)
    value = pack_of(agreement, 1, today=TODAY)
    pdf = pdf_of(value)
    assert problems(pdf) == []
    assert undefined == set()
    said = " ".join(spoken(pdf).split())
    for words in ("Underlag för översyn 1", "Torgdag", "Många kom.", "närmare målet"):
        assert words in said
    with pikepdf.open(BytesIO(pdf)) as opened:
        [embedded] = opened.attachments.values()
        inside = json.loads(embedded.get_file().read_bytes())
    assert {name: inside[name] for name in value} == value
    assert pdf_of(value) == pdf


def test_an_empty_pack_is_printed_too(agreement: Agreement) -> None:
    assert problems(pdf_of(pack_of(agreement, 1, today=TODAY))) == []


def test_the_print_is_asked_for_made_and_fetched(world: World, agreement: Agreement) -> None:
    client = Client()
    client.force_login(world.director)
    asked = client.post(reverse("evaluations:print_pack", args=[agreement.slug, 1]))
    rendering = Rendering.objects.get(kind="review_pack")
    assert asked["Location"] == rendering.get_absolute_url()
    address = reverse("evaluations:pack_pdf", args=[agreement.slug, 1])
    assert client.get(address)["Location"].endswith("/underlag/")
    work.render_now(rendering)
    fetched = client.get(address)
    assert fetched["Content-Type"] == "application/pdf"
    assert client.get(rendering.get_absolute_url()).status_code == 200
    stranger = Client()
    stranger.force_login(world.neighbour_coordinator)
    assert stranger.get(rendering.get_absolute_url()).status_code == 404
    reader = Client()
    reader.force_login(world.reader)
    assert reader.get(rendering.get_absolute_url()).status_code == 404


def test_the_prints_that_show_what_is_disposed_of_are_thrown_away(
    world: World, agreement: Agreement
) -> None:
    """The print of a pack is kept a while, with the bytes of its pictures; a picture goes at once."""
    done = filled(world)
    word = add_file(
        activity=done, upload=SimpleUploadedFile("ord.txt", b"Ord."), by=world.communicator
    )
    rendering = ask_for_pack(agreement=agreement, value=pack_of(agreement, 1, today=TODAY))
    work.render_now(rendering)
    dispose(item=word, ground="Fel", by=world.coordinator)
    assert Rendering.objects.filter(pk=rendering.pk).exists()
    shown_item = ArchiveItem.objects.get(thumbnail__isnull=False)
    dispose(item=shown_item, ground="Gallringsplan", by=world.coordinator)
    assert str(shown_item.thumbnail_id) in rendering.source
    assert not Rendering.objects.filter(pk=rendering.pk).exists()
    again = ask_for_pack(agreement=agreement, value=pack_of(agreement, 1, today=TODAY))
    assert str(shown_item.thumbnail_id) not in again.source
