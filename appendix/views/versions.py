"""Frozen versions of a plan, the one in force first."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from appendix.compared import summary
from appendix.comparison import Comparison, compare
from appendix.document import upgrade
from appendix.facts import version_facts
from appendix.reading import IMAGES, reading_page
from appendix.services import renderings
from appendix.standing import Standing, standing
from core.answers import file_answer
from plans.asked import person, plan_for
from plans.checks.proposing import approvers_by_party
from plans.enums import VersionState
from plans.forms.versions import DecisionForm
from plans.models import Plan, PlanVersion
from plans.permissions import Abilities
from plans.services.versions import never_in_force, party_of

from .answers import image_answer


@require_safe
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """The version in force, or the last one when it has expired; without any, the draft or 404."""
    plan, abilities = plan_for(request, slug)
    version = _current(plan)
    if version is not None:
        return _page(request, plan, version, abilities)
    if abilities.read_draft:
        return redirect("appendix:draft", slug=plan.slug)
    raise Http404


@require_safe
def plan_image(request: HttpRequest, slug: str, sha256: str) -> HttpResponse:
    """An image of the version in force."""
    plan, _ = plan_for(request, slug)
    version = _current(plan)
    return image_answer(sha256, shown=version is not None and sha256 in version.image_sha256s)


@require_safe
def plan_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The appendix in force, as it was stored."""
    plan, _ = plan_for(request, slug)
    version = _current(plan)
    if version is None:
        raise Http404
    return _stored_pdf(plan, version)


@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version as a page."""
    plan, abilities = plan_for(request, slug)
    return _page(request, plan, find_version(plan, number, abilities), abilities)


@require_safe
def version_image(request: HttpRequest, slug: str, number: int, sha256: str) -> HttpResponse:
    """An image of one version."""
    plan, abilities = plan_for(request, slug)
    version = find_version(plan, number, abilities)
    return image_answer(sha256, shown=sha256 in version.image_sha256s)


@require_safe
def version_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The PDF of an adopted version, as it was stored."""
    plan, abilities = plan_for(request, slug)
    return _stored_pdf(plan, find_version(plan, number, abilities))


@require_safe
def version_json(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The document of one version: the very bytes whose SHA-256 was approved."""
    plan, abilities = plan_for(request, slug)
    version = find_version(plan, number, abilities)
    name = f"{plan.slug}-{version.number}.json"
    return file_answer(version.document_bytes, "application/json", name=name)


@require_safe
def version_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version that the person may read, with its state today and what the parties said."""
    plan, abilities = plan_for(request, slug)
    stands = standing(plan, localdate(), approvals=True)
    lines = [line for line in stands.lines if abilities.read_draft or line.version.has_begun()]
    if not lines and not abilities.read_draft:
        raise Http404
    context = {"plan": plan, "abilities": abilities, "standing": stands, "lines": lines}
    return render(request, "appendix/version_list.html", context)


@require_POST
def print_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask for the PDF of a version whose PDF is not stored (yet)."""
    plan, abilities = plan_for(request, slug)
    version = find_version(plan, number, abilities)
    if version.pdf_sha256:
        return redirect("appendix:version_pdf", slug=plan.slug, number=version.number)
    return redirect(renderings.ask_for_version(version=version))


def _current(plan: Plan) -> PlanVersion | None:
    versions = plan.versions.latest_begun(localdate()).light()
    return versions.select_related("plan__agreement").first()


def find_version(plan: Plan, number: int, abilities: Abilities) -> PlanVersion:
    """The version, if the person may read it: what is not in force yet is for those who work.

    Http404 for others, and where there is no such version.
    """
    versions = plan.versions.light().select_related("plan__agreement")
    version = get_object_or_404(versions, number=number)
    if not (abilities.read_draft or version.has_begun()):
        raise Http404
    return version


def version_page(
    request: HttpRequest,
    plan: Plan,
    number: int,
    abilities: Abilities,
    *,
    form: DecisionForm | None = None,
) -> HttpResponse:
    """A version, with what the person may do about it; ``form`` is a decision that was refused."""
    version = find_version(plan, number, abilities)
    return _page(request, plan, version, abilities, form=form)


def _page(
    request: HttpRequest,
    plan: Plan,
    version: PlanVersion,
    abilities: Abilities,
    *,
    form: DecisionForm | None = None,
) -> HttpResponse:
    stands = standing(plan, localdate())
    state = next(line.state for line in stands.lines if line.version.pk == version.pk)
    # A refused decision is answered at an address of its own, one step further down.
    images = IMAGES if form is None else f"{version.get_absolute_url()}{IMAGES}"
    context = {
        "plan": plan,
        "version": version,
        "abilities": abilities,
        "state": state,
        "standing": stands,
        "facts": version_facts(version),
        "page": reading_page(version.sha256, lambda: json.loads(version.document), images=images),
    }
    if form is not None or (state == VersionState.PROPOSED and abilities.read_draft):
        context |= _deciding(request, plan, version, stands, abilities)
        context["form"] = form or DecisionForm(initial={"sha256": version.sha256})
    status = 422 if form is not None else 200
    return render(request, "appendix/version.html", context, status=status)


def _deciding(
    request: HttpRequest,
    plan: Plan,
    version: PlanVersion,
    stands: Standing,
    abilities: Abilities,
) -> dict[str, Any]:
    """Who has said what of a proposal, what it changes, and whether the person may decide."""
    answers = {approval.party_name: approval for approval in version.approvals.all()}
    party = party_of(person(request), plan) if abilities.decide else None
    is_open = version.state == VersionState.PROPOSED
    current = stands.current.version if stands.current else None
    return {
        "refusal": never_in_force(version, adopted_on=localdate()) if is_open else None,
        "party": party,
        "may_decide": is_open and party is not None and str(party) not in answers,
        "parties": [(name, people, answers.get(name)) for name, people in approvers_by_party(plan)],
        "current": current,
        "summary": summary(_compared(current, version)) if current else None,
    }


def _compared(before: PlanVersion, after: PlanVersion) -> Comparison:
    return compare(upgrade(json.loads(before.document)), upgrade(json.loads(after.document)))


def _stored_pdf(plan: Plan, version: PlanVersion) -> HttpResponse:
    """Straight from storage; Http404 while a worker is still making it."""
    if version.state != VersionState.ADOPTED or version.pdf is None:
        raise Http404
    name = f"{plan.slug}-{version.number}.pdf"
    return file_answer(bytes(version.pdf), "application/pdf", name=name)
