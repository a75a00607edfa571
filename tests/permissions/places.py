"""What the addresses in the table stand for, and who the people in its columns are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils.http import int_to_base36
from django.utils.timezone import localdate

from accounts.models import User
from appendix.document import build
from appendix.services import renderings
from appendix.services.versions import propose_draft
from core.mail import queue_mail
from core.prints import queue
from core.prints.models import Rendering
from plans.models import Comment, Image, Plan, PlanVersion
from plans.services.versions import reject_version
from tests.people import World, adopt, build_world, make_plan

from .places_activity import put_activity
from .places_archive import put_archive
from .places_calendar import put_calendar
from .places_editor import put_editor
from .places_members import put_administration, put_members
from .places_notices import put_notices
from .places_pack import put_pack
from .places_prints import put_prints
from .places_reviews import put_reviews
from .places_sheets import put_sheets
from .places_status import put_status
from .places_year import put_year

ABSENT = "finns-inte"
ABSENT_RENDERING = UUID("00000000-0000-4000-8000-000000000000")
ABSENT_IMAGE = "0" * 64
PDF = b"%PDF-1.7 for tests"

# Each column of the table: the people in it are answered alike. None is nobody signed in.
PEOPLE: dict[str, tuple[str | None, ...]] = {
    "nobody": (None,),
    "outsider": ("outsider", "former", "lone_chief"),
    "reader": ("reader", "police_reader"),
    "communicator": ("communicator", "police_communicator"),
    "coordinator": ("coordinator", "police_coordinator"),
    "director": ("director",),
    "chief": ("police_chief",),
    "guest": ("neighbour_reader",),
    "neighbour": ("neighbour_coordinator",),
    "administrator": ("administrator",),
}


@dataclass(frozen=True)
class Scene:
    """The world, and the addresses of what is in it by (name of the address, word for the object)."""

    world: World
    addresses: dict[tuple[str, str], str]
    sessions: dict[str, str]

    def client(self, person: str | None, *, enforce_csrf_checks: bool = False) -> Client:
        """A browser in which ``person`` is signed in."""
        client = Client(enforce_csrf_checks=enforce_csrf_checks)
        if person is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[person]
        return client


def build_scene() -> Scene:
    """The world with a print of everything, and a version that begins tomorrow."""
    world = build_world()
    adopt(
        world.in_force,
        world.coordinator,
        world.director,
        world.police_chief,
        valid_from=localdate() + timedelta(days=1),
    )
    rejected = propose_draft(plan=make_plan(world.agreement, "avslagen"), by=world.coordinator)
    reject_version(version=rejected, by=world.police_chief, comment="Nej.")
    for version in PlanVersion.objects.filter(state="adopted").exclude(plan=world.expired):
        renderings.store_pdf(version_id=version.pk, pdf=PDF)
    # First the sessions: signing in spends a link for a new password.
    sessions = {name: _session(user) for name, user in world.people.items()}
    return Scene(world, _addresses(world), sessions)


def _session(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _addresses(world: World) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}

    def put(name: str, word: str, *arguments: object) -> None:
        found[name, word] = reverse(name, args=arguments)

    for name in ("start", "core:accessibility", "core:cookies", *ACCOUNT):
        put(name, "-")
    put("agreement", "own", world.agreement.slug)
    put("agreement", "foreign", world.neighbours_agreement.slug)
    put("agreement", "absent", ABSENT)
    _put_plans(world, put, found)
    _put_renderings(world, put)
    _put_talk(world, put)
    for word, plan in {"in-force": world.in_force, "expired": world.expired}.items():
        put("appendix:check", word, plan.versions.get(number=1).code)
    put("appendix:check", "proposed", world.proposed.versions.get().code)
    put("appendix:check", "absent", "AAAA-BBBB-CCCC")
    put("appendix:check_start", "-")
    code = world.in_force.versions.get(number=1).code
    found["appendix:check_start", "typed"] = f"{reverse('appendix:check_start')}?kod={code}"
    uid = int_to_base36(world.reader.pk)
    put(
        "account_reset_password_from_key",
        "fresh",
        uid,
        default_token_generator.make_token(world.reader),
    )
    put("account_reset_password_from_key", "spent", uid, "abc-def")
    _put_admin(world, put)
    put_editor(world, put)
    put_prints(world, put)
    put_notices(world, put)
    put_pack(world, put)
    put_reviews(world, put)
    put_members(world, put)
    put_administration(world, put)
    put_activity(world, put)
    put_archive(world, put)
    put_calendar(world, put)
    put_sheets(world, put)
    put_status(world, put, found)
    put_year(world, put)
    for page in ("organisations", "agreements", "people"):
        found[f"administration:{page}", "asked"] = reverse(f"administration:{page}") + "?sok=%C3%A4"
    found["administration:mails", "failed"] = reverse("administration:mails") + "?lage=failed"
    return found


ACCOUNT = (
    "account_login",
    "account_logout",
    "account_change_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
)
Put = Callable[..., None]
Addresses = dict[tuple[str, str], str]


def _put_plans(world: World, put: Put, found: Addresses) -> None:
    plans = {
        "in-force": world.in_force.slug,
        "expired": world.expired.slug,
        "draft": world.draft.slug,
        "foreign": world.foreign.slug,
        "absent": ABSENT,
    }
    [shown, *_] = world.in_force.versions.get(number=1).image_sha256s
    stray = Image.objects.create(sha256="f" * 64, media_type="image/png", data=b"stray")
    for word, slug in plans.items():
        for page in (
            "plan",
            "plan_pdf",
            "draft",
            "draft_json",
            "print_draft",
            "presence",
            "version_list",
            "compare_draft",
            "propose",
        ):
            put(f"appendix:{page}", word, slug)
        for page in ("plan_image", "draft_image"):
            put(f"appendix:{page}", word, slug, shown)
    for page in ("plan_image", "draft_image"):
        put(f"appendix:{page}", "stray", world.in_force.slug, stray.pk)
        put(f"appendix:{page}", "absent-image", world.in_force.slug, ABSENT_IMAGE)
    versions = {
        "in-force": (world.in_force.slug, 1),
        "upcoming": (world.in_force.slug, 2),
        "proposed": (world.proposed.slug, 1),
        "rejected": ("avslagen", 1),
        "expired": (world.expired.slug, 1),
        "foreign": (world.foreign.slug, 1),
        "absent": (ABSENT, 1),
        "absent-number": (world.in_force.slug, 99),
    }
    for word, version in versions.items():
        for page in (
            "version",
            "version_pdf",
            "version_json",
            "print_version",
            "approve",
            "reject",
            "withdraw",
            "new_draft",
        ):
            put(f"appendix:{page}", word, *version)
        put("appendix:version_image", word, *version, shown)
        put("appendix:compare_versions", word, *version, 1)
        chosen = reverse("appendix:choose_comparison", args=[version[0]])
        found["appendix:choose_comparison", word] = f"{chosen}?fran=1&till={version[1]}"
        found["appendix:choose_comparison", "unsaid"] = chosen
    put("appendix:version_image", "stray", world.in_force.slug, 1, stray.pk)


def _put_talk(world: World, put: Put) -> None:
    """History, bin, comments and advice: of the draft, of the neighbours' plan, of none."""
    plans = {"draft": world.draft, "foreign": world.foreign}
    for word, plan in plans.items():
        key = plan.sections.order_by("pk")[0].node.key
        thread = Comment.objects.create(plan=plan, key=key, author_name="Någon", text="Hej")
        for page in ("history", "bin", "comments", "advice"):
            put(f"appendix:{page}", word, plan.slug)
        for page in ("history_of", "restore_text", "take_back"):
            put(f"appendix:{page}", word, plan.slug, key)
        for page in ("answer_comment", "resolve_comment"):
            put(f"appendix:{page}", word, plan.slug, thread.pk)
    for page in ("history", "bin", "comments", "advice"):
        put(f"appendix:{page}", "absent", ABSENT)
    for page in ("history_of", "restore_text", "take_back"):
        put(f"appendix:{page}", "absent", ABSENT, ABSENT)
        put(f"appendix:{page}", "absent-key", world.draft.slug, ABSENT)
    for page in ("answer_comment", "resolve_comment"):
        put(f"appendix:{page}", "absent", ABSENT, 1)
        put(f"appendix:{page}", "absent-key", world.draft.slug, 999_999)


def _put_renderings(world: World, put: Put) -> None:
    def version(plan: Plan, number: int = 1) -> Rendering:
        return renderings.ask_for_version(version=plan.versions.get(number=number))

    def draft(plan: Plan) -> Rendering:
        return renderings.ask_for_draft(plan=plan, document=build(plan))

    done = draft(world.draft)
    failed = draft(make_plan(world.agreement, "trasig"))
    rows = {
        "draft": draft(world.in_force),
        "draft-done": done,
        "draft-failed": failed,
        "in-force": version(world.in_force),
        "upcoming": version(world.in_force, 2),
        "proposed": version(world.proposed),
        "foreign": version(world.foreign),
    }
    queue.fail(rendering=failed, error="Bilden går inte att läsa.")
    for finished in (done, rows["in-force"], rows["upcoming"], rows["foreign"]):
        queue.finish(rendering=finished, pdf=PDF)
    for page in ("rendering", "rendering_pdf"):
        for word, row in rows.items():
            put(f"core:{page}", word, row.pk)
        put(f"core:{page}", "absent", ABSENT_RENDERING)


def _put_admin(world: World, put: Put) -> None:
    letter = {"name": "Anna Ek", "new_address": "a@alvhamra.example"}
    mail = queue_mail(to="a@alvhamra.example", template="address_changed", context=letter)
    rows = {
        "core_outgoingmail": mail.pk,
        "accounts_organisation": world.association.pk,
        "accounts_user": world.reader.pk,
        "plans_agreement": world.agreement.pk,
    }
    for model, pk in rows.items():
        for page in ("changelist", "add"):
            put(f"admin:{model}_{page}", "-")
        for page in ("change", "delete", "history"):
            put(f"admin:{model}_{page}", "-", pk)
    for name in ("index", "login", "autocomplete", "jsi18n"):
        put(f"admin:{name}", "-")
    kind = ContentType.objects.get_for_model(world.agreement)
    put("admin:view_on_site", "-", kind.pk, world.agreement.pk)
    for app in ("core", "accounts", "plans"):
        put("admin:app_list", app, app)
