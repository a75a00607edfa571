"""CPU time of processes, as the kernel counts it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
COMMAND_END = ") "  # the name of the program, which may hold anything, ends with the last of these


def descendants(pid: int) -> Iterator[int]:
    """All living processes below ``pid``, each before its own children."""
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = children.read_text(encoding="ascii").split()
        except OSError:  # ended meanwhile
            continue
        for child in map(int, found):
            yield child
            yield from descendants(child)


def cpu_seconds(pid: int) -> float:
    """What ``pid`` and all below it have used so far, ended and waited-for children included."""
    return sum(_own_seconds(each) for each in (pid, *descendants(pid)))


def _own_seconds(pid: int) -> float:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0.0
    fields = stat.rpartition(COMMAND_END)[2].split()
    return sum(map(int, fields[11:15])) / TICKS  # user, system, and both of ended children


def called(pid: int, name: str) -> bool:
    """Whether the program that ``pid`` runs has ``name`` in its path."""
    try:
        return name in os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return False
