"""What is said of a file, and the process in which it is found out."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

KEPT = "kept"
THUMBNAIL = "thumbnail"


class RefusedError(Exception):
    """The file is not taken; ``reason`` is a word that ``evaluations.uploads`` has a sentence for."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Limits:
    """How much a file may be: bytes unpacked, pixels, bytes of memory and seconds of work."""

    unpacked: int
    pixels: int
    memory: int
    seconds: int


@dataclass(frozen=True)
class Verdict:
    """What the file is. Images have been written anew into the folder, with a thumbnail."""

    media_type: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True)
class Cost:
    """Seconds of work, and the most bytes of memory at a time."""

    seconds: float
    memory: int


Inspect = Callable[[Path, Path, Limits], Verdict]


def main(inspect: Inspect) -> None:
    """Say on standard output, as JSON, what ``inspect`` finds; arguments: file, folder, limits.

    The limits are the kernel's: a file that unpacks to more than its own checks foresee ends this
    process and nothing else.
    """
    source, folder = Path(sys.argv[1]), Path(sys.argv[2])
    limits = Limits(**json.loads(sys.argv[3]))
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    try:
        said = asdict(inspect(source, folder, limits))
    except RefusedError as error:
        said = {"refused": error.reason}
    except MemoryError:
        said = {"refused": "heavy"}
    sys.stdout.write(json.dumps(said | {"cost": asdict(cost())}))


def cost() -> Cost:
    """What this process has cost so far.

    Not ``ru_maxrss``: what a process starts with there is the peak of the one that started it.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    [peak] = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
    return Cost(round(used.ru_utime + used.ru_stime, 3), int(peak) * 1024)
