"""The committed stylesheet is what frontend/ builds, and loads nothing that is not there."""

import hashlib
import json
import re

import pytest
from django.conf import settings

FRONTEND = settings.BASE_DIR / "frontend"
STYLESHEET = settings.BASE_DIR / "static/css/samrad.css"


def sources_hash() -> str:
    """Compute what frontend/build.mjs puts into the banner; node may be missing where the tests run."""
    names = ["build.mjs", "package-lock.json"]
    names += [f"scss/{path.name}" for path in (FRONTEND / "scss").iterdir()]
    digest = hashlib.sha256()
    for name in sorted(names):
        digest.update(f"{name}\0".encode() + (FRONTEND / name).read_bytes() + b"\0")
    return digest.hexdigest()


def test_stylesheet_is_built_from_the_sources_that_stand_here() -> None:
    banner = STYLESHEET.read_text(encoding="utf-8").split("\n", 1)[0]
    assert f"sha256:{sources_hash()}" in banner, "run `npm ci && npm run build` in frontend/"


def test_icons_are_those_that_are_asked_for() -> None:
    packed = json.loads((settings.BASE_DIR / "core/icons.json").read_text(encoding="utf-8"))
    wanted = (FRONTEND / "icons.txt").read_text(encoding="utf-8").split()
    assert sorted(packed["icons"]) == sorted(wanted)


def test_stylesheet_loads_only_files_of_our_own() -> None:
    addresses = re.findall(r"url\(([^)]*)\)", STYLESHEET.read_text(encoding="utf-8"))
    assert addresses
    for address in addresses:
        path = (STYLESHEET.parent / address.strip("\"'")).resolve()
        assert path.is_relative_to(settings.BASE_DIR / "static"), address
        assert path.is_file(), address


@pytest.mark.parametrize("word", ["@import", "data:", "http:", "https:"])
def test_stylesheet_asks_no_other_host_and_no_data_address(word: str) -> None:
    assert word not in STYLESHEET.read_text(encoding="utf-8")
