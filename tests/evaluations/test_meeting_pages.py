"""An activity in the meeting: its figures, and the screen on the wall that follows to it."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils.html import escape

from evaluations.models import AgendaItem, Outcome, Review
from evaluations.services import evaluating, reviews
from plans.services import rows
from tests.people import World

from .meetings import begun, called, effort_of_period, item_of
from .review_pages import JSON, at, client_of

pytestmark = pytest.mark.django_db
MEETING, PROJECTOR = "meeting", "projector"


def test_figures_are_written_in_the_meeting_by_those_who_hold_it(world: World) -> None:
    """Added, changed, removed and taken back, each time back in the meeting; a wrong one is shown."""
    review = called(world)
    effort = effort_of_period(world)
    names = [effort.node.plan.slug, effort.node.key]
    item = item_of(review, "activities")
    back = f"{at(world, MEETING, 1)}?punkt={item.pk}&insats={'/'.join(names)}"
    add, here = reverse("evaluations:add_outcome", args=names), f"{back}#siffror"
    director = client_of(world.director)
    words = {"measure": "reach", "value": "1 200,5", "source": "Statistik", "tillbaka": back}
    assert director.post(add, words).status_code == 403
    reviews.begin(review=review, by=world.director)
    assert f'action="{add}"' in director.get(back).text
    assert director.post(add, words).headers["Location"] == here
    row = Outcome.objects.get()
    page = director.get(back).text
    save, remove = (
        reverse(f"evaluations:{name}_outcome", args=[*names, row.pk]) for name in ("save", "remove")
    )
    assert f'action="{save}"' in page
    change = {"value": "1300", "base-value": "1200.5", "version": "1", "tillbaka": back}
    assert director.post(save, change).headers["Location"] == here
    assert director.post(remove, {"tillbaka": back}).headers["Location"] == here
    undo = f"{remove.replace('ta-bort', 'ta-tillbaka')}?{urlencode({'tillbaka': back})}"
    assert f'action="{escape(undo)}"' in director.get(back).text
    assert director.post(undo).headers["Location"] == here
    row.refresh_from_db()
    assert (str(row.value), row.removed_at) == ("1300.00", None)
    wrong = director.post(add, {**words, "value": "tolv"})
    assert wrong.status_code == 422
    assert "Skriv ett tal med högst två decimaler" in wrong.text
    assert 'value="tolv"' in wrong.text


def test_the_screen_follows_to_the_activity_that_is_evaluated(world: World) -> None:
    """And shows what is said of it at once; back at the heading it shows the list again."""
    review = begun(world)
    effort, other = effort_of_period(world, "Torgmöte"), effort_of_period(world, "Affischer")
    item = item_of(review, "activities")
    recorder, wall = client_of(world.coordinator), client_of(world.communicator)
    asked = f"{effort.node.plan.slug}/{effort.node.key}"
    page = recorder.get(f"{at(world, MEETING, 1)}?punkt={item.pk}&insats={asked}").text
    assert f'name="insats" value="{asked}"' in page

    def shows(heading: str) -> str:
        text = wall.get(at(world, PROJECTOR, 1)).text
        assert f">{heading}</a></h1>" in text or f"<h1>{heading}</h1>" in text
        state = wall.get(at(world, "projector_state", 1)).json()["state"]
        assert f'data-state="{escape(state)}"' in text, "or it would load itself for ever"
        return str(state)

    show = at(world, "show_item", 1)
    recorder.post(show, {"punkt": item.pk}, headers=JSON)
    states = [shows(item.title)]
    recorder.post(show, {"punkt": item.pk, "insats": asked}, headers=JSON)
    states.append(shows("Torgmöte"))
    by = world.coordinator
    evaluating.save_evaluation(
        activity=effort, values={"went_well": "Bra."}, base_version=1, base_values=None, by=by
    )
    assert "Bra." in wall.get(at(world, PROJECTOR, 1)).text
    states.append(shows("Torgmöte"))
    evaluating.add_outcome(activity=effort, values={"measure": "reach", "value": "1200"}, by=by)
    states.append(shows("Torgmöte"))
    rows.save_row(
        row=effort, values={"lesson": "Tidigare."}, base_version=1, base_values=None, by=by
    )
    states.append(shows("Torgmöte"))
    evaluating.finish(activity=effort, is_done=True, by=by)
    states.append(shows("Torgmöte"))
    assert len(set(states)) == len(states), "each was new to the wall"
    evaluating.add_outcome(activity=other, values={"measure": "reach", "value": "5"}, by=by)
    assert shows("Torgmöte") == states[-1], "what is not shown does not make it blink"
    answer = recorder.post(show, {"punkt": item.pk, "insats": "finns/inte"})
    assert answer.headers["Location"].endswith(f"?punkt={item.pk}")
    shows(item.title)


def test_the_screen_does_not_blink_while_notes_are_written(world: World) -> None:
    item = item_of(begun(world), "picture")
    recorder, wall = client_of(world.coordinator), client_of(world.communicator)
    recorder.post(at(world, "show_item", 1), {"punkt": item.pk}, headers=JSON)
    state = at(world, "projector_state", 1)
    before = wall.get(state).json()["state"]
    save = at(world, "save_review_row", 1, "dagordning", item.pk)
    notes = {"notes": "Mer än i fjol.", "base-notes": "", "version": str(item.version)}
    assert recorder.post(save, notes, headers=JSON).status_code == 200
    item.refresh_from_db()
    assert item.notes == "Mer än i fjol."
    assert wall.get(state).json()["state"] == before
    AgendaItem.objects.filter(pk=item.pk).update(title="Läget nu")
    assert wall.get(state).json()["state"] != before


def test_no_item_but_the_periods_brings_an_activity_along(world: World) -> None:
    review = begun(world)
    effort = effort_of_period(world)
    item = item_of(review, "picture")
    asked = f"{effort.node.plan.slug}/{effort.node.key}"
    words = {"punkt": item.pk, "insats": asked}
    client_of(world.coordinator).post(at(world, "show_item", 1), words, headers=JSON)
    shown = Review.objects.get(pk=review.pk)
    assert (shown.shown_id, shown.shown_activity_id) == (item.pk, None)
