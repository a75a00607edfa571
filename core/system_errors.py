"""What the operating system refused, in Swedish."""

from __future__ import annotations

import errno

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_DENIED = _("behörighet saknas")
_FULL = _("disken är full")
REASONS: dict[int, Promise | str] = {
    errno.ENOENT: _("filen eller mappen finns inte"),
    errno.EISDIR: _("det är en mapp"),
    errno.ENOTDIR: _("en del av sökvägen är ingen mapp"),
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _("platsen är skrivskyddad"),
    errno.ENAMETOOLONG: _("namnet är för långt"),
}


def reason(error: OSError) -> str:
    """Why a file could not be read or written; the system's own words where we have none."""
    known = REASONS.get(error.errno or 0)
    return str(known or error.strerror or error)
