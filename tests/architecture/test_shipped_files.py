"""What a browser gets comes from Samråd itself, and what the repository holds is meant to be there."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.BASE_DIR
# An address that a style sheet or a script would fetch; names of XML vocabularies and licences are none.
OTHER_HOST = re.compile(
    r"(?:url\(|@import\s|\bfrom\s|fetch\(|import\()\s*[\"']?(?:https?:)?//", re.I
)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def shipped() -> Iterator[Path]:
    for suffix in ("css", "js"):
        yield from sorted((ROOT / "static").rglob(f"*.{suffix}"))


def test_nothing_is_loaded_from_another_host() -> None:
    assert [path.name for path in shipped() if OTHER_HOST.search(path.read_text("utf-8"))] == []


def policy(directive: str) -> list[str]:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return [str(source) for source in directives.get(directive, directives["default-src"])]


def test_style_sheets_embed_no_picture_that_the_policy_forbids() -> None:
    embedding = [
        path.name
        for path in shipped()
        if re.search(r"url\(\s*[\"']?data:", path.read_text("utf-8"))
    ]
    assert not embedding or "data:" in policy("img-src")


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_the_lock_pins_every_package_and_names_no_index(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    packages = re.split(r"\n(?=[a-zA-Z0-9])", re.sub(r"(?m)^\s*#.*\n", "", text).strip())
    assert len(packages) > 30
    assert [package.split()[0] for package in packages if not HASH.search(package)] == []
    assert all(re.match(r"[\w.-]+==[\w.]+", package) for package in packages)
    assert not re.search(r"https?:|file:|--index|--extra|--find-links|--trusted", text)


def test_both_locks_have_the_same_versions() -> None:
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"(?m)^[\w.-]+==[\w.]+", (ROOT / lock).read_text(encoding="utf-8")))

    assert pins("requirements.txt") < pins("requirements-dev.txt")


def test_scripts_can_be_run_and_read_by_bash() -> None:
    for script in [*sorted((ROOT / "script").iterdir()), ROOT / ".ci" / "run"]:
        assert subprocess.run(["bash", "-n", script], check=False).returncode == 0
        if script.suffix != ".sh":
            assert script.stat().st_mode & 0o111


def test_code_names_no_document_that_is_not_here() -> None:
    """Docs are named by their path from the root; the rules of the glossary by their number."""
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    rules = set(re.findall(r"^(\d+)\. ", glossary, re.MULTILINE))
    for app in ("accounts", "activities", "appendix", "core", "evaluations", "overview", "plans"):
        for path in (ROOT / app).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            for name in re.findall(r"[\w/.-]+\.md\b", text):
                assert (ROOT / name).is_file(), f"{path}: {name}"
            assert set(re.findall(r"\b[Rr]ule (\d+)\b", text)) <= rules, path
