"""Pages that show a plan whole."""

from .check import check, check_start
from .comparisons import choose_comparison, compare_draft, compare_versions
from .decisions import approve, new_draft, reject
from .drafts import draft, draft_image, draft_json, print_draft
from .proposals import propose, withdraw
from .versions import (
    plan,
    plan_image,
    plan_pdf,
    print_version,
    version,
    version_image,
    version_json,
    version_list,
    version_pdf,
)

__all__ = [
    "approve",
    "check",
    "check_start",
    "choose_comparison",
    "compare_draft",
    "compare_versions",
    "draft",
    "draft_image",
    "draft_json",
    "new_draft",
    "plan",
    "plan_image",
    "plan_pdf",
    "print_draft",
    "print_version",
    "propose",
    "reject",
    "version",
    "version_image",
    "version_json",
    "version_list",
    "version_pdf",
    "withdraw",
]
