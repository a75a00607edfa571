"""The committed bundles are what frontend/ builds, small enough, and name their licences."""

import hashlib
import json
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings

FRONTEND: Path = settings.BASE_DIR / "frontend"
VENDOR: Path = settings.BASE_DIR / "static/js/vendor"
KB = 1024


def sources_hash() -> str:
    """Compute what frontend/bundle.mjs puts into the banners; node may be missing where the tests run."""
    names = ["bundle.mjs", "package-lock.json"]
    names += [
        path.relative_to(FRONTEND).as_posix() for path in (FRONTEND / "editor").rglob("*.mjs")
    ]
    digest = hashlib.sha256()
    for name in sorted(names):
        digest.update(f"{name}\0".encode() + (FRONTEND / name).read_bytes() + b"\0")
    return digest.hexdigest()


@pytest.mark.parametrize("name", ["richtext.js", "sortable.js"])
def test_bundle_is_built_from_the_sources_that_stand_here(name: str) -> None:
    banner = (VENDOR / name).read_text(encoding="utf-8").split("\n", 1)[0]
    assert f"sha256:{sources_hash()}" in banner, "run `npm ci && npm run build` in frontend/"


@pytest.mark.parametrize(("name", "limit"), [("richtext.js", 90), ("sortable.js", 20)])
def test_bundle_is_small(name: str, limit: int) -> None:
    assert len(brotli.compress((VENDOR / name).read_bytes())) <= limit * KB


def test_every_package_in_the_bundles_has_its_licence_there() -> None:
    licences = (VENDOR / "LICENSES.txt").read_text(encoding="utf-8")
    named = re.findall(r"(?m)^([@\w./-]+) \d+\.\d+\.\d+\n={72}$", licences)
    wanted = {"markdown-it", "prosemirror-model", "prosemirror-view", "sortablejs", "w3c-keyname"}
    assert wanted <= set(named)
    assert licences.count("Permission is hereby granted") >= len(named)


def test_the_lock_of_npm_pins_every_package_and_names_no_registry() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert [name for name, one in packages.items() if "integrity" not in one] == []
    assert [name for name, one in packages.items() if "resolved" in one] == []
    pinned = lock["packages"][""]["devDependencies"]
    assert [name for name, version in pinned.items() if not version[0].isdecimal()] == []


def test_stylesheet_of_the_editor_is_fresh_too() -> None:
    banners = {
        (settings.BASE_DIR / f"static/css/{name}.css").read_text(encoding="utf-8").split("\n", 1)[0]
        for name in ("samrad", "editor")
    }
    assert len(banners) == 1, "run `npm ci && npm run build` in frontend/"
