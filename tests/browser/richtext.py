"""A page with one text to edit, and what its document says, however it is written."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

PAGE = """
{% extends "base.html" %}{% load static %}
{% block title %}Prov{% endblock %}
{% block head %}<link rel="stylesheet" href="{% static 'css/editor.css' %}">{% endblock %}
{% block content %}
<div class="sheet"><h1>Prov</h1>
<form method="post">{% csrf_token %}
<label class="form-label" for="id_text">Text om syftet</label>
<textarea class="form-control" id="id_text" name="text" rows="6" data-richtext
  aria-describedby="id_text_help" {% if error %}aria-invalid="true"{% endif %}>
{{ text }}</textarea>
<p class="form-text" id="id_text_help">Skriv kort.</p>
<button class="btn btn-primary">Spara</button></form>
<output id="saved">{{ saved }}</output></div>
{% endblock %}
{% block scripts %}<script type="module" src="{% static 'js/richtext.js' %}"></script>{% endblock %}
"""


class TextForm(forms.Form):
    text = forms.CharField(required=False, strip=False)


@login_not_required
def text_page(request: HttpRequest) -> HttpResponse:
    """The text of the address, or the one that was sent, to edit."""
    text = request.POST.get("text", request.GET.get("text", ""))
    context = {"text": text, "saved": request.POST.get("text", ""), "error": "fel" in request.GET}
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


urlpatterns = [path("prov/text/", text_page), path("", include("config.urls"))]


class _Meaning(HTMLParser):
    """Blocks with their runs of letters, each with the set of marks that is on."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, frozenset[str], str]] = []
        self._marks: list[str] = []
        self._link = ""
        self._blocks: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._add("\n")
        elif tag == "a":
            self._link = f"a:{dict(attrs).get('href')}"
        elif tag in {"strong", "em"}:
            self._marks.append(tag)
        else:
            number = dict(attrs).get("start") or dict(attrs).get("value") or ""
            self.found.append((tag + number, frozenset(), ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._link = ""
        elif tag in {"strong", "em"}:
            self._marks.remove(tag)
        else:
            self.found.append((f"/{tag}", frozenset(), ""))

    def handle_data(self, data: str) -> None:
        self._add(data)

    def _add(self, data: str) -> None:
        marks = frozenset([*self._marks, *([self._link] if self._link else [])])
        for letter in data:
            # Space is printed between words, whatever marks are on it.
            blank = letter.isspace() and letter != "\n"
            self.found.append(
                ("", frozenset() if letter.isspace() else marks, " " if blank else letter)
            )


Meaning = list[tuple[str, frozenset[str], str]]


def meaning(html: str) -> Meaning:
    """What ``html`` of Markdown-lite says: blocks, letters, marks; not the space around blocks and lines."""
    reader = _Meaning()
    # The printer's own line breaks: after <br>, and between blocks.
    reader.feed(re.sub(r"(?<=[a-z]>)\n+(?=<|$)|(?<=<br>)\n", "", html))
    reader.close()
    kept: Meaning = []
    afterwards: Meaning = [*reader.found[1:], ("", frozenset(), "")]
    for one, after in zip(reader.found, afterwards, strict=False):
        is_space = one[2] == " "
        if not is_space or (kept and kept[-1][2].strip() and after[2].strip()):
            kept.append(one)
    return kept
