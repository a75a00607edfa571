"""The unit page, and an empty one."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from .models import Errand, File, Note, Tag, Task


@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    """Nothing but the middleware."""
    return HttpResponse("")


def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """U: eleven queries, of which the session and the person are the first two."""
    errand = get_object_or_404(Errand.objects.select_related("owner"), pk=pk)
    tasks = Task.objects.filter(errand=errand)
    context = {
        "errand": errand,
        "tasks": tasks.select_related("owner").prefetch_related("notes").order_by("due_on"),
        "states": tasks.values("state").annotate(number=Count("pk")).order_by("state"),
        "tags": Tag.objects.filter(errand=errand).order_by("word"),
        "files": File.objects.filter(errand=errand).order_by("name"),
        "others": Errand.objects.exclude(pk=pk).order_by("due_on", "pk")[:8],
        "late": Task.objects.filter(owner=errand.owner, state="late").count(),
        "latest": Note.objects.filter(task__errand=pk).select_related("task").order_by("-at")[:5],
    }
    return render(request, "unit/unit.html", context)
