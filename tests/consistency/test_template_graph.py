"""Every template is used, and names only templates and variables that there are."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.account.views import PasswordResetDoneView
from django.conf import settings
from django.template.loader import get_template, render_to_string

from appendix.composition import compose
from appendix.printing import print_html
from appendix.record import DRAFT
from plans import registry
from tests.undefined import undefined as undefined

BASE = Path(settings.BASE_DIR)
TEMPLATES = BASE / "templates"
APPS = ("accounts", "activities", "appendix", "config", "core", "evaluations", "overview", "plans")
NAMED = re.compile(r"""{%\s*(?:extends|include|drawn|(?:large_)?pieces?)\s+["']([^"']+)["']""")
EXAMPLES = sorted((BASE / "appendix/examples").glob("*.json"))
# What Django and allauth ask for by names of their own.
BY_OTHERS = {"403.html", "403_csrf.html", "404.html", "500.html", "admin/base_site.html"}


def templates() -> Iterator[Path]:
    """Yield every template, whatever it is drawn for."""
    yield from sorted(path for path in TEMPLATES.rglob("*") if path.is_file())


def name(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def spoken_of() -> str:
    """The text of all our modules, which name the templates that views and services draw."""
    modules = [path for app in APPS for path in (BASE / app).rglob("*.py")]
    return "\n".join(path.read_text(encoding="utf-8") for path in modules)


def used() -> set[str]:
    """The templates that somebody draws, extends or includes."""
    code = spoken_of()
    asked = {name(path) for path in templates() if f'"{name(path)}"' in code}
    asked |= {name(path) for path in templates() if _is_letter(path, code)}
    asked |= {str(kind.template) for kind in registry.kinds()} | BY_OTHERS
    # allauth's views name their templates; ours stand under the same names.
    asked |= {name(path) for path in TEMPLATES.glob("account/**/*.*") if _is_allauths(path)}
    included = set()
    for path in templates():
        included |= set(NAMED.findall(path.read_text(encoding="utf-8", errors="replace")))
    return asked | included


def _is_letter(path: Path, code: str) -> bool:
    """Mails are named without their ending: one template for each part of the mail."""
    return path.parent.name == "emails" and f'"{path.stem}"' in code


def _is_allauths(path: Path) -> bool:
    package = Path(inspect.getfile(PasswordResetDoneView)).parents[1]
    return (package / "templates" / name(path)).exists()


def test_every_template_is_used() -> None:
    assert {name(path) for path in templates()} - used() == set()


@pytest.mark.parametrize("path", list(templates()), ids=name)
def test_a_template_names_only_templates_that_exist(path: Path) -> None:
    get_template(name(path))
    for other in NAMED.findall(path.read_text(encoding="utf-8", errors="replace")):
        get_template(other)


def test_every_kind_of_section_has_its_partial() -> None:
    for kind in registry.kinds():
        get_template(kind.template)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_plans_are_drawn_without_missing_variables(path: Path, undefined: set[str]) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    parts = compose(document, images="bilder/").parts
    render_to_string("appendix/document/parts.html", {"parts": parts, "screen": True})
    print_html(document, DRAFT, site_url="https://samrad.example")
    assert undefined == set()


def test_a_variable_that_is_not_there_is_noted(undefined: set[str]) -> None:
    render_to_string("components/page_head.html", {})
    assert undefined == {"components/page_head.html asks for heading"}
