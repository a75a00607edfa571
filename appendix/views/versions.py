"""Frozen versions of a plan, the one in force first."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from appendix.facts import version_facts
from appendix.reading import reading_page
from appendix.services import renderings
from plans.enums import VersionState
from plans.models import Plan, PlanVersion
from plans.permissions import Abilities

from .answers import file_answer, image_answer, plan_for


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
    return _page(request, plan, _version(plan, number, abilities), abilities)


@require_safe
def version_image(request: HttpRequest, slug: str, number: int, sha256: str) -> HttpResponse:
    """An image of one version."""
    plan, abilities = plan_for(request, slug)
    version = _version(plan, number, abilities)
    return image_answer(sha256, shown=sha256 in version.image_sha256s)


@require_safe
def version_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The PDF of an adopted version, as it was stored."""
    plan, abilities = plan_for(request, slug)
    return _stored_pdf(plan, _version(plan, number, abilities))


@require_safe
def version_json(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The document of one version: the very bytes whose SHA-256 was approved."""
    plan, abilities = plan_for(request, slug)
    version = _version(plan, number, abilities)
    name = f"{plan.slug}-{version.number}.json"
    return file_answer(version.document_bytes, "application/json", name=name)


@require_POST
def print_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask for the PDF of a version whose PDF is not stored (yet)."""
    plan, abilities = plan_for(request, slug)
    version = _version(plan, number, abilities)
    if version.pdf_sha256:
        return redirect("appendix:version_pdf", slug=plan.slug, number=version.number)
    return redirect(renderings.ask_for_version(version=version))


def _current(plan: Plan) -> PlanVersion | None:
    versions = plan.versions.latest_begun(localdate()).light()
    return versions.select_related("plan__agreement").first()


def _version(plan: Plan, number: int, abilities: Abilities) -> PlanVersion:
    """The version, if the person may read it: what is not in force yet is for those who work."""
    versions = plan.versions.light().select_related("plan__agreement")
    version = get_object_or_404(versions, number=number)
    if not (abilities.read_draft or version.has_begun()):
        raise Http404
    return version


def _page(
    request: HttpRequest, plan: Plan, version: PlanVersion, abilities: Abilities
) -> HttpResponse:
    validity = version.validity(localdate(), current=_current(plan))
    context = {
        "plan": plan,
        "version": version,
        "abilities": abilities,
        "state": validity or version.state,
        "facts": version_facts(version),
        "page": reading_page(version.sha256, lambda: json.loads(version.document)),
    }
    return render(request, "appendix/version.html", context)


def _stored_pdf(plan: Plan, version: PlanVersion) -> HttpResponse:
    """Straight from storage; Http404 while a worker is still making it."""
    if version.state != VersionState.ADOPTED or version.pdf is None:
        raise Http404
    name = f"{plan.slug}-{version.number}.pdf"
    return file_answer(bytes(version.pdf), "application/pdf", name=name)
