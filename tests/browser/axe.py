"""axe-core, vendored: what it finds against WCAG 2.2 A and AA on a page in a real browser."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What it found in order is not described: that would take longer than to find it.
OPTIONS = {"runOnly": TAGS, "resultTypes": ["violations"]}


def violations(page: Page) -> list[str]:
    """Return one line per violation: the rule, what it says, and the first elements that break it.

    The script is evaluated through the debugger, which the page's content security policy lets pass.
    """
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    result: dict[str, Any] = page.evaluate("options => axe.run(options)", OPTIONS)
    return [
        f"{found['id']}: {found['help']} {[node['target'] for node in found['nodes'][:5]]}"
        for found in result["violations"]
    ]
