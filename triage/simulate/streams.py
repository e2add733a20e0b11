"""Streams of even numbers by name: Philox, which is random access, set to a key of its own each.

Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011, doi 10.1145/2063384.2063405.
"""

from __future__ import annotations

from typing import TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Even: TypeAlias = NDArray[np.float32]
"""Numbers from 0 to below 1, any as likely as another."""


class Streams:
    """The streams of one group of people: `seed`, `block` and `group` give the same ones again."""

    def __init__(self, seed: int, block: int, group: str) -> None:
        """Bind to a group."""
        self._philox = np.random.Philox(key=[0, 0])
        self._generator = np.random.Generator(self._philox)
        self._state = self._philox.state
        self._first = (seed << 20) + block
        self._group = crc32(group.encode()) << 32

    def even(self, name: str, shape: int | tuple[int, int]) -> Even:
        """Return numbers from 0 to below 1; the same ones for the same name and shape."""
        key = (self._first, self._group + crc32(name.encode()))
        self._state["state"] = {
            "counter": np.zeros(4, dtype=np.uint64),
            "key": np.array(key, dtype=np.uint64),
        }
        self._philox.state = self._state
        return self._generator.random(shape, dtype=np.float32)
