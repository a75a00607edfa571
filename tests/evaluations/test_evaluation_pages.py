"""The pages of what came of an activity: evaluation, archive, indicators."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import Settings

from activities.enums import Status
from activities.models import Activity
from activities.services.efforts import drop
from evaluations import store
from evaluations.enums import ArchiveKind
from evaluations.models import ArchiveItem, Evaluation, EvaluationAnswer, IndicatorValue, Outcome
from evaluations.plots import number_in, plot
from evaluations.services import archive, evaluating
from plans.models import Goal
from tests.people import World
from tests.pictures import picture
from tests.undefined import undefined as undefined

from .came import at, client_of, in_plan, keep
from .came import communicator as communicator
from .came import effort as effort
from .came import media as media
from .uploads_good import good
from .uploads_hostile import CLEAN, NAMES, forms, hostile

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


def test_pages_are_drawn_without_missing_variables(
    effort: Activity, world: World, undefined: set[str]
) -> None:
    goal = Goal.objects.get(section__plan=world.in_force)
    IndicatorValue.objects.create(goal=goal.node, measured_on=date(2026, 3, 1), value=3)
    image, text = keep(effort, world, picture(), "a.png"), keep(effort, world, b"Ord.", "b.txt")
    archive.dispose(item=keep(effort, world, b"Fel.", "c.txt"), ground="Fel", by=world.coordinator)
    values = {"measure": "reach", "value": "1200"}
    evaluating.add_outcome(activity=effort, values=values, by=world.communicator)
    for user in (world.communicator, world.director):
        for url in (
            at(effort, "evaluation"),
            at(effort, "archive"),
            in_plan(effort, "plan_archive"),
            in_plan(effort, "plan_archive") + "?fran=2020-01-01&till=2099-01-01",
            in_plan(effort, "archive_manifest"),
            in_plan(effort, "archive_item", image.token),
            in_plan(effort, "archive_item", text.token),
            in_plan(effort, "indicators"),
        ):
            assert client_of(user).get(url).status_code == 200, url
    assert not undefined


def test_every_form_saves_by_itself(effort: Activity, communicator: Client) -> None:
    page = communicator.get(at(effort, "evaluation")).content.decode()
    assert "Nådde vi ut?" in page
    assert "Vad lärde vi oss?" in page
    answer = communicator.post(
        at(effort, "save_evaluation", "svar"),
        {"goal_reached": "partly", "went_well": "Många kom.", "version": "1"}
        | {"base-goal_reached": "", "base-went_well": ""},
        headers=JSON,
    )
    assert answer.status_code == 200, answer.content
    row = Evaluation.objects.get()
    assert (row.goal_reached, row.went_well) == ("partly", "Många kom.")
    blocks = re.findall(r"utvardering/(fraga-\d+)/", page)
    assert len(set(blocks)) == 2
    data = {
        "choice": "yes",
        "text": "Ja, alla.",
        "base-choice": "",
        "base-text": "",
        "version": "1",
    }
    assert communicator.post(at(effort, "save_evaluation", blocks[0]), data).status_code == 302
    assert EvaluationAnswer.objects.get().choice == "yes"
    lesson = {"lesson": "Börja tidigare.", "base-lesson": "", "version": str(effort.version)}
    assert communicator.post(at(effort, "save_evaluation", "lardom"), lesson).status_code == 302
    effort.refresh_from_db()
    assert effort.lesson == "Börja tidigare."


def test_two_who_write_the_same_answer_are_shown_both(
    effort: Activity, communicator: Client, world: World
) -> None:
    url = at(effort, "save_evaluation", "svar")
    first = {"went_well": "Mitt.", "base-went_well": "", "version": "1"}
    other = first | {"went_well": "Ditt."}
    assert communicator.post(url, first, headers=JSON).status_code == 200
    answer = client_of(world.coordinator).post(url, other, headers=JSON)
    assert answer.status_code == 409
    assert Evaluation.objects.get().went_well == "Mitt."
    apart = {"again": "Ja.", "base-again": "", "version": "1"}
    assert client_of(world.coordinator).post(url, apart, headers=JSON).status_code == 200


def test_a_figure_is_added_changed_removed_and_taken_back(
    effort: Activity, communicator: Client
) -> None:
    wrong = communicator.post(at(effort, "add_outcome"), {"measure": "own", "value": "tolv"})
    assert wrong.status_code == 422
    good_ = {"measure": "reach", "value": "1 200,5", "source": "Statistik"}
    assert communicator.post(at(effort, "add_outcome"), good_).status_code == 302
    row = Outcome.objects.get()
    assert row.value == Decimal("1200.5")
    page = communicator.get(at(effort, "evaluation")).content.decode()
    assert 'value="1200,5"' in page, "as it is typed"
    assert 'name="base-value" value="1200.5"' in page
    change = {"value": "1300", "base-value": "1200.5", "version": "1"}
    whole = change | {"measure": "reach", "base-measure": "reach"}
    answer = communicator.post(at(effort, "save_outcome", row.pk), whole, headers=JSON)
    assert answer.status_code == 200, answer.content
    row.refresh_from_db()
    assert row.value == Decimal("1300")
    communicator.post(at(effort, "remove_outcome", row.pk))
    assert not Outcome.objects.filter(removed_at__isnull=True).exists()
    communicator.post(at(effort, "take_back_outcome", row.pk))
    assert Outcome.objects.filter(removed_at__isnull=True).exists()


def test_a_reason_becomes_a_new_activity_once(effort: Activity, communicator: Client) -> None:
    url = at(effort, "follow_up")
    year = effort.activity_plan.year + 1  # type: ignore[union-attr]
    communicator.post(at(effort, "finish_evaluation"), {"klart": "1"})
    answer = communicator.post(url, {"ny-name": "Igen", "ny-year": str(year)})
    assert answer.status_code == 302
    new = Evaluation.objects.get().follow_up
    assert new is not None
    assert (new.name, new.status) == ("Igen", Status.IDEA)
    assert new.activity_plan is not None
    assert new.activity_plan.year == year
    assert communicator.post(url, {"ny-name": "Igen", "ny-year": str(year)}).status_code == 422
    assert Evaluation.objects.get().finished_at is not None


@pytest.mark.parametrize("step", [10, pytest.param(1, marks=pytest.mark.long)])
def test_a_corpus_of_uploads_is_answered_in_words_and_served_harmless(
    effort: Activity, communicator: Client, step: int
) -> None:
    """Every tenth file of the corpus through the form, or with --long all; what is kept is fetched."""
    url = at(effort, "add_files")
    corpus = [(name, data, CLEAN) for name, data, _kind in good()[::step]] + hostile()[::step]
    for name, data, reason in corpus:
        answer = communicator.post(url, {"filer": SimpleUploadedFile(name, data)}, headers=JSON)
        assert answer.status_code == (201 if reason == CLEAN else 422), name
        assert reason == CLEAN or "filer" in answer.json()["errors"]
    kept = list(ArchiveItem.objects.select_related("file"))
    assert len(kept) == sum(reason == CLEAN for _name, _data, reason in corpus)
    for item in kept:
        assert item.file is not None
        is_image = item.file.media_type in {"image/png", "image/jpeg"}
        pages = ["archive_file", "archive_thumbnail"] if is_image else ["archive_file"]
        for page in pages:
            got = communicator.get(in_plan(effort, page, item.token))
            assert got.status_code == 200
            harmless(got, is_image=is_image)


def harmless(got: HttpResponseBase, *, is_image: bool) -> None:
    """Saved, or shown as the image that it is; nothing in it runs, whatever a browser takes it for."""
    wanted = "inline" if is_image else "attachment"
    assert got["Content-Disposition"].startswith(f"{wanted}; filename")
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert got["Content-Type"].partition(";")[0] not in {"text/html", "image/svg+xml", "text/xml"}


@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_a_file_does_harm(effort: Activity, communicator: Client, name: str) -> None:
    body, kind = forms("filer", name, picture())
    answer = communicator.generic("POST", at(effort, "add_files"), body, content_type=kind)
    assert answer.status_code in {302, 400, 422}
    for item in ArchiveItem.objects.all():
        got = communicator.get(in_plan(effort, "archive_file", item.token))
        assert got.status_code == 200
        assert "\n" not in got["Content-Disposition"]
        assert got["Content-Disposition"].startswith("inline; filename")
    page = communicator.get(at(effort, "archive")).content.decode()
    assert "<script>alert(1)</script>" not in page


def test_the_form_says_how_large_a_file_may_be(
    effort: Activity, communicator: Client, settings: Settings
) -> None:
    settings.ARCHIVE_LARGEST_FILE = 3 * 1024 * 1024
    assert "Högst 3 MB var." in communicator.get(at(effort, "archive")).content.decode()


def test_files_are_served_so_that_nothing_runs(
    effort: Activity, communicator: Client, world: World
) -> None:
    text = keep(effort, world, b"a;b\n1;2\n", "tabell.csv")
    image = keep(effort, world, picture(), "a.png")
    for item, disposition in ((text, "attachment"), (image, "inline")):
        got = communicator.get(in_plan(effort, "archive_file", item.token))
        assert got["Content-Disposition"].startswith(disposition)
        assert got["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
        assert got["X-Content-Type-Options"] == "nosniff"
    assert communicator.get(in_plan(effort, "archive_thumbnail", image.token)).status_code == 200
    path = store.path_of(str(text.file_id))
    path.chmod(0o600)
    path.write_bytes(b"<script>alert(1)</script>")
    assert communicator.get(in_plan(effort, "archive_file", text.token)).status_code == 404
    page = communicator.get(in_plan(effort, "archive_manifest")).content.decode()
    assert "har ändrats" in page
    listed = communicator.get(in_plan(effort, "archive_manifest"), headers=JSON).json()
    assert [line["state"] for line in listed["items"]] == ["changed", "whole"]


@pytest.mark.parametrize(
    ("name", "said", "kind"),
    [
        ("bild.png", {"skarmbild": "1"}, ArchiveKind.SNAPSHOT),
        ("bild.png", {}, ArchiveKind.PHOTO),
        ("ord.txt", {"skarmbild": "1"}, ArchiveKind.DOCUMENT),
    ],
)
def test_a_screenshot_is_kept_as_one(
    effort: Activity, communicator: Client, name: str, said: dict[str, str], kind: ArchiveKind
) -> None:
    data = picture() if name.endswith("png") else b"Ord."
    upload = SimpleUploadedFile(name, data)
    answer = communicator.post(at(effort, "add_files"), {**said, "filer": upload})
    assert answer.status_code == 302
    assert ArchiveItem.objects.get().kind == kind


def test_a_manifest_of_many_pages_says_which_of_how_many_it_has_looked_at(
    effort: Activity, communicator: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = [keep(effort, world, f"Text {n}".encode(), f"{n}.txt") for n in range(5)]
    url = in_plan(effort, "archive_manifest")
    page = communicator.get(url).content.decode()
    assert "Allt är oförändrat." in page
    monkeypatch.setattr("evaluations.views.archive.MOST_VERIFIED", 2)
    page = communicator.get(url).content.decode()
    assert "Allt är oförändrat" not in page
    assert "Nummer 1–2 av 5 är oförändrade." in page
    assert "verify_archive" in page
    assert "Nummer 5 av 5 är oförändrat." in communicator.get(url + "?sida=3").content.decode()
    store.remove(str(items[3].file_id))
    assert "Nummer 1–2 av 5 är oförändrade." in communicator.get(url).content.decode()
    page = communicator.get(url + "?sida=2").content.decode()
    assert "oförändrade." not in page
    assert "Av nummer 3–4 av 5 är inte allt som det var" in page
    listed = communicator.get(url + "?sida=2", headers=JSON).json()
    assert (listed["from"], len(listed["items"]), listed["of"]) == (3, 2, 5)


def test_what_is_said_of_an_item_is_saved_and_it_is_disposed_of(
    effort: Activity, communicator: Client, world: World
) -> None:
    item = keep(effort, world, picture(), "a.png")
    url = in_plan(effort, "archive_item", item.token)
    data = {"alt": "Torget", "base-alt": "", "captured_on": "2026-03-01", "version": "1"}
    data["base-captured_on"] = item.captured_on.isoformat()
    assert communicator.post(url, data, headers=JSON).status_code == 200
    item.refresh_from_db()
    assert (item.alt, item.captured_on) == ("Torget", date(2026, 3, 1))
    gone = in_plan(effort, "dispose", item.token)
    assert communicator.post(gone, {"ground": ""}).status_code == 422
    assert communicator.post(gone, {"ground": "Gallringsplan"}).status_code == 302
    assert communicator.get(in_plan(effort, "archive_file", item.token)).status_code == 404
    assert "Gallringsplan" in communicator.get(at(effort, "archive")).content.decode()
    assert communicator.post(url, data | {"alt": "Nej"}, headers=JSON).status_code == 409


def test_what_is_kept_of_an_activity_that_left_its_year_is_still_seen_and_disposed_of(
    effort: Activity, world: World, undefined: set[str]
) -> None:
    item = keep(effort, world, picture(), "a.png")
    drop(activity=effort, by=world.communicator)
    page_of_plan = in_plan(effort, "plan_archive")
    for user, status in ((world.communicator, 200), (world.director, 200), (world.reader, 403)):
        client = client_of(user)
        for name in ("archive_item", "archive_file", "archive_thumbnail"):
            assert client.get(in_plan(effort, name, item.token)).status_code == status
    client = client_of(world.communicator)
    page = client.get(in_plan(effort, "archive_item", item.token)).text
    assert "inte längre i sin aktivitetsplan" in page
    assert at(effort, "archive") not in page
    assert page_of_plan in page
    done = client.post(in_plan(effort, "dispose", item.token), {"ground": "Fel"}, follow=True)
    assert done.redirect_chain == [(page_of_plan, 302)]
    assert done.status_code == 200
    assert ArchiveItem.objects.get().disposal_ground == "Fel"
    assert client.get(in_plan(effort, "archive_item", item.token)).status_code == 200
    assert undefined == set()


def test_a_link_is_kept_with_its_time(effort: Activity, communicator: Client) -> None:
    url = at(effort, "add_link")
    assert communicator.post(url, {"address": "javascript:alert(1)"}).status_code == 422
    assert communicator.post(url, {"address": "https://alvhamra.example/nyhet"}).status_code == 302
    item = ArchiveItem.objects.get()
    assert item.captured_time is not None
    assert item.file is None


def test_the_gallery_shows_a_period(effort: Activity, communicator: Client, world: World) -> None:
    items = [keep(effort, world, f"Ord {n}".encode(), f"{n}.txt") for n in range(3)]
    for month, item in enumerate(items, 1):
        ArchiveItem.objects.filter(pk=item.pk).update(captured_on=date(2026, month, 1))
    url = in_plan(effort, "plan_archive")
    page = communicator.get(url + "?fran=2026-02-01&till=2026-02-28").content.decode()
    assert "1.txt" in page
    assert "0.txt" not in page
    assert "2.txt" not in page


def test_the_pages_of_a_period_keep_to_it(
    effort: Activity, communicator: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evaluations.views.archive.ITEMS_A_PAGE", 1)
    for n, month in enumerate((1, 2, 2)):
        item = keep(effort, world, f"Ord {n}".encode(), f"{n}.txt")
        ArchiveItem.objects.filter(pk=item.pk).update(captured_on=date(2026, month, 1))
    url = in_plan(effort, "plan_archive")
    page = communicator.get(url + "?fran=2026-02-01&till=&sida=1").text
    [way] = re.findall(r'href="([^"]*)" rel="next"', page)
    page = communicator.get(url + way.replace("&amp;", "&")).text
    assert "Sida 2 av 2" in page
    assert "1.txt" in page


def test_readers_have_no_way_to_what_came_of_it(effort: Activity, world: World) -> None:
    item = keep(effort, world, picture(), "a.png")
    reader = client_of(world.reader)
    for url in (at(effort, "evaluation"), in_plan(effort, "archive_file", item.token)):
        assert reader.get(url).status_code == 403
    assert (
        client_of(world.neighbour_coordinator)
        .get(in_plan(effort, "archive_file", item.token))
        .status_code
        == 404
    )


def test_values_of_a_goal_are_added_drawn_and_removed(
    effort: Activity, communicator: Client
) -> None:
    goal = Goal.objects.get(section__plan=effort.node.plan)
    Goal.objects.filter(pk=goal.pk).update(target="8 av 10", baseline="5,5")
    url = in_plan(effort, "add_indicator_value", goal.node.key)
    for day, value in (("2026-01-01", "6"), ("2026-07-01", "7,5")):
        data = {"measured_on": day, "value": value, "source": "Enkät"}
        assert communicator.post(url, data).status_code == 302
    again = {"measured_on": "2026-07-01", "value": "9", "source": ""}
    assert communicator.post(url, again).status_code == 422
    assert communicator.post(url, {"measured_on": "", "value": "x"}).status_code == 422
    page = communicator.get(in_plan(effort, "indicators")).content.decode()
    assert "<polyline" in page
    assert " style=" not in page
    row = IndicatorValue.objects.get(value=6)
    gone = in_plan(effort, "remove_indicator_value", goal.node.key, row.pk)
    assert communicator.post(gone).status_code == 302
    assert IndicatorValue.objects.count() == 1


def test_a_plot_keeps_the_distance_of_days() -> None:
    days = (date(2026, 1, 1), date(2026, 1, 11), date(2026, 2, 10))
    drawn = plot([(day, Decimal(n)) for n, day in enumerate(days)], target=Decimal(4))
    first, second, third = (point.x for point in drawn.points)
    assert round((third - second) / (second - first)) == 3
    assert [point.y for point in drawn.points] == sorted((p.y for p in drawn.points), reverse=True)
    assert drawn.target_y == 10
    assert plot([], None).points == []
    assert number_in("12,5 % av 40") == Decimal("12.5")
    assert number_in("1 200 personer") == 1200
    assert number_in("fler") is None
