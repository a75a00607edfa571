"""What came of an activity, in a browser: answers that save themselves, files pasted and dropped."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import Page, expect

from activities.models import Activity
from evaluations.enums import ArchiveKind
from evaluations.models import ArchiveItem, Evaluation
from evaluations.services.archive import add_file, add_link
from evaluations.services.evaluating import add_outcome
from evaluations.services.indicators import add_value
from plans.models import Goal
from plans.services.rows import add_item
from plans.services.sections import add_section
from tests.activities.year import make_activity, make_year
from tests.evaluations.uploads_good import image
from tests.people import World

from .axe import violations
from .desk import Desk
from .desk import desk as desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (1440, 390, 320)
# How a browser gives a script files from the clipboard, or from a folder that they are dragged out of.
GIVEN = """([data, kind, name]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type: "image/png" }));
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true })
    : new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true });
  document.body.dispatchEvent(event);
}"""


@pytest.fixture
def effort(world: World) -> Activity:
    by = world.coordinator
    asked = add_section(plan=world.draft, heading="Frågor", kind="evaluation_questions", by=by)
    add_item(section=asked, values={"name": "Nådde vi ut?", "answer": "goal_reached"}, by=by)
    add_item(section=asked, values={"name": "Vilka reaktioner fick vi?"}, by=by)
    effort = make_activity(make_year(world.draft, by), by, "Torgmöte")
    for name, data in (("torget.png", image("PNG", size=(640, 400))), ("ord.txt", b"Ord.")):
        add_file(activity=effort, upload=SimpleUploadedFile(name, data), by=by)
    add_link(activity=effort, address="https://alvhamra.example/a", title="Nyheten", by=by)
    add_outcome(activity=effort, values={"measure": "reach", "value": "1200"}, by=by)
    goal = Goal.objects.get(section__plan=world.draft)
    Goal.objects.filter(pk=goal.pk).update(target="8 av 10", indicator="Andel som känner till")
    for day, value in (("2026-01-10", "4"), ("2026-05-02", "5.5"), ("2026-09-14", "7")):
        add_value(goal=goal, measured_on=day, value=value, source="Enkät", by=by)
    return effort


def addresses(effort: Activity) -> dict[str, str]:
    slug, key = effort.node.plan.slug, effort.node.key
    image_ = ArchiveItem.objects.filter(thumbnail__isnull=False).earliest("pk")
    return {
        "evaluation": reverse("evaluations:evaluation", args=[slug, key]),
        "archive": reverse("evaluations:archive", args=[slug, key]),
        "item": reverse("evaluations:archive_item", args=[slug, image_.token]),
        "gallery": reverse("evaluations:plan_archive", args=[slug]),
        "manifest": reverse("evaluations:archive_manifest", args=[slug]),
        "indicators": reverse("evaluations:indicators", args=[slug]),
    }


def shot(page: Page, name: str, width: int) -> None:
    """Keep a picture of the page where somebody wants to look at it."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def test_every_page_is_accessible_and_fits(
    desk: Callable[..., Desk], world: World, effort: Activity
) -> None:
    at = desk(world.communicator)
    for name, address in addresses(effort).items():
        page = at.open(address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{name} is {wide} wide at {width}"
            shot(page, name, width)
        assert not violations(page), name
    assert not at.complaints


def test_an_answer_saves_itself(desk: Callable[..., Desk], world: World, effort: Activity) -> None:
    page = desk(world.communicator).open(addresses(effort)["evaluation"])
    expect(page.get_by_label("Vad gick bra?")).to_be_hidden()  # the plan asks in its own words
    page.get_by_text("Vad gick bra och mindre bra?").click()
    page.get_by_label("Vad gick bra?").fill("Många kom.")
    expect(page.locator("#svar [data-saved]")).to_contain_text("Sparat kl.")
    assert Evaluation.objects.get(activity=effort).went_well == "Många kom."


@pytest.mark.parametrize(
    ("way", "name", "kind"),
    [
        ("paste", "image.png", ArchiveKind.SNAPSHOT),
        ("paste", "torget.png", ArchiveKind.PHOTO),
        ("drop", "image.png", ArchiveKind.PHOTO),
    ],
    ids=["screenshot", "copied file", "dropped"],
)
def test_a_picture_is_pasted_or_dropped(
    desk: Callable[..., Desk],
    world: World,
    effort: Activity,
    way: str,
    name: str,
    kind: ArchiveKind,
) -> None:
    """What comes from the clipboard without a name of its own is a screenshot, and kept as one."""
    page = desk(world.communicator).open(addresses(effort)["archive"])
    data = base64.b64encode(image("PNG", size=(90, 60))).decode()
    with page.expect_navigation():
        page.evaluate(GIVEN, [data, way, name])
    expect(page.locator(".kept")).to_have_count(4)
    item = ArchiveItem.objects.latest("pk")
    assert item.file is not None
    assert (item.file.width, item.file.height) == (90, 60)
    assert item.kind == kind


def test_a_refused_file_is_named_and_the_page_stays(
    desk: Callable[..., Desk], world: World, effort: Activity
) -> None:
    page = desk(world.communicator).open(addresses(effort)["archive"])
    page.get_by_label("Bilder, PDF eller dokument").set_input_files(
        {"name": "program.pdf", "mimeType": "application/pdf", "buffer": b"MZ" + b"\0" * 90}
    )
    page.get_by_role("button", name="Spara filerna").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-archive-said]")).to_contain_text("Program tas inte emot.")


def test_a_file_that_the_proxy_finds_too_large_is_said_to_be(
    desk: Callable[..., Desk], world: World, effort: Activity
) -> None:
    page = desk(world.communicator).open(addresses(effort)["archive"])
    page.route("**/arkiv/filer/", lambda route: route.fulfill(status=413, body="<h1>413</h1>"))
    page.get_by_label("Bilder, PDF eller dokument").set_input_files(
        {"name": "film.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    )
    page.get_by_role("button", name="Spara filerna").click()
    said = page.locator("[data-archive-said]")
    expect(said).to_contain_text("film.pdf: är för stor för att tas emot")


def test_files_and_links_are_added_without_scripts(
    desk: Callable[..., Desk], world: World, effort: Activity
) -> None:
    page = desk(world.communicator, java_script_enabled=False).open(addresses(effort)["archive"])
    page.get_by_label("Bilder, PDF eller dokument").set_input_files(
        {"name": "a.txt", "mimeType": "text/plain", "buffer": "Hej å".encode()}
    )
    page.get_by_role("button", name="Spara filerna").click()
    expect(page.locator(".kept")).to_have_count(4)
