"""What the addresses of members, invitations and administration stand for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from core.enums import MailState
from core.mail import queue_mail
from core.models import OutgoingMail
from plans.models import Agreement, Invitation
from plans.services.invitations import digest
from tests.people import World

ABSENT = "finns-inte"
NOBODYS_ID = 987_654
Put = Callable[..., None]


def put_members(world: World, put: Put) -> None:
    """Members' pages of one's own agreement, of a foreign one, and of none."""
    places = {
        "own": (world.agreement, world.reader),
        "foreign": (world.neighbours_agreement, world.neighbour_reader),
    }
    for word, (agreement, user) in places.items():
        invited = invitation(agreement, f"{word}@alvhamra.example", secret=f"hemlig-{word}")
        for page in ("members", "agreement_log", "renew", "new_plan"):
            put(page, word, agreement.slug)
        for page in ("member", "end_membership"):
            put(page, word, agreement.slug, user.pk)
        for page in ("withdraw_invitation", "resend_invitation"):
            put(page, word, agreement.slug, invited.pk)
    for page in ("members", "agreement_log", "renew", "new_plan"):
        put(page, "absent", ABSENT)
    for page in ("member", "end_membership", "withdraw_invitation", "resend_invitation"):
        put(page, "absent", ABSENT, NOBODYS_ID)
    put("member", "outsider", world.agreement.slug, world.outsider.pk)
    _put_invitations(world, put)


def _put_invitations(world: World, put: Put) -> None:
    now = timezone.now()
    invitation(world.agreement, "ny@alvhamra.example", secret="vantar")
    invitation(world.agreement, world.outsider.email, secret="till-utomstaende")
    rows = {
        "accepted": {"accepted_at": now},
        "withdrawn": {"withdrawn_at": now},
        "expired": {"expires_at": now - timedelta(days=1)},
    }
    for word, times in rows.items():
        row = invitation(world.agreement, f"{word}@alvhamra.example", secret=word)
        Invitation.objects.filter(pk=row.pk).update(**times)
        put("invitation", word, word)
    put("invitation", "waiting", "vantar")
    put("invitation", "for-reader", "till-utomstaende")
    put("invitation", "absent", ABSENT)


def invitation(agreement: Agreement, email: str, *, secret: str) -> Invitation:
    """An invitation that waits, with a link that is known."""
    party = agreement.parties.in_order().first()
    if party is None:
        raise ValueError("nobody's agreement")
    return Invitation.objects.create(
        agreement=agreement,
        email=email,
        organisation=party.organisation,
        role="reader",
        secret_sha256=digest(secret),
        expires_at=timezone.now() + timedelta(days=14),
    )


def put_administration(world: World, put: Put) -> None:
    """The administrator's own pages."""
    letter = {"name": "Anna Ek", "new_address": "a@alvhamra.example"}
    mails = {
        word: queue_mail(to=f"{word}@alvhamra.example", template="address_changed", context=letter)
        for word in ("own", "failed")
    }
    OutgoingMail.objects.filter(pk=mails["failed"].pk).update(
        state=MailState.FAILED, last_error="550 okänd"
    )
    pages = ("start", "organisations", "agreements", "people", "mails")
    for page in (*pages, "new_organisation", "new_agreement", "new_person"):
        put(f"administration:{page}", "-")
    [party, *_] = world.agreement.parties.in_order()
    rows = {
        "organisation": world.association.pk,
        "agreement": world.agreement.pk,
        "person": world.reader.pk,
        "send_password_link": world.reader.pk,
        "appoint": world.agreement.pk,
        "add_party": world.agreement.pk,
    }
    for page, pk in rows.items():
        put(f"administration:{page}", "own", pk)
        put(f"administration:{page}", "absent", NOBODYS_ID)
    for page in ("party", "move_party", "remove_party"):
        put(f"administration:{page}", "own", world.agreement.pk, party.pk)
        # A party of another agreement is none of this one's.
        foreign = world.neighbours_agreement.parties.in_order()[0]
        put(f"administration:{page}", "absent", world.agreement.pk, foreign.pk)
    for page in ("mail", "retry_mail"):
        put(f"administration:{page}", "own", mails["own"].pk)
        put(f"administration:{page}", "absent", NOBODYS_ID)
    put("administration:mail", "failed", mails["failed"].pk)
