"""The demo's situational picture: problem areas of its first agreement, and the activities that point to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from accounts.models import User
from activities.models import Activity
from evaluations.models import ProblemArea
from evaluations.services.picture import add_area, point_to
from plans.models import Agreement


class DemoArea(NamedTuple):
    """A problem area, and the names of the activities that point to it."""

    name: str
    priority: str
    trend: str
    description: str
    source: str
    efforts: Sequence[str]


AREAS = (
    DemoArea(
        "Otrygghet runt centrumtorget",
        "high",
        "worse",
        "Fler boende undviker torget efter klockan 20. Belysningen vid bussarna är dålig, och öppen"
        " narkotikahandel har setts vid parkeringen.",
        "Höstens trygghetsmätning och trygghetsvandringarna",
        (
            "Trygghetsvandring i centrum",
            "Höstens trygghetsvandring i parkstråket",
            "Torgprat med kommunpolisen",
            "Ljusvandring i advent",
        ),
    ),
    DemoArea(
        "Bedrägerier mot äldre",
        "high",
        "same",
        "Telefonsamtal från någon som säger sig vara från banken. De flesta anmäler aldrig.",
        "Polisens anmälningsstatistik, hemtjänsten",
        ("Kampanj mot bedrägerier riktade mot äldre", "Nyhetsbrev till samverkande föreningar"),
    ),
    DemoArea(
        "Unga som utsätts och utsätter på nätet",
        "medium",
        "worse",
        "Hot och kränkningar i grupper som skolan inte ser. Föräldrar vet inte vart de ska vända sig.",
        "Elevhälsan och fältgruppen",
        ("Vårens föräldramöten om ungas nätvardag", "Skolstartsveckan"),
    ),
    DemoArea(
        "Våld i nära relationer",
        "medium",
        "unknown",
        "Mörkertalet är stort. Fler söker stöd, och det kan lika gärna bero på att fler vet att det finns.",
        "Socialtjänsten och brottsofferjouren",
        ("Månad mot våld i nära relationer", "Brottsofferveckan"),
    ),
    DemoArea(
        "Klotter och skadegörelse vid skolorna",
        "low",
        "better",
        "Halverat sedan fastighetsägarna började sanera inom ett dygn.",
        "Fastighetskontorets felanmälningar",
        ("Stöd till fastighetsägare efter klotter och skadegörelse",),
    ),
)


def load_picture(agreement: Agreement, by: User) -> None:
    """Give ``agreement`` its problem areas, if its picture is empty and was never filled."""
    if ProblemArea.objects.filter(agreement=agreement).exists():
        return
    for demo in AREAS:
        area = add_area(
            agreement=agreement,
            values={
                "name": demo.name,
                "priority": demo.priority,
                "trend": demo.trend,
                "description": demo.description,
                "source": demo.source,
            },
            by=by,
        )
        rows = Activity.objects.in_year().filter(activity_plan__plan__agreement=agreement)
        for activity in rows.filter(name__in=demo.efforts).select_related("node__plan__agreement"):
            point_to(activity=activity, wanted=[area.pk], base=[], by=by)
