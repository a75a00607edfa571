"""The archive of an activity and of a plan: galleries, adding, what is said of an item, disposal."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.sheet import Sheet
from core.access import require
from core.paging import beside_page
from core.refusals import take_errors
from core.sign_in import asks_for_json
from evaluations.asked import item_for, person, plan_with_outcome, sheet_for, work_for
from evaluations.enums import ArchiveKind
from evaluations.forms.archive import DisposalForm, FilesForm, LinkForm, PeriodForm
from evaluations.forms.evaluation import OwnRowForm
from evaluations.gallery import by_month, items_between, items_of
from evaluations.manifest import kept_items, verified
from evaluations.models import ArchiveItem
from evaluations.services import archive as services
from plans.answering import Posted, answer_added, answer_save, resolved
from plans.directory import Directory
from plans.services import rows
from plans.services.saving import Conflict, Saved
from plans.services.subjects import Values, subject_of, written

ITEMS_A_PAGE = 60
# How many bytes a page reads again; the command reads all.
MOST_VERIFIED = 300


@require_safe
def archive(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """What is kept of an activity, and the ways to add to it."""
    return _gallery(request, sheet_for(request, slug, key))


def _gallery(
    request: HttpRequest,
    sheet: Sheet,
    files: FilesForm | None = None,
    link: LinkForm | None = None,
) -> HttpResponse:
    items = list(items_of(sheet.activity))
    context = {
        "sheet": sheet,
        "activity": sheet.activity,
        "plan": sheet.plan,
        "items": [item for item in items if not item.is_gone],
        "gone": [item for item in items if item.is_gone],
        "files_form": files or FilesForm(label_suffix=""),
        "link_form": link or LinkForm(label_suffix=""),
        "form": files or link,
        "most_megabytes": settings.ARCHIVE_LARGEST_FILE // 1024 // 1024,
    }
    return render(request, "evaluations/archive.html", context)


@require_POST
def add_files(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Keep files; those that are not taken are named, the others are kept all the same."""
    sheet = work_for(request, slug, key)
    form = FilesForm(request.POST, request.FILES, label_suffix="")
    kept: list[ArchiveItem] = []
    image_kind = ArchiveKind.SNAPSHOT if "skarmbild" in request.POST else ArchiveKind.PHOTO
    if form.is_valid():
        for upload in form.cleaned_data["filer"]:
            try:
                item = services.add_file(
                    activity=sheet.activity,
                    upload=upload,
                    by=person(request),
                    image_kind=image_kind,
                )
                kept.append(item)
            except ValidationError as error:
                sentence = " ".join(error.messages)
                name = str(upload.name)[:80]
                form.add_error("filer", f"{name}: {sentence}")
    if form.is_valid():
        said = ngettext("%s fil är sparad.", "%s filer är sparade.", len(kept)) % len(kept)
        return _added(request, sheet, said, kept[-1])
    if asks_for_json(request):
        return JsonResponse({"errors": form.errors}, status=422)
    response = _gallery(request, sheet, files=form)
    response.status_code = 422
    return response


def _added(request: HttpRequest, sheet: Sheet, said: str, item: ArchiveItem) -> HttpResponse:
    if not asks_for_json(request):
        messages.success(request, said)
        return redirect("evaluations:archive", slug=sheet.plan.slug, key=sheet.key)
    return answer_added(request, address_of(item))


@require_POST
def add_link(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Keep an address, with the time."""
    sheet = work_for(request, slug, key)
    form = LinkForm(request.POST, label_suffix="")
    if form.is_valid():
        try:
            item = services.add_link(
                activity=sheet.activity, by=person(request), **form.cleaned_data
            )
        except ValidationError as error:
            take_errors(form, error)
        else:
            return _added(request, sheet, _("Länken är sparad."), item)
    response = _gallery(request, sheet, link=form)
    response.status_code = 422
    return response


def address_of(item: ArchiveItem) -> str:
    """The address of the page of an item."""
    return reverse("evaluations:archive_item", args=[item.activity.node.plan.slug, item.token])


def _item_form(item: ArchiveItem, data: object = None) -> OwnRowForm:
    subject = subject_of(item)
    form = OwnRowForm(
        data,
        subject=subject,
        values=written(subject),
        directory=Directory(),
        prefix="material",
    )
    if not item.is_image:
        form.fields.pop("alt", None)
    return form


@require_http_methods(["GET", "HEAD", "POST"])
def archive_item(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """One item; a POST saves what is said of it."""
    item, sheet = item_for(request, slug, token)
    if request.method != "POST":
        return _item_page(request, item, sheet)
    require(sheet.abilities.work)
    form = _item_form(item, resolved(request.POST))

    def save(values: Values, version: int, base: Values | None) -> Saved | Conflict:
        row: object = item
        return rows.save_row(
            row=row,  # type: ignore[arg-type]
            values=values,
            base_version=version,
            base_values=base,
            by=person(request),
        )

    return answer_save(
        Posted(
            request=request,
            plan=sheet.plan,
            form=form,
            save=save,
            redraw=lambda form: _item_page(request, item, sheet, form),
            done=address_of(item),
            action=address_of(item),
            back=address_of(item),
        )
    )


def _item_page(
    request: HttpRequest,
    item: ArchiveItem,
    sheet: Sheet,
    posted: object = None,
    disposal: DisposalForm | None = None,
) -> HttpResponse:
    may_change = sheet.abilities.work and not item.is_gone
    context = {
        "item": item,
        "sheet": sheet,
        "activity": sheet.activity,
        "plan": sheet.plan,
        "item_form": (posted or _item_form(item)) if may_change else None,
        "disposal_form": disposal or DisposalForm(label_suffix=""),
        "form": posted or disposal,
    }
    return render(request, "evaluations/archive_item.html", context)


@require_POST
def dispose(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Dispose of an item on a ground."""
    item, sheet = item_for(request, slug, token)
    require(sheet.abilities.work)
    form = DisposalForm(request.POST, label_suffix="")
    if form.is_valid():
        try:
            services.dispose(item=item, ground=form.cleaned_data["ground"], by=person(request))
        except ValidationError as error:
            take_errors(form, error)
        else:
            messages.success(request, _("”%s” är gallrat.") % item.title)
            return redirect(_shelf_of(sheet))
    response = _item_page(request, item, sheet, disposal=form)
    response.status_code = 422
    return response


def _shelf_of(sheet: Sheet) -> str:
    """Where what is kept of the activity is listed; one that left its year has no pages of its own."""
    if sheet.activity.is_in_year:
        return reverse("evaluations:archive", args=[sheet.plan.slug, sheet.key])
    return reverse("evaluations:plan_archive", args=[sheet.plan.slug])


@require_safe
def plan_archive(request: HttpRequest, slug: str) -> HttpResponse:
    """What is kept of all activities of a plan, by period."""
    plan, abilities = plan_with_outcome(request, slug)
    period = PeriodForm(request.GET or None, label_suffix="")
    found = items_between(plan, *period.days)
    page = Paginator(found, ITEMS_A_PAGE).get_page(request.GET.get("sida"))
    for item in page:
        item.activity.node.plan = plan
    context = {
        "plan": plan,
        "abilities": abilities,
        "period": period,
        "page": page,
        "beside": beside_page(request),
        "months": by_month(page),
    }
    return render(request, "evaluations/gallery.html", context)


@require_safe
def manifest(request: HttpRequest, slug: str) -> HttpResponse:
    """What a plan's archive should hold, each byte read again; as JSON where that is asked for."""
    plan, _abilities = plan_with_outcome(request, slug)
    found = kept_items().filter(activity__node__plan=plan)
    page = Paginator(found, MOST_VERIFIED).get_page(request.GET.get("sida"))
    lines = list(verified(page))
    if asks_for_json(request):
        items = [line.as_json() for line in lines]
        return JsonResponse(
            {"items": items, "from": page.start_index(), "of": page.paginator.count}
        )
    context = {
        "plan": plan,
        "page": page,
        "range": _numbers(page),
        "lines": lines,
        "ill": [line for line in lines if not line.is_well],
    }
    return render(request, "evaluations/archive_manifest.html", context)


def _numbers(page: Page[ArchiveItem]) -> str:
    """Which of all the items a page has, counted from 1: "301–600"."""
    first, last = page.start_index(), page.end_index()
    return str(first) if first == last else f"{first}–{last}"
