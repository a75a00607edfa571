"""What came of the demo's year: evaluations, measured goals, and material that was kept.

``demo_outcomes.json`` has the words. Only what is done is evaluated, and two done activities are left
for whoever tries the system out. The pictures are drawn here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from accounts.models import User
from activities.enums import Status
from activities.models import Activity
from evaluations.models import ArchiveItem, Evaluation, IndicatorValue
from evaluations.services import archive, evaluating, indicators
from plans.models import Goal, Plan
from plans.services.rows import save_row

WORDS = Path(__file__).with_name("demo_outcomes.json")
SKY, GROUND, LIGHT, WALL = "#1d3550", "#2e6b55", "#f6e3a1", "#c9d3da"
WIDTH, HEIGHT = 1200, 800

Said = Mapping[str, Any]


def load_outcomes(plan: Plan, by: User, today: date) -> None:
    """Evaluate what is done in ``plan`` this year, unless somebody has evaluated anything there."""
    if Evaluation.objects.filter(activity__node__plan=plan).exists():
        return
    words = json.loads(WORDS.read_text(encoding="utf-8"))
    done = Activity.objects.filter(activity_plan__plan=plan, status=Status.DONE)
    for activity in done.select_related("node__plan", "activity_plan"):
        if said := words["evaluations"].get(activity.name):
            _evaluate(activity, said, by)
            _keep(activity, said, by)
    for key, measured in words["goals"].items():
        _measure(Goal.objects.get(section__plan=plan, node__key=key), measured, by, today)


def _evaluate(activity: Activity, said: Said, by: User) -> None:
    evaluating.save_evaluation(
        activity=activity, values=said["values"], base_version=1, base_values=None, by=by
    )
    for figure in said.get("figures", []):
        evaluating.add_outcome(activity=activity, values=figure, by=by)
    evaluating.finish(activity=activity, is_done=True, by=by)


def _keep(activity: Activity, said: Said, by: User) -> None:
    """The pictures and the links, captured on the first day of the activity where it has one."""
    for name, lamps in said.get("pictures", {}).items():
        item = archive.add_file(activity=activity, upload=_picture(name, lamps), title=name, by=by)
        _captured(item, alt=said["alt"])
    for title, address in said.get("links", {}).items():
        _captured(archive.add_link(activity=activity, address=address, title=title, by=by))


def _captured(item: ArchiveItem, alt: str = "") -> None:
    item.alt = alt
    item.captured_on = item.activity.starts_on or item.captured_on
    item.save(update_fields=["alt", "captured_on"])


def _measure(goal: Goal, measured: Said, by: User, today: date) -> None:
    """Give ``goal`` its indicator in the working text, and its values over the last two years."""
    if IndicatorValue.objects.filter(goal=goal.node).exists():
        return
    row: Any = goal
    save_row(
        row=row,
        values=measured["indicator"],
        base_version=goal.version,
        base_values=None,
        by=by,
    )
    for months_ago, value in measured["values"]:
        day = today - timedelta(days=30 * months_ago)
        indicators.add_value(
            goal=goal, measured_on=day.isoformat(), value=value, source=measured["source"], by=by
        )


def _picture(name: str, lamps: int) -> SimpleUploadedFile:
    """An invented street in the evening, with so many lamps lit."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), SKY)
    draw = ImageDraw.Draw(picture)
    for house in range(5):
        left, top = house * 250 - 20, 260 + 50 * (house % 3)
        draw.rectangle((left, top, left + 210, 620), fill=WALL)
        for window in range(6):
            x, y = left + 30 + 60 * (window % 3), top + 40 + 110 * (window // 3)
            draw.rectangle((x, y, x + 34, y + 60), fill=LIGHT if (house + window) % 2 else SKY)
    draw.rectangle((0, 600, WIDTH, HEIGHT), fill=GROUND)
    for lamp in range(lamps):
        x = 90 + lamp * (WIDTH - 180) // max(lamps - 1, 1)
        draw.rectangle((x - 5, 380, x + 5, 690), fill=SKY)
        draw.ellipse((x - 34, 330, x + 34, 398), fill=LIGHT)
    kept = BytesIO()
    picture.save(kept, "PNG", optimize=True)
    return SimpleUploadedFile(f"{name}.png", kept.getvalue(), content_type="image/png")
