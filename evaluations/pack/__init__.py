"""The review pack: all that the steering group goes through, gathered as one value."""

from .document import SCHEMA, NoReviewError, pack_of
from .finding import (
    PACK_KIND,
    Found,
    find_pack,
    finished_pack,
    stored_pack,
)
from .shown import Pack, shown

__all__ = [
    "PACK_KIND",
    "SCHEMA",
    "Found",
    "NoReviewError",
    "Pack",
    "find_pack",
    "finished_pack",
    "pack_of",
    "shown",
    "stored_pack",
]
