"""Habits of the templates that nobody should have to remember."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from core.templatetags.icons import BODIES

TEMPLATES = settings.BASE_DIR / "templates"
INLINE = re.compile(
    r"<style(?! nonce)\b|\sstyle=|<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+=|javascript:", re.I
)
OTHER_HOST = re.compile(
    r"<(?:script|img|link|iframe|source)\b[^>]*(?:src|href)=[\"'](?:https?:)?//", re.I
)


def pages() -> Iterator[Path]:
    """Yield what a browser is shown: mails and print stand under other rules."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        if not {"print", "email", "emails"} & set(path.relative_to(TEMPLATES).parts):
            yield path


def name(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


@pytest.mark.parametrize("path", list(pages()), ids=name)
def test_page_obeys_the_content_security_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not INLINE.findall(text)
    assert not OTHER_HOST.findall(text)


@pytest.mark.parametrize("path", list(pages()), ids=name)
def test_page_draws_only_icons_that_exist(path: Path) -> None:
    named = re.findall(r"{% icon [\"']([^\"']+)", path.read_text(encoding="utf-8"))
    assert set(named) <= set(BODIES)


@pytest.mark.parametrize("path", list(pages()), ids=name)
def test_components_are_included_with_only_what_they_ask_for(path: Path) -> None:
    includes = re.findall(
        r"{% include \"components/[^%]+\.html\"[^%]*%}", path.read_text(encoding="utf-8")
    )
    assert [tag for tag in includes if not tag.endswith(" only %}")] == []


@pytest.mark.parametrize("path", sorted((TEMPLATES / "components").glob("*.html")), ids=name)
def test_component_opens_with_a_list_of_its_inputs(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("{% comment %}\n")
