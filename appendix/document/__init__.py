"""The document value: a plan as one canonical, versioned JSON value (see docs/document.md)."""

from .build import build
from .canonical import canonical_bytes, sha256
from .problems import DocumentError, Problem
from .read import read, upgrade
from .restore import restore

__all__ = [
    "DocumentError",
    "Problem",
    "build",
    "canonical_bytes",
    "read",
    "restore",
    "sha256",
    "upgrade",
]
