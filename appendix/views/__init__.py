"""Pages that show a plan whole."""

from .check import check
from .drafts import draft, draft_image, draft_json, print_draft
from .renderings import rendering, rendering_pdf
from .versions import (
    plan,
    plan_image,
    plan_pdf,
    print_version,
    version,
    version_image,
    version_json,
    version_pdf,
)

__all__ = [
    "check",
    "draft",
    "draft_image",
    "draft_json",
    "plan",
    "plan_image",
    "plan_pdf",
    "print_draft",
    "print_version",
    "rendering",
    "rendering_pdf",
    "version",
    "version_image",
    "version_json",
    "version_pdf",
]
