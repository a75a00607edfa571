"""A small document with a bit of everything that can be wrong, and a way to spoil one place of it."""

from __future__ import annotations

import copy
import re
from typing import Any

from tests.pictures import picture, stored

IMAGES = stored(picture())
IMAGE = next(iter(IMAGES))
ABSENT = object()

SAMPLE: dict[str, Any] = {
    "schema": 1,
    "kind": "plan",
    "title": "Kommunikationsplan",
    "starts_on": "2026-01-01",
    "organisations": [
        {"key": "kommunen", "name": "Älvhamra kommun", "role": "party"},
        {"key": "polisen", "name": "Lokalpolisområde Älvhamra/Norrskog", "role": "party"},
    ],
    "relations": [{"kind": "annex_to", "words": "Bilaga till överenskommelsen"}],
    "control": [{"place": "cover", "label": "Diarienummer", "organisation": "kommunen"}],
    "roles": [{"key": "fc", "name": "FC", "organisation": "kommunen"}],
    "sections": [
        {"key": "malgrupper", "kind": "target_groups", "items": [{"key": "boende"}]},
        {
            "key": "mal",
            "kind": "goals",
            "items": [{"key": "mal-1", "name": "Känna till", "audience": ["boende"]}],
        },
        {
            "key": "talespersoner",
            "kind": "spokespersons",
            "items": [{"key": "chefen", "deputy": "bitradande"}, {"key": "bitradande"}],
        },
        {"key": "aktiviteter", "kind": "activities", "items": [{"key": "mote", "roles": ["fc"]}]},
        {"key": "bild", "kind": "figure", "items": [{"key": "karta", "image": IMAGE}]},
        {"key": "syfte", "kind": "text", "heading": "Syfte", "text": "Vi talar med en röst."},
        {"key": "varden", "kind": "statements", "items": [{"key": "oppen", "type": "value"}]},
        {"key": "tabell", "kind": "table", "items": [{"key": "rad", "cells": ["ett", ""]}]},
    ],
    "images": IMAGES,
}


def steps_of(path: str) -> list[str | int]:
    """``sections[2].heading`` as its steps."""
    return [
        int(n) if n else name for name, n in re.findall(r"([^.\[\]]+)(?![^\[]*\])|\[(\d+)\]", path)
    ]


def with_changes(*changes: tuple[str, Any]) -> dict[str, Any]:
    """The sample with another value at each path; ABSENT takes a member away."""
    document = copy.deepcopy(SAMPLE)
    for path, value in changes:
        *way, last = steps_of(path)
        place: Any = document
        for step in way:
            place = place[step]
        if value is ABSENT:
            del place[last]
        else:
            place[last] = value
    return document


def with_change(path: str, value: Any) -> dict[str, Any]:
    return with_changes((path, value))
