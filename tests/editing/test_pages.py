"""The editor as a browser without scripts has it: every step is a form, and an answer that leads on."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from appendix.document import build
from core.models import Change
from plans.models import Goal, Section, Spokesperson, TargetGroup
from tests.people import World
from tests.pictures import picture

EDITOR = "/planer/utkast/redigera/"
GOAL = "/planer/utkast/rad/kanna-till/"


class Forms(HTMLParser):
    """The forms of a page: by action, what a browser would post from each."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, Any]] = {}
        self._form: dict[str, Any] | None = None
        self._area = self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        name, value = names.get("name") or "", names.get("value") or ""
        if tag == "form":
            self._form = self.forms.setdefault((names.get("action") or "").partition("#")[0], {})
        elif self._form is None or (not name and tag != "option"):
            return
        elif tag == "input":
            self._input(names, name, value)
        elif tag == "textarea":
            self._area, self._form[name] = name, ""
        elif tag == "select":
            self._select, self._form[name] = name, ""
        elif tag == "option" and "selected" in names and self._select:
            self._form[self._select] = value

    def _input(self, names: dict[str, str | None], name: str, value: str) -> None:
        assert self._form is not None
        if names.get("type") in ("checkbox", "radio"):
            if "checked" in names:
                self._form.setdefault(name, []).append(value or "on")
        elif names.get("type") != "file":
            self._form[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag in ("textarea", "select"):
            self._area = self._select = ""

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            self._form[self._area] += data.removeprefix("\n")


def posted(client: Client, page: str, action: str) -> dict[str, Any]:
    """What a browser would post from the form of ``page`` with this address."""
    answer = client.get(page)
    assert answer.status_code == 200
    return Forms(answer.content.decode()).forms[action]


@pytest.fixture
def writer(world: World, client: Client) -> Client:
    client.force_login(world.communicator)
    return client


@pytest.fixture
def other(world: World) -> Client:
    client = Client()
    client.force_login(world.police_communicator)
    return client


def goal(world: World) -> Goal:
    return Goal.objects.get(section__plan=world.draft)


def test_the_editor_shows_the_outline_and_the_first_section_open(
    world: World, writer: Client
) -> None:
    page = writer.get(EDITOR).content.decode()
    for heading in ("Syfte", "Målgrupper", "Mål", "Aktiviteter", "Bild"):
        assert f">{heading}" in page
    assert "Vi talar med en röst." in page
    assert f'action="{EDITOR}syfte/"' in page


def test_a_form_that_is_sent_as_it_was_drawn_changes_nothing(world: World, writer: Client) -> None:
    before, changes = build(world.draft), Change.objects.count()
    for page, action in [
        (f"{EDITOR}mal/", f"{EDITOR}mal/"),
        (f"{EDITOR}mal/?rad=kanna-till", GOAL),
        (f"{EDITOR}aktiviteter/?rad=mote", "/planer/utkast/rad/mote/"),
        (f"{EDITOR}bild/?rad=karta", "/planer/utkast/rad/karta/"),
        ("/planer/utkast/dokument/", "/planer/utkast/dokument/"),
    ]:
        data = posted(writer, page, action)
        assert writer.post(action, data).status_code == 302, action
    assert build(world.draft) == before
    assert Change.objects.count() == changes


def test_a_section_is_saved_and_one_comes_back_to_it(world: World, writer: Client) -> None:
    data = posted(writer, f"{EDITOR}syfte/", f"{EDITOR}syfte/")
    answer = writer.post(f"{EDITOR}syfte/", data | {"text": "Rad ett\r\nrad två\r\n\r\n- punkt"})
    assert answer["Location"] == f"{EDITOR}syfte/#syfte"
    section = Section.objects.get(plan=world.draft, node__key="syfte")
    assert section.text == "Rad ett\nrad två\n\n- punkt"


def test_a_row_is_opened_saved_and_shown(world: World, writer: Client) -> None:
    data = posted(writer, f"{EDITOR}mal/?rad=kanna-till", GOAL)
    assert data["audience"] == ["boende"]
    answer = writer.post(GOAL, data | {"target": "8 av 10", "audience": ["boende", "chefer"]})
    assert answer["Location"] == f"{EDITOR}mal/#kanna-till"
    assert "8 av 10" in writer.get(f"{EDITOR}mal/").content.decode()
    [written] = next(s for s in build(world.draft)["sections"] if s["key"] == "mal")["items"]
    assert written["audience"] == ["boende", "chefer"]


def test_control_characters_are_refused_in_swedish_and_nothing_is_lost(
    world: World, writer: Client
) -> None:
    data = posted(writer, f"{EDITOR}mal/?rad=kanna-till", GOAL)
    answer = writer.post(GOAL, data | {"name": "Hej\x02 då", "target": "Åtta"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Efter ”Hej” finns ett osynligt tecken" in page
    assert "Åtta" in page
    assert goal(world).version == 1


def test_two_who_change_the_same_text_without_scripts(
    world: World, writer: Client, other: Client
) -> None:
    mine = posted(writer, f"{EDITOR}mal/?rad=kanna-till", GOAL)
    theirs = posted(other, f"{EDITOR}mal/?rad=kanna-till", GOAL)
    other.post(GOAL, theirs | {"name": "Känna till oss väl"})
    answer = writer.post(GOAL, mine | {"name": "Känna igen oss", "target": "8 av 10"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Två har ändrat samma text" in page
    assert f"{world.police_communicator} sparade kl." in page
    assert "<del>" in page
    assert "<ins>" in page
    assert goal(world).name == "Känna till oss väl"
    joined = Forms(page).forms[GOAL]
    assert joined["name"] == "Känna igen oss"
    assert writer.post(GOAL, joined | {"name": "Känna igen oss väl"}).status_code == 302
    assert goal(world).name == "Känna igen oss väl"


def test_giving_way_keeps_the_others_text(world: World, writer: Client, other: Client) -> None:
    mine = posted(writer, f"{EDITOR}mal/?rad=kanna-till", GOAL)
    other.post(GOAL, mine | {"name": "Andras", "level": "awareness"})
    answer = writer.post(GOAL, mine | {"name": "Mitt", "level": "action"})
    form = Forms(answer.content.decode()).forms[GOAL]
    writer.post(GOAL, form | {"val-name": "theirs", "val-level": "mine"})
    assert (goal(world).name, goal(world).level) == ("Andras", "action")


def test_a_second_conflict_on_top_of_the_first_is_shown_too(
    world: World, writer: Client, other: Client
) -> None:
    drawn = posted(writer, f"{EDITOR}mal/?rad=kanna-till", GOAL)
    other.post(GOAL, drawn | {"name": "Andras"})
    form = Forms(writer.post(GOAL, drawn | {"name": "Mitt"}).content.decode()).forms[GOAL]
    again = posted(other, f"{EDITOR}mal/?rad=kanna-till", GOAL)
    other.post(GOAL, again | {"name": "Andras igen"})
    assert writer.post(GOAL, form).status_code == 409
    assert goal(world).name == "Andras igen"


def test_what_was_removed_meanwhile_can_be_taken_back_with_ones_own_text(
    world: World, writer: Client, other: Client
) -> None:
    mine = posted(writer, f"{EDITOR}mal/?rad=kanna-till", GOAL)
    other.post(f"{GOAL}ta-bort/")
    answer = writer.post(GOAL, mine | {"name": "Mitt"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Det du skrev i är borttaget" in page
    assert "Mitt" in page
    form = Forms(page).forms[GOAL]
    assert writer.post(GOAL, form | {"take_back": "1"}).status_code == 302
    assert (goal(world).name, goal(world).removed_at) == ("Mitt", None)


def test_a_row_in_a_removed_section_is_no_silent_save(
    world: World, writer: Client, other: Client
) -> None:
    mine = posted(writer, f"{EDITOR}mal/?rad=kanna-till", GOAL)
    other.post(f"{EDITOR}mal/ta-bort/")
    answer = writer.post(GOAL, mine | {"name": "Mitt"})
    assert answer.status_code == 409
    form = Forms(answer.content.decode()).forms[GOAL]
    writer.post(GOAL, form | {"take_back": "1"})
    assert "Mitt" in writer.get(f"{EDITOR}mal/").content.decode()


def test_a_row_below_a_removed_section_is_no_silent_save(
    world: World, writer: Client, other: Client
) -> None:
    other.post(f"{EDITOR}mal/flytta/", {"direction": "in"})
    other.post(f"{EDITOR}malgrupper/ta-bort/")
    mine = {"version": "1", "name": "Mitt", "base-name": "Känna till"}
    assert writer.post(GOAL, mine).status_code == 409


def test_a_new_row_and_then_another(world: World, writer: Client) -> None:
    data = posted(writer, f"{EDITOR}malgrupper/?ny=1", f"{EDITOR}malgrupper/ny-rad/")
    answer = writer.post(f"{EDITOR}malgrupper/ny-rad/", data | {"name": "Skolor", "more": "1"})
    assert answer["Location"] == f"{EDITOR}malgrupper/?ny=1&efter=skolor#ny"
    data = posted(writer, answer["Location"], f"{EDITOR}malgrupper/ny-rad/")
    assert data["after"] == "skolor"


def test_a_nested_row(world: World, writer: Client) -> None:
    page = f"{EDITOR}malgrupper/?ny=1&i=boende"
    data = posted(writer, page, f"{EDITOR}malgrupper/ny-rad/")
    writer.post(f"{EDITOR}malgrupper/ny-rad/", data | {"name": "Unga"})
    assert TargetGroup.objects.get(node__key="unga").parent == TargetGroup.objects.get(
        node__key="boende", section__plan=world.draft
    )


def test_removed_and_undone(world: World, writer: Client) -> None:
    page = writer.post(f"{GOAL}ta-bort/", follow=True).content.decode()
    assert "”Känna till” är borttaget." in page
    assert f'action="{GOAL}ta-tillbaka/"' in page
    assert goal(world).removed_at is not None
    writer.post(f"{GOAL}ta-tillbaka/")
    assert goal(world).removed_at is None


def test_sections_are_added_moved_removed_and_taken_back(world: World, writer: Client) -> None:
    new = {"heading": "Kanaler", "kind": "channels", "place": "after"}
    answer = writer.post(f"{EDITOR}syfte/nytt-avsnitt/", new)
    assert answer["Location"] == f"{EDITOR}kanaler/#kanaler"
    page = writer.get(f"{EDITOR}kanaler/").content.decode()
    assert "Vägarna fram till målgrupperna" in page
    writer.post(f"{EDITOR}kanaler/flytta/", {"direction": "up"})
    assert Section.objects.get(node__key="kanaler").position == 0
    undo = f'action="{EDITOR}kanaler/ta-tillbaka/"'
    assert undo in writer.post(f"{EDITOR}kanaler/ta-bort/", follow=True).content.decode()
    assert writer.get(f"{EDITOR}kanaler/")["Location"] == EDITOR
    writer.post(f"{EDITOR}kanaler/ta-tillbaka/")
    assert writer.get(f"{EDITOR}kanaler/").status_code == 200


def test_the_usual_is_ticked_and_added_in_one_go(world: World, writer: Client) -> None:
    section = f"{EDITOR}malgrupper/"
    assert "Vårdnadshavare" in writer.get(section).content.decode()
    writer.post(f"{section}vanligt/", {"namn": ["Vårdnadshavare", "Styrgruppen", "Påhittad"]})
    added = TargetGroup.objects.filter(section__plan=world.draft).values_list("name", "scope")
    assert ("Vårdnadshavare", "external") in added
    assert ("Styrgruppen", "internal") in added
    assert len(added) == 4
    assert 'value="Vårdnadshavare"' not in writer.get(section).content.decode()


def test_an_empty_plan_begins_with_its_first_section(world: World, writer: Client) -> None:
    Section.objects.filter(plan=world.draft).delete()
    page = writer.get(EDITOR).content.decode()
    assert "Planen har inga avsnitt än" in page
    writer.post(EDITOR, {"heading": "Syfte", "kind": "text"})
    assert Section.objects.get(plan=world.draft).heading == "Syfte"


def test_a_picture_is_written_anew_and_needs_words(world: World, writer: Client) -> None:
    data = posted(writer, f"{EDITOR}bild/?ny=1", f"{EDITOR}bild/ny-rad/")
    upload = {"image": _file(picture((1, 2, 3), "JPEG"))}
    answer = writer.post(f"{EDITOR}bild/ny-rad/", data | upload)
    assert answer.status_code == 422
    assert "Beskriv bilden" in answer.content.decode()
    upload = {"image": _file(picture((1, 2, 3), "JPEG")), "alt": "En yta"}
    assert writer.post(f"{EDITOR}bild/ny-rad/", data | upload).status_code == 302
    assert 'alt="En yta"' in writer.get(f"{EDITOR}bild/").content.decode()


def _file(data: bytes) -> Any:
    return SimpleUploadedFile("bild.jpg", data, "image/jpeg")


def test_document_control_saves_row_by_row(world: World, writer: Client) -> None:
    page = "/planer/utkast/dokument/"
    data = posted(writer, page, page)
    assert writer.post(page, data | {"owner": "Kommunchefen"}).status_code == 302
    world.draft.refresh_from_db()
    assert world.draft.owner == "Kommunchefen"
    new = posted(writer, f"{page}?ny=uppgifter", f"{page}uppgifter/")
    assert new["place"] == "cover"
    row = {"label": "Diarienummer", "words": "ÄK 2026/1", "kind": "registration_number"}
    writer.post(f"{page}uppgifter/", new | row)
    assert build(world.draft)["control"] == [row | {"place": "cover"}]
    wrong = new | {"kind": "dated", "value": "2026-02-30"}
    assert writer.post(f"{page}uppgifter/", wrong).status_code == 422


def test_a_contact_has_party_role_period_and_deputy(world: World, writer: Client) -> None:
    writer.post(f"{EDITOR}syfte/nytt-avsnitt/", {"heading": "Kontakter", "kind": "spokespersons"})
    address = f"{EDITOR}kontakter/ny-rad/"
    data = posted(writer, f"{EDITOR}kontakter/?ny=1", address)
    writer.post(address, data | {"name": "Jourhavande", "is_function": "on"})
    data = posted(writer, f"{EDITOR}kontakter/?ny=1", address)
    values = {"name": "LPO-chef", "party": "org-polisen", "role": "speaks", "deputy": "jourhavande"}
    period = {"starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    assert writer.post(address, data | values | period).status_code == 302
    row = Spokesperson.objects.get(name="LPO-chef")
    assert row.party is not None
    assert row.deputy is not None
    assert (row.party.name, row.deputy.name) == (world.police.name, "Jourhavande")
    wrong = values | {"starts_on": "2026-12-31", "ends_on": "2026-01-01"}
    answer = writer.post(address, data | wrong)
    assert "Sista dagen kan inte ligga före den första." in answer.content.decode()
