"""The house plan, as far as a machine can see it; import-linter watches which app imports which."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT: Path = settings.BASE_DIR
APPS = ("config", "core", "accounts", "plans", "activities", "evaluations", "appendix", "overview")
LINES = 400
WEB_PROCESS = """
import sys
from django.urls import get_resolver
import config.wsgi
get_resolver().url_patterns
def load(patterns):
    for pattern in patterns:
        load(getattr(pattern, "url_patterns", []))
load(get_resolver().url_patterns)
heavy = {"weasyprint", "fontTools", "pydyf", "pikepdf", "openpyxl", "hypothesis", "pytest"}
print(*sorted(heavy & set(sys.modules)))
"""


def modules(*folders: str) -> Iterator[Path]:
    """Yield the Python modules in the folders, migrations aside: those are written by Django."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_app_is_found() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in modules(*APPS)} == set(APPS)


def test_a_module_fits_in_the_head() -> None:
    lines = {
        name(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules(*APPS, "tests", "bench")
    }
    assert {module: count for module, count in lines.items() if count >= LINES} == {}


def functions(path: Path) -> Iterator[ast.AST]:
    """Yield the functions of a module; AppConfig.ready(), before which models cannot be imported, is none."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if (path.name, node.name) != ("apps.py", "ready"):
            yield node


def test_nothing_is_imported_inside_a_function_to_dodge_a_circle() -> None:
    found = {
        f"{name(path)}:{node.lineno}"
        for path in modules(*APPS)
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert found == set()


def test_no_assert_guards_the_running_system() -> None:
    found = {
        f"{name(path)}:{node.lineno}"
        for path in modules(*APPS)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assert)
    }
    assert found == set()


def test_a_web_process_carries_no_engine_it_does_not_use() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", WEB_PROCESS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert loaded.stdout.split() == []
