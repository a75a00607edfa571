"""Who else is at work in the plan: asked by the script of the editor every now and then."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.access import require
from plans.asked import draft_for, person
from plans.models.node import KEY_LENGTH
from plans.services.presence import tell_presence


class PresenceForm(forms.Form):
    """A window's own name for itself, and the key of the section that it has open."""

    window = forms.UUIDField()
    section = forms.SlugField(max_length=KEY_LENGTH, required=False)


@require_POST
def presence(request: HttpRequest, slug: str) -> JsonResponse:
    """Say that the person is here; the answer says who else is."""
    plan, abilities = draft_for(request, slug)
    require(abilities.work)
    form = PresenceForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    others = tell_presence(
        plan=plan,
        window=str(form.cleaned_data["window"]),
        section_key=form.cleaned_data["section"],
        now=timezone.now(),
        by=person(request),
    )
    listed = [
        {"name": one.name, "party": one.party, "section": one.section, "own": one.is_self}
        for one in others
    ]
    return JsonResponse({"others": listed})
