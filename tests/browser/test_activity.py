"""One activity in a browser: its checklist, its times, its anchoring, its media card."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from activities.enums import Status
from activities.models import Activity, Anchoring, AnchoringRole, ExpectedQuestion
from activities.services.anchoring import ask, note
from activities.services.parts import add_part
from tests.activities.year import make_activity, make_year
from tests.people import World
from tests.waiting import wait_until

from .axe import violations
from .desk import Desk
from .desk import desk as desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (1440, 390, 320)
SAVED = "Sparat kl."
PAGES = ("", "andra/", "checklista/", "forankring/", "lardomar/", "mediekort/")
STEPS = ("what", "when", "with_whom", "material", "questions", "spokesperson", "lardom")
MOST_INTERACTIONS = 25


@pytest.fixture
def idea(world: World) -> Activity:
    """What somebody has thought of."""
    year = make_year(world.draft, world.communicator)
    return make_activity(year, world.communicator, "Öppet hus", status=Status.IDEA)


@pytest.fixture
def full(world: World, idea: Activity) -> Activity:
    """The same with something of everything."""
    by = world.communicator
    year = idea.activity_plan
    assert year is not None
    make_activity(year, by, "Torgmöte", lesson="Ta med kaffe.", audience=["boende"])
    make_activity(
        year,
        by,
        "Vandring",
        audience=["boende"],
        starts_on="2027-03-01",
        purpose="Tryggare",
        speaker_words="Chefen",
    )
    effort = Activity.objects.get(name="Vandring")
    values = {"question": "Varför?", "answer": "Därför.", "answered_by": "Chefen"}
    add_part(activity=effort, model=ExpectedQuestion, values=values, by=by)
    first, second, third, *_ = AnchoringRole.objects.filter(plan=effort.node.plan)
    note(activity=effort, role=first, verdict="yes", words="Sagt.", by=by)
    note(activity=effort, role=second, verdict="changes", words="Senare.", by=by)
    ask(activity=effort, role=third, person=world.director, by=by)
    return effort


def address(effort: Activity, page: str = "") -> str:
    return effort.get_absolute_url() + page


def look_at(page: Page) -> None:
    """Accessible and whole at every width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], (page.url, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)


def test_pages_are_accessible_and_fit(
    desk: Callable[..., Desk], world: World, full: Activity, idea: Activity
) -> None:
    at = desk(world.coordinator)
    page = at.open(address(full))
    for effort in (full, idea):
        for name in PAGES:
            page.goto(at.address + address(effort, name))
            look_at(page)
    for step in STEPS:
        page.goto(at.address + address(full, f"checklista/{step}/"))
        look_at(page)
    for name in ("media/", "forankring/"):
        page.goto(f"{at.address}/planer/{world.draft.slug}/{name}")
        look_at(page)


def test_wrong_and_asked_pages_are_accessible(
    desk: Callable[..., Desk], world: World, full: Activity
) -> None:
    at = desk(world.communicator)
    page = at.open(address(full, "forankring/"))
    page.get_by_role("button", name="Skicka frågan").click()
    expect(page.locator(".error-summary")).to_be_visible()
    look_at(page)
    asked = Anchoring.objects.waiting().get()
    director = desk(world.director)
    page = director.open("/")
    look_at(page)
    asking = page.get_by_role("listitem").filter(has_text="förankrad hos dig")
    asking.get_by_role("link").click()
    look_at(page)
    page.get_by_role("button", name="Förankrad").click()
    expect(page.get_by_text("Du svarade")).to_be_visible()
    look_at(page)
    asked.refresh_from_db()
    assert asked.answer == "yes"


class Hands:
    """Counts what a person does: a field filled in, a box ticked, a thing chosen, a click."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.done = 0

    def click(self, name: str, role: Any = "button") -> None:
        self.page.get_by_role(role, name=name).first.click()
        self.done += 1

    def fill(self, where: str, label: str, words: str) -> None:
        self.page.locator(where).get_by_label(label, exact=True).fill(words)
        self.done += 1

    def tick(self, where: str, label: str) -> None:
        self.page.locator(where).get_by_label(label).first.check()
        self.done += 1

    def choose(self, where: str, label: str, value: str) -> None:
        self.page.locator(where).get_by_label(label).first.select_option(value)
        self.done += 1


def test_from_idea_to_anchored_in_few_steps(
    desk: Callable[..., Desk], world: World, idea: Activity
) -> None:
    """Every question of the checklist answered, every role heard, the status set."""
    at = desk(world.communicator, viewport={"width": 1440, "height": 900})
    assert idea.activity_plan is not None
    page = at.open(idea.activity_plan.get_absolute_url())
    me = Hands(page)
    me.click("Öppet hus", "link")
    me.click("Redigera", "link")
    me.fill("#fraga-purpose", "Syfte", "Fler ska känna igen oss.")
    me.fill("#fraga-occasion", "Sammanhang", "Öppet hus på biblioteket.")
    me.tick("#fraga-audience", "Boende")
    me.fill("#fraga-message", "Budskap med egna ord", "Kom som du är.")
    me.choose("#fraga-when", "Vilken sorts tidpunkt?", "date")
    me.fill("#fraga-when", "Dag", "2027-05-04")
    me.fill("#fraga-with_whom", "Ansvarig", "Kommunikatören")
    me.fill("#fraga-spokesperson", "Talesperson med egna ord", "Kommunpolisen")
    me.choose("#fraga-documentation", "Fotograferar ni?", "yes")
    me.fill("#fraga-evaluation", "Så utvärderar ni", "Vi räknar besökare.")
    me.fill("#fraga-material", "Vad", "Affisch")
    me.click("Lägg till materialet")
    expect(page.get_by_role("button", name="Ta bort: Affisch")).to_be_visible()
    me.fill("#ny-fragor", "Fråga", "Vad kostar det?")
    me.click("Lägg till frågan")
    expect(page.get_by_role("button", name="Ta bort: Vad kostar det?")).to_be_visible()
    me.click("Förankring", "link")
    for number in range(5):
        expect(page.get_by_text(f"{number} av 5 har sagt ja")).to_be_visible()
        me.click("Anteckna svaret")
    me.click("Markera som förankrad")
    expect(page.locator(".effort-status")).to_contain_text("Förankrad")
    expect(page.get_by_text("12 av 12")).to_be_visible()
    idea.refresh_from_db()
    assert (idea.status, str(idea.starts_on)) == (Status.ANCHORED, "2027-05-04")
    assert me.done < MOST_INTERACTIONS


def test_one_question_at_a_time_by_keyboard(
    desk: Callable[..., Desk], world: World, idea: Activity
) -> None:
    at = desk(world.communicator)
    page = at.open(address(idea, "checklista/"))
    page.get_by_role("link", name="Börja").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Syfte", exact=True).focus()
    page.keyboard.type("Tryggare torg")
    expect(page.locator("#form_purpose [data-saved]")).to_contain_text(SAVED)
    page.keyboard.type("!")
    page.get_by_role("button", name="Nästa").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/checklista/occasion/")
    page.get_by_role("link", name="Hoppa över").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/checklista/audience/")
    idea.refresh_from_db()
    assert idea.purpose == "Tryggare torg!"


def test_what_is_written_before_the_scripts_come_is_saved(
    desk: Callable[..., Desk], world: World, idea: Activity
) -> None:
    at = desk(world.communicator)
    page, held = at.context.new_page(), list[Route]()
    page.route("**/js/editing.js", lambda route: held.append(route))
    with page.expect_request("**/js/editing.js"):
        page.goto(at.address + address(idea, "checklista/purpose/"), wait_until="commit")
    page.get_by_label("Syfte", exact=True).fill("Tryggare")
    for route in held:
        route.continue_()
    expect(page.locator("#form_purpose [data-saved]")).to_contain_text(SAVED)
    idea.refresh_from_db()
    assert idea.purpose == "Tryggare"


def test_what_is_written_in_a_new_row_goes_along(
    desk: Callable[..., Desk], world: World, idea: Activity
) -> None:
    page = desk(world.communicator).open(address(idea, "checklista/questions/"))
    page.get_by_label("Fråga", exact=True).fill("Vad kostar det?")
    page.get_by_role("button", name="Nästa").click()
    page.wait_for_url("**/checklista/documentation/")
    page.goto(page.url.replace("documentation", "with_whom"))
    page.get_by_label("Gör", exact=True).fill("Bjuder in")
    page.get_by_role("button", name="Nästa").click()
    page.wait_for_url("**/checklista/material/")
    assert ExpectedQuestion.objects.get().question == "Vad kostar det?"
    assert idea.partytask_rows.get().words == "Bjuder in"


def test_only_the_fields_of_the_kind_are_shown_and_it_is_said_in_words(
    desk: Callable[..., Desk], world: World, idea: Activity
) -> None:
    page = desk(world.communicator).open(address(idea, "checklista/when/"))
    day, repeat = page.get_by_label("Dag", exact=True), page.locator("[data-repeat]")
    expect(day).to_be_hidden()
    kind = page.get_by_label("Vilken sorts tidpunkt?")
    kind.select_option("season")
    expect(page.get_by_label("Årstid")).to_be_visible()
    kind.select_option("recurrence")
    expect(day).to_be_visible()
    expect(repeat).to_be_visible()
    expect(page.get_by_label("Årstid")).to_be_hidden()
    day.fill("2027-03-02")
    page.get_by_label("Antal", exact=True).fill("2")
    page.get_by_label("Dagar, veckor, månader eller år").select_option("MONTHLY")
    page.get_by_label("Vilken dag?").select_option("weekday")
    expect(page.locator("[data-when-said]")).to_contain_text("Första tisdagen i varannan månad")
    expect(page.locator("[data-when-said]")).to_contain_text("tisdag 4 maj 2027")
    look_at(page)
    idea.refresh_from_db()
    assert idea.recurrence == "FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU"


def test_a_kind_that_needs_a_day_waits_for_it(
    desk: Callable[..., Desk], world: World, idea: Activity
) -> None:
    page = desk(world.communicator).open(address(idea, "checklista/when/"))
    page.get_by_label("Vilken sorts tidpunkt?").select_option("week")
    page.wait_for_timeout(1200)
    expect(page.locator(".invalid-feedback.is-shown")).to_have_count(0)
    page.get_by_label("Dag", exact=True).fill("2027-03-04")
    expect(page.locator("[data-when-said]")).to_contain_text("Vecka 9")


def test_two_at_once_are_shown_both_texts(
    desk: Callable[..., Desk], world: World, idea: Activity
) -> None:
    pages = [
        desk(who).open(address(idea, "checklista/purpose/"))
        for who in (world.communicator, world.police_communicator)
    ]
    mine, theirs = pages
    theirs.get_by_label("Syfte", exact=True).fill("Lugnare")
    expect(theirs.locator("#form_purpose [data-saved]")).to_contain_text(SAVED)
    mine.get_by_label("Syfte", exact=True).fill("Tryggare")
    expect(mine.locator(".conflict")).to_be_visible()
    look_at(mine)
    mine.get_by_label("Behåll det som är sparat").check()
    mine.get_by_role("button", name="Spara så här").click()
    expect(mine.locator(".conflict")).to_have_count(0)
    expect(mine.get_by_label("Syfte", exact=True)).to_have_value("Lugnare")


def test_two_rules_are_chosen_between_and_the_controls_follow(
    desk: Callable[..., Desk], world: World, idea: Activity
) -> None:
    pages = [
        desk(who).open(address(idea, "checklista/when/"))
        for who in (world.communicator, world.police_communicator)
    ]
    mine, theirs = pages
    for page, unit in ((theirs, "WEEKLY"), (mine, "DAILY")):
        page.get_by_label("Vilken sorts tidpunkt?").select_option("recurrence")
        page.get_by_label("Dag", exact=True).fill("2027-03-02")
        page.get_by_label("Dagar, veckor, månader eller år").select_option(unit)
        page.get_by_role("textbox", name="Plats").focus()
        if page is theirs:
            wait_until(Activity.objects.filter(pk=idea.pk, recurrence__contains=unit).exists)
    expect(mine.locator(".conflict")).to_contain_text("varje vecka")
    expect(mine.locator(".conflict")).to_contain_text("varje dag")
    mine.get_by_label("Behåll det som är sparat").check()
    mine.get_by_role("button", name="Spara så här").click()
    expect(mine.get_by_label("Dagar, veckor, månader eller år")).to_have_value("WEEKLY")
    idea.refresh_from_db()
    assert idea.recurrence == "FREQ=WEEKLY"


def test_all_of_it_works_without_scripts(
    desk: Callable[..., Desk], world: World, idea: Activity
) -> None:
    page = desk(world.communicator, java_script_enabled=False).open(
        address(idea, "checklista/purpose/")
    )
    page.get_by_label("Syfte", exact=True).fill("Tryggare")
    page.get_by_role("button", name="Nästa").click()
    expect(page.get_by_label("Sammanhang", exact=True)).to_be_visible()
    page.goto(page.url.replace("occasion", "when"))
    page.get_by_label("Vilken sorts tidpunkt?").select_option("recurrence")
    page.get_by_label("Dag", exact=True).fill("2027-03-02")
    page.get_by_label("Dagar, veckor, månader eller år").select_option("WEEKLY")
    page.get_by_role("button", name="Nästa").click()
    page.wait_for_url("**/with_whom/")
    page.goto(page.url.replace("with_whom", "material"))
    page.get_by_label("Vad", exact=True).fill("Affisch")
    with page.expect_navigation():
        page.get_by_role("button", name="Nästa").click()
    idea.refresh_from_db()
    assert (idea.purpose, idea.recurrence) == ("Tryggare", "FREQ=WEEKLY")
    assert idea.material_rows.get().words == "Affisch"


def test_the_media_card_asks_for_nothing_more(
    desk: Callable[..., Desk], world: World, full: Activity
) -> None:
    at = desk(world.communicator, viewport={"width": 390, "height": 800})
    page = at.open("/")
    page.wait_for_load_state("networkidle")  # the icon of this one comes late
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.goto(at.address + address(full, "mediekort/"), wait_until="networkidle")
    assert [request.url for request in asked] == [at.address + address(full, "mediekort/")]
    assert asked[0].sizes()["responseBodySize"] < 16_000  # before it is compressed
    colour = page.locator("header").evaluate("it => getComputedStyle(it).backgroundColor")
    assert colour == "rgb(23, 80, 111)"  # the style in the page is let through
