"""The pages of reviews: list, one review, meeting, projector, closing, minutes, action points."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import OutgoingMail
from core.prints import work
from evaluations.models import ActionPoint, AgendaItem, Decision, Evaluation, Review
from evaluations.services import closing, reviews
from plans.services import structure
from tests.people import World
from tests.undefined import undefined as undefined

from .meetings import anchor, begun, called, effort_of_period, filled, item_of, tomorrow
from .review_pages import JSON, at, client_of, posted

pytestmark = pytest.mark.django_db
LIST, ONE, MEETING = "reviews", "review", "meeting"
PROJECTOR, CLOSE, MINUTES = "projector", "close_review", "minutes"


def test_pages_are_drawn_without_missing_variables(world: World, undefined: set[str]) -> None:
    people = (world.coordinator, world.director, world.communicator)
    for user in people:
        assert client_of(user).get(at(world, LIST)).status_code == 200
    anchor(world.agreement)
    for user in people:
        assert client_of(user).get(at(world, LIST)).status_code == 200
        assert client_of(user).get(at(world, ONE, 1)).status_code == 200
    review = filled(world)
    effort = effort_of_period(world, "Affischer")
    raised = reviews.raise_activity(
        agreement=world.agreement, number=1, activity=effort, by=world.communicator
    )
    for user in (world.coordinator, world.director):
        client = client_of(user)
        for item in review.agenda.all():
            assert client.get(f"{at(world, MEETING, 1)}?punkt={item.pk}").status_code == 200
        activities = item_of(review, "activities")
        words = f"?punkt={activities.pk}&insats={effort.node.plan.slug}/{effort.node.key}"
        assert "Hur gick" not in client.get(at(world, MEETING, 1) + words).text
        assert client.get(at(world, MEETING, 1) + "?punkt=narvaro").status_code == 200
        assert client.get(at(world, CLOSE, 1)).status_code == 200
    for user in people:
        client = client_of(user)
        assert client.get(at(world, ONE, 1)).status_code == 200
        for item in [*review.agenda.all(), raised]:
            address = f"{at(world, PROJECTOR, 1)}?punkt={item.pk}"
            assert client.get(address).status_code == 200
            assert client.get(f"{address}&insats=1").status_code == 200
        assert client.get(at(world, PROJECTOR, 1)).status_code == 200
    closing.close(review=review, by=world.director)
    for user in people:
        client = client_of(user)
        for name in (MINUTES, ONE):
            assert client.get(at(world, name, 1)).status_code == 200
        for name in (LIST, "actions"):
            assert client.get(at(world, name)).status_code == 200
    assert undefined == set()


def test_a_review_is_called_on_its_page(world: World) -> None:
    anchor(world.agreement)
    client = client_of(world.coordinator)
    page = client.get(at(world, ONE, 1)).text
    assert "Ska hållas nu" in page
    day = (timezone.localtime() + timedelta(days=9)).date().isoformat()
    answer = client.post(
        at(world, "call_review", 1),
        {"day": day, "clock": "13:00", "place": "Stadshuset", "version": "0"},
        follow=True,
    )
    assert "har fått en kallelse" in answer.text
    assert "kl. 13.00" in answer.text
    assert OutgoingMail.objects.filter(unique_key__startswith="review-called").count() == 4
    wrong = client.post(at(world, "call_review", 1), {"day": "", "clock": "tre", "version": "2"})
    assert wrong.status_code == 422
    assert "Ange vilken dag ni möts." in wrong.text
    assert "Skriv tiden som 13.05." in wrong.text


def test_the_page_says_a_call_was_sent_only_where_one_was(world: World) -> None:
    review = called(world)
    client = client_of(world.coordinator)
    address = at(world, "call_review", 1)
    words = {"day": tomorrow().date().isoformat(), "clock": "13:00", "place": "Stadshuset"}
    same = client.post(address, {**words, "version": str(review.version)}, follow=True)
    assert "Mötet har redan den tiden och platsen" in same.text
    past = {**words, "day": (timezone.localtime() - timedelta(days=2)).date().isoformat()}
    noted = client.post(address, {**past, "version": str(review.version)}, follow=True)
    assert "har redan passerat" in noted.text
    for page in (same, noted):
        assert "har fått en kallelse" not in page.text
    assert OutgoingMail.objects.filter(unique_key__startswith="review-called").count() == 4


def test_whoever_moves_it_on_an_old_page_sees_the_others_time(world: World) -> None:
    review = called(world)
    reviews.call(
        agreement=world.agreement,
        number=1,
        at=tomorrow(15),
        place="Annat",
        base_version=review.version,
        by=world.police_coordinator,
    )
    client = client_of(world.coordinator)
    day = tomorrow().date().isoformat()
    words = {"day": day, "clock": "09:00", "place": "Mitt", "version": str(review.version)}
    answer = client.post(at(world, "call_review", 1), words)
    assert answer.status_code == 422
    assert "Någon annan har satt mötet" in answer.text
    assert f'name="version" value="{review.version + 1}"' in answer.text
    again = client.post(at(world, "call_review", 1), {**words, "version": str(review.version + 1)})
    assert again.status_code == 302


def test_notes_decisions_and_action_points_save_themselves(world: World) -> None:
    review = begun(world)
    client = client_of(world.director)
    item = item_of(review, "picture")
    save = at(world, "save_review_row", 1, "dagordning", item.pk)
    answer = client.post(save, posted(item, {"notes": "Ökar"}, {"notes": ""}), headers=JSON)
    assert answer.json()["saved"].startswith("Sparat kl.")
    item.refresh_from_db()
    assert item.notes == "Ökar"
    add = at(world, "add_review_row", 1, "beslut")
    words = {"words": "Vi gör så", "punkt": str(item.pk), "fran": "mote"}
    answer = client.post(add, words, headers=JSON)
    assert answer.status_code == 201
    assert Decision.objects.get().item == item
    add = at(world, "add_review_row", 1, "atgarder")
    words = {"words": "Ring", "punkt": str(item.pk), "due_on": "2031-02-03", "fran": "mote"}
    assert client.post(add, words).status_code == 302
    point = ActionPoint.objects.get()
    assert str(point.due_on) == "2031-02-03"
    empty = client.post(add, {"words": " ", "punkt": str(item.pk), "fran": "mote"})
    assert empty.status_code == 422
    save = at(world, "save_review_row", 1, "atgarder", point.pk)
    base = {"person": ""}
    answer = client.post(
        save, posted(point, {"person": str(world.outsider.pk)}, base), headers=JSON
    )
    assert answer.status_code == 422, "nobody of the agreement"


def test_two_recorders_are_shown_both_texts(world: World) -> None:
    review = begun(world)
    item = item_of(review, "picture")
    save = at(world, "save_review_row", 1, "dagordning", item.pk)
    first = posted(item, {"notes": "Det ena"}, {"notes": ""})
    second = posted(item, {"notes": "Det andra"}, {"notes": ""})
    assert client_of(world.director).post(save, first, headers=JSON).status_code == 200
    answer = client_of(world.coordinator).post(save, second, headers=JSON)
    assert answer.status_code == 409
    assert "Det ena" in answer.json()["html"]
    page = client_of(world.coordinator).post(save, second)
    assert page.status_code == 409
    assert "Två har ändrat samma text" in page.text


def test_rows_are_removed_moved_and_taken_back(world: World) -> None:
    review = called(world)
    client = client_of(world.coordinator)
    item = item_of(review, "picture")
    move = at(world, "move_review_row", 1, "dagordning", item.pk)
    client.post(move, {"direction": "up"})
    item.refresh_from_db()
    assert item.position == 0
    page = client.post(at(world, "remove_review_row", 1, "dagordning", item.pk), follow=True).text
    assert "”Lägesbilden” är borttaget." in page
    undo = at(world, "take_back_review_row", 1, "dagordning", item.pk)
    assert f'action="{undo}"' in page
    client.post(undo)
    item.refresh_from_db()
    assert item.removed_at is None


def test_an_activity_is_evaluated_in_the_meeting(world: World) -> None:
    """Also by those of the steering group who hold it, as long as it goes on, and in no other time."""
    review = called(world)
    effort = effort_of_period(world)
    slug, key = effort.node.plan.slug, effort.node.key
    save = reverse("evaluations:save_evaluation", args=[slug, key, "svar"])
    item = item_of(review, "activities")
    back = f"{at(world, MEETING, 1)}?punkt={item.pk}&insats={slug}/{key}"
    words = {
        "went_well": "Många kom",
        "base-went_well": "",
        "version": "1",
        "tillbaka": back,
    }
    director = client_of(world.director)
    assert director.post(save, words).status_code == 403
    reviews.begin(review=review, by=world.director)
    page = director.get(back).text
    assert f'action="{save}"' in page
    answer = director.post(save, words)
    assert answer.headers["Location"] == f"{back}#svar"
    assert Evaluation.objects.get(activity=effort).went_well == "Många kom"
    elsewhere = director.post(save, {**words, "tillbaka": "https://ond.example/"})
    assert elsewhere.headers["Location"].startswith("/planer/")


def test_the_screen_follows_what_the_recorder_has_up(world: World) -> None:
    review = begun(world)
    recorder, wall = client_of(world.coordinator), client_of(world.communicator)
    state = at(world, "projector_state", 1)
    before = wall.get(state).json()["state"]
    item = item_of(review, "picture")
    answer = recorder.post(at(world, "show_item", 1), {"punkt": item.pk}, headers=JSON)
    assert answer.json() == {"shown": item.pk}
    shown = wall.get(state).json()["state"]
    assert shown != before
    page = wall.get(at(world, PROJECTOR, 1)).text
    assert "<h1>Lägesbilden</h1>" in page
    assert f'data-state="{shown}"' in page
    add = at(world, "add_review_row", 1, "beslut")
    recorder.post(add, {"words": "Vi gör så", "punkt": str(item.pk), "fran": "mote"})
    assert wall.get(state).json()["state"] != shown
    assert "Vi gör så" in wall.get(at(world, PROJECTOR, 1)).text


def test_an_item_about_an_activity_shows_that_of_its_own_plan(world: World) -> None:
    """Keys are unique in a plan only; the pack holds all plans of the agreement."""
    called(world)
    plans = (world.in_force, world.draft)
    efforts = [effort_of_period(world, "Torgmöte", plan=plan) for plan in plans]
    assert efforts[0].node.key == efforts[1].node.key
    client = client_of(world.coordinator)
    for effort in efforts:
        raised = reviews.raise_activity(
            agreement=world.agreement, number=1, activity=effort, by=world.communicator
        )
        slide = client.get(f"{at(world, PROJECTOR, 1)}?punkt={raised.pk}").context["slide"]
        assert slide.effort.plan_slug == effort.node.plan.slug
    heading = item_of(Review.objects.get(), "activities")
    words = f"?punkt={heading.pk}&insats={world.draft.slug}/{efforts[1].node.key}"
    assert client.get(at(world, MEETING, 1) + words).text.count('aria-current="true"') == 1


def test_the_screen_rests_on_the_title_when_what_it_shows_is_taken_away(world: World) -> None:
    review = begun(world)
    item = item_of(review, "picture")
    recorder, wall = client_of(world.coordinator), client_of(world.communicator)
    show = at(world, "show_item", 1)
    recorder.post(show, {"punkt": item.pk}, headers=JSON)
    structure.remove(row=item, by=world.coordinator)
    state = wall.get(at(world, "projector_state", 1)).json()["state"]
    assert f'data-state="{state}"' in wall.get(at(world, PROJECTOR, 1)).text
    refused = recorder.post(show, {"punkt": item.pk}, headers=JSON)
    assert refused.status_code == 422
    assert "borttagen" in refused.text


def test_the_screen_goes_through_everything_one_by_one(world: World) -> None:
    called(world)
    for name in ("Annons", "Torgmöte"):
        effort_of_period(world, name)
    client = client_of(world.communicator)
    address, seen = f"{at(world, PROJECTOR, 1)}?punkt=0", []
    while address:
        page = client.get(address).text
        seen.append(page.partition("<title>")[2].partition(" – ")[0])
        _head, found, rest = page.partition('data-way="after"')
        link = page.rpartition('data-way="after"')[0].rpartition('href="')[2]
        query = link.partition('"')[0].replace("&amp;", "&")
        address = f"{at(world, PROJECTOR, 1)}{query}" if found else ""
        assert rest or not found
    assert seen == [
        "Översyn 1",
        "Beslut och åtgärder sedan tidigare",
        "Lägesbilden",
        "Insatserna under perioden",
        "Annons",
        "Torgmöte",
        "Det som ingen insats täcker",
        "Målen och hur det går",
        "Planer och versioner: vad som väntar och vad som går ut",
    ]


def test_closing_leads_to_the_minutes_and_their_pdf(world: World) -> None:
    review = filled(world)
    client = client_of(world.director)
    page = client.get(at(world, CLOSE, 1)).text
    assert "Vi riktar insatserna mot söder." in page
    assert "disabled" not in page.partition("Det här händer")[2]
    page = client.post(at(world, CLOSE, 1), follow=True).text
    assert "anteckningarna är låsta" in page
    assert "Nästa på tur är översyn 2." in page
    assert client.get(at(world, "minutes_pdf", 1)).status_code == 404
    assert work.render_waiting() == 1
    fetched = client.get(at(world, "minutes_pdf", 1))
    assert fetched.content.startswith(b"%PDF")
    assert client.get(at(world, MEETING, 1)).headers["Location"] == at(world, MINUTES, 1)
    review.refresh_from_db()
    assert review.minutes_sha256 in client.get(at(world, MINUTES, 1)).text


def test_what_is_missing_is_said_instead(world: World) -> None:
    called(world)
    client = client_of(world.director)
    answer = client.post(at(world, CLOSE, 1))
    assert answer.status_code == 422
    assert "Mötet har inte börjat." in answer.text


def test_action_points_are_done_with_words_and_undone(world: World) -> None:
    closing.close(review=filled(world), by=world.director)
    client = client_of(world.director)
    page = client.get(at(world, "actions")).text
    assert "Skriv till fastighetsägarna" in page
    point = ActionPoint.objects.get()
    done = at(world, "action_done", point.pk)
    page = client.post(done, {"klart": "1", "words": "Brevet gick ut."}, follow=True).text
    assert "Brevet gick ut." in page
    assert "Inget väntar på att göras" in page
    client.post(done)
    point.refresh_from_db()
    assert (point.done_at, point.done_words) == (None, "")


def test_there_are_no_reviews_far_ahead_or_of_no_number(world: World) -> None:
    anchor(world.agreement)
    client = client_of(world.coordinator)
    assert client.get(at(world, ONE, 2)).status_code == 200
    for number in (0, 3, 99, 10**30):
        address = at(world, LIST) + f"{number}/"
        assert client.get(address).status_code == 404, number
    Review.objects.create(agreement=world.agreement, number=5)
    assert client.get(at(world, ONE, 5)).status_code == 200


def test_a_row_of_another_review_is_not_found(world: World) -> None:
    review = called(world)
    other = reviews.stored(agreement=world.agreement, number=2)
    item = AgendaItem.objects.create(review=other, title="En annan")
    client = client_of(world.coordinator)
    for name in ("save_review_row", "remove_review_row", "move_review_row"):
        assert client.post(at(world, name, 1, "dagordning", item.pk)).status_code == 404
    add = at(world, "add_review_row", 1, "beslut")
    assert client.post(add, {"words": "Nej", "punkt": str(item.pk)}).status_code == 404
    assert client.get(f"{at(world, MEETING, 1)}?punkt={item.pk}").status_code == 404
    assert client.post(at(world, "add_review_row", 1, "finns-inte")).status_code == 404
    assert review.decisions.count() == 0
