"""Values that are costly to make and asked for again, such as drawn pieces of a page."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """The ``most`` values used last, by all that they depend on; each process keeps its own.

    Nothing but the value is held on to: what it was made from may be large. Values that do not
    ``fit`` are made each time.
    """

    def __init__(self, most: int, *, fits: Callable[[Value], bool] = lambda value: True) -> None:
        self._most = most
        self._fits = fits
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of ``key``; made outside the lock where there is none, perhaps twice at once."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        if not self._fits(value):
            return value
        with self._lock:
            self._values[key] = value
            if len(self._values) > self._most:
                self._values.popitem(last=False)
        return value
