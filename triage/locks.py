"""Locks that a forked child never inherits closed.

A fork copies only the thread that called it. A lock that another thread held stays locked in the
child with nobody to open it, and what it guarded is half done there. So in a child every guard
starts open, and what is built under one is kept only once it is whole: the child builds it anew.
"""

from __future__ import annotations

import os
import sys
import threading
from functools import cached_property
from types import TracebackType
from weakref import WeakSet

_guards: WeakSet[Guard] = WeakSet()


class Guard:
    """A lock for `with`, open in a forked child whichever thread of the parent held it."""

    __slots__ = ("__weakref__", "_lock")

    def __init__(self) -> None:
        """Start open."""
        self.open()
        _guards.add(self)

    def open(self) -> None:
        """Forget who held it; for a child, where nobody else is left."""
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        """Wait until nobody else is inside."""
        self._lock.acquire()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the next one in."""
        self._lock.release()


def _in_child() -> None:
    for guard in list(_guards):
        guard.open()
    if sys.version_info < (3, 12):
        # Before 3.12 every `cached_property` had a lock, held while its value is worked out.
        for found in _cached_properties():
            found.lock = threading.RLock()  # type: ignore[attr-defined]


def _cached_properties() -> list[cached_property[object]]:
    """Return those of all our classes that are imported."""
    modules = [one for name, one in list(sys.modules.items()) if name.split(".")[0] == __package__]
    classes = [one for module in modules for one in vars(module).values() if isinstance(one, type)]
    members = [one for kind in set(classes) for one in vars(kind).values()]
    return [one for one in members if isinstance(one, cached_property)]


if hasattr(os, "register_at_fork"):  # not where nothing forks
    os.register_at_fork(after_in_child=_in_child)
