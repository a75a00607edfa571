"""What the fields of an activity are called where people fill them in and read them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
LABELS: Mapping[str, Words] = {
    "name": _("Insats"),
    "goals": _("Planens mål"),
    "goal": _("Mål med egna ord"),
    "audience": _("Planens målgrupper"),
    "audience_words": _("Målgrupp med egna ord"),
    "messages": _("Planens budskap"),
    "message_words": _("Budskap med egna ord"),
    "channels": _("Planens kanaler"),
    "channel_words": _("Kanaler med egna ord"),
    "speakers": _("Talar för er"),
    "speaker_words": _("Talesperson med egna ord"),
    "followers": _("Svarar på följdfrågor"),
    "follower_words": _("Svarar på följdfrågor, med egna ord"),
    "roles": _("Planens roller"),
    "responsible": _("Ansvarig"),
    "purpose": _("Syfte"),
    "effect": _("Avsedd effekt"),
    "occasion": _("Sammanhang"),
    "timing_kind": _("Vilken sorts tidpunkt?"),
    "starts_on": _("Dag"),
    "ends_on": _("Sista dagen"),
    "timing": _("Tidplan med egna ord"),
    "cooperation": _("Samarbete"),
    "consultation": _("Samråd mellan parterna"),
    "evaluated_by": _("Så utvärderar ni"),
    "lesson": _("Lärdom"),
    "place": _("Plats"),
    "consultation_words": _("Om samrådet"),
    "photography": _("Fotograferar ni?"),
    "documentation": _("Annat som visar hur det var"),
    "people": _("Ansvariga personer"),
    "relates_to": _("Händelse, möte eller organ"),
    "relation": _("I förhållande till det"),
}
HELPS: Mapping[str, Words] = {
    "goal": _("Så här står det i planens tabell."),
    "responsible": _("Med egna ord. Så här står det i planens tabell."),
    "timing": _("Skrivs orden här är det de som trycks. Lämna annars tomt."),
    "consultation": _("Antecknas, men hindrar inget."),
    "lesson": _("Visas när ni planerar nästa insats av samma slag."),
    "evaluated_by": _("Till exempel: enkät på plats, antal besökare, samtal efteråt."),
}
