"""What Celery beat rings, and how often. Each task asks the database what is due, so a ring too many does no harm."""

from datetime import timedelta
from typing import TypedDict


class Ring(TypedDict):
    """One entry of Celery's schedule."""

    task: str
    schedule: timedelta
    options: dict[str, int]


MINUTE = timedelta(minutes=1)


def every_minute(task: str) -> Ring:
    """Ring a task each minute; a ring that nobody heard for a minute is dropped, for the next one does the same."""
    return {"task": task, "schedule": MINUTE, "options": {"expires": 60}}


SCHEDULE: dict[str, Ring] = {
    "deliver-mail": every_minute("core.tasks.deliver_mail"),
    "render-waiting": every_minute("core.tasks.render_waiting"),
    "forget-presence": {
        "task": "plans.tasks.forget_presence",
        "schedule": timedelta(hours=1),
        "options": {"expires": 600},
    },
    "ask-for-missing-pdfs": every_minute("appendix.tasks.ask_for_missing_pdfs"),
    "ask-for-missing-minutes": every_minute("evaluations.tasks.ask_for_missing_minutes"),
    # Once a day is enough, but a beat that could not ring at its hour would be silent until tomorrow.
    "queue-reminders": every_minute("evaluations.tasks.queue_reminders"),
    "forget-old-renderings": every_minute("core.tasks.forget_old_renderings"),
}
