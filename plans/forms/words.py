"""What the fields of forms are called, and the help beside them: per kind of row, or for all."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

LABELS: dict[tuple[str, str], Words] = {
    ("goals", "name"): _("Mål"),
    ("target_groups", "name"): _("Målgrupp"),
    ("messages", "name"): _("Budskap"),
    ("channels", "name"): _("Kanal"),
    ("spokespersons", "name"): _("Namn på personen eller funktionen"),
    ("statements", "name"): _("Ord eller rubrik"),
    ("activities", "name"): _("Aktivitet"),
    ("checklist", "name"): _("Fråga eller punkt"),
    ("evaluation_questions", "name"): _("Fråga"),
    ("figure", "name"): _("Kort namn"),
    ("spokespersons", "party"): _("Part"),
    ("spokespersons", "role"): _("Uppgift"),
    ("spokespersons", "deputy"): _("Ersättare"),
    ("activities", "responsible"): _("Ansvarig"),
    ("activities", "timing"): _("Tidplan"),
    ("section", "text"): _("Text"),
    ("section", "party"): _("Part"),
    ("section", "role"): _("Uppgift (talespersoner)"),
    ("control", "organisation"): _("Gäller organisationen"),
    ("role", "organisation"): _("Organisation"),
    ("role", "name"): _("Rollens namn"),
    ("organisation", "name"): _("Namnet så som det skrivs i dokumentet"),
    ("organisation", "role"): _("Roll i dokumentet"),
    ("relation", "words"): _("Så här skrivs det i dokumentet"),
    ("relation", "kind"): _("Förhållande till det andra dokumentet"),
    ("figure", "image"): _("Bild"),
    ("organisation", "logo"): _("Logotyp"),
    ("*", "text"): _("Så här skrivs det i planen"),
    ("*", "language"): _("Språk, om det inte är svenska"),
    ("*", "audience"): _("Målgrupper"),
    ("*", "channels"): _("Kanaler"),
    ("*", "roles"): _("Roller"),
    ("*", "is_main"): _("Det här är huvudbudskapet"),
}

HELPS: dict[tuple[str, str], Words] = {
    ("target_groups", "text"): _("Fyll i om det ska stå mer än namnet. Lämna annars tomt."),
    ("channels", "text"): _("Fyll i om det ska stå mer än namnet. Lämna annars tomt."),
    ("goals", "text"): _("Ersätter målet och måtten i utskriften. Lämna tomt om de räcker."),
    ("messages", "text"): _("Budskapet i sin helhet. Lämna tomt om raden ovan räcker."),
    ("statements", "text"): _("Texten i sin helhet. Lämna tomt om raden ovan räcker."),
    ("activities", "text"): _("Ersätter namnet i tabellen. Lämna tomt om det räcker."),
    ("spokespersons", "text"): _("Ersätter uppgifterna i utskriften. Lämna tomt om de räcker."),
    ("checklist", "text"): _("Fyll i om det ska stå mer än frågan. Lämna annars tomt."),
    ("evaluation_questions", "text"): _("Fyll i om det ska stå mer än frågan. Lämna annars tomt."),
    ("goals", "target"): _("Det värde ni siktar på, till exempel 8 av 10."),
    ("channels", "category"): _("Till exempel möten, webb, press eller sociala medier."),
    ("spokespersons", "name"): _("Hellre en funktion än en person: då håller planen längre."),
    ("spokespersons", "email"): _("Hellre en funktionsbrevlåda än en persons adress."),
    ("spokespersons", "ends_on"): _("Sista dagen räknas med."),
    ("activities", "timing"): _("Med egna ord. Så här står det i tabellen."),
    ("activities", "timing_kind"): _("För kalendern och årshjulet."),
    ("activities", "responsible"): _("Med egna ord. Kryssa för rollerna här nedanför."),
    ("figure", "image"): _("PNG eller JPEG, högst 8 MB."),
    ("organisation", "logo"): _("PNG eller JPEG, högst 8 MB."),
    ("figure", "alt"): _("Beskriv bilden för den som inte ser den."),
    ("figure", "name"): _("Skrivs under bilden när bildtexten är tom."),
    ("organisation", "logo_alt"): _("Beskriv logotypen för den som inte ser den."),
    ("organisation", "name"): _("Står kvar även om organisationen byter namn."),
    ("control", "value"): _("Dag skrivs 2026-03-01, period 2026-01-01/2027-12-31."),
    ("control", "words"): _("Lämna tomt om bara ledtexten ska skrivas, för att fyllas i för hand."),
    ("relation", "words"): _("Till exempel: Bilaga till samverkansöverenskommelsen."),
    ("section", "category"): _("Kanalernas kategori."),
    ("section", "number"): _("Till exempel Bilaga A."),
    ("plan", "review_months"): _("Fylls i när planen ses över var n:te månad."),
    ("*", "language"): _("Språkets kod, till exempel en för engelska."),
}

LONG = frozenset({"text", "words"})
SHORT = frozenset(
    {
        "heading",
        "number",
        "category",
        "title",
        "phone",
        "email",
        "label",
        "link",
        "language",
        "value",
        "subtitle",
        "owner",
    }
)

GROUPS: dict[str, tuple[tuple[Words, tuple[str, ...]], ...]] = {
    "goals": (
        ("", ("name", "text")),
        (_("Vad och för vem"), ("level", "type", "audience")),
        (_("Hur ni ser att det blev så"), ("indicator", "baseline", "target")),
    ),
    "target_groups": (("", ("name", "scope", "priority", "text")),),
    "messages": (("", ("name", "text", "is_main", "effect", "audience")),),
    "channels": (("", ("name", "scope", "category", "text")),),
    "spokespersons": (
        ("", ("name", "title", "party", "role", "is_function", "acting")),
        (_("Hur man når dem"), ("phone", "email")),
        (_("Under vilken tid"), ("starts_on", "ends_on", "deputy")),
        (_("Egna ord"), ("text",)),
    ),
    "statements": (("", ("name", "text", "type", "roles")),),
    "activities": (
        ("", ("name", "goal", "effect", "timing", "responsible")),
        (_("När"), ("timing_kind", "starts_on", "ends_on", "times_a_year")),
        (_("Vem"), ("roles",)),
        (_("Egna ord"), ("text",)),
    ),
    "checklist": (("", ("name", "text", "type", "answered_by", "roles")),),
    "evaluation_questions": (("", ("name", "text", "answer")),),
    "figure": (("", ("image", "alt", "caption", "name")),),
    "table": (),
    "plan": (
        ("", ("kind", "title", "subtitle", "owner")),
        (_("Giltighet och översyn"), ("starts_on", "ends_on", "review_cycle", "review_months")),
    ),
    "organisation": (("", ("name", "role", "kind", "logo", "logo_alt")),),
    "relation": (("", ("kind", "words", "link", "not_printed")),),
    "control": (("", ("label", "words", "place", "organisation", "kind", "value")),),
    "role": (("", ("name", "organisation")),),
    "section": (
        ("", ("heading", "text")),
        (
            _("Utseende"),
            ("layout", "numbering", "number", "not_in_contents", "new_page", "keep_when_empty"),
        ),
        (
            _("Gäller för allt i avsnittet"),
            ("scope", "priority", "phase", "party", "role", "category", "type"),
        ),
        (_("Hör ihop med"), ("audience", "channels", "roles")),
    ),
}


# What a section may say for all below it, and the kinds of section that may hold anything below.
TYPED = frozenset(
    {"scope", "priority", "phase", "party", "role", "category", "type"}
    | {"audience", "channels", "roles"}
)
OF_ALL_SORTS = frozenset({"text", "activities", "table"})


def words_of(table: dict[tuple[str, str], Words], kind: str, name: str) -> Words | None:
    """What ``table`` says of the field ``name`` of ``kind``, or of the field wherever it stands."""
    return table.get((kind, name), table.get(("*", name)))
