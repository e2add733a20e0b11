"""How fast this machine can move bytes at all: what no program that reads its input can beat.

After the Copy kernel of STREAM (J. D. McCalpin, "Memory bandwidth and machine balance in current
high performance computers", 1995): a copy of an array far larger than any cache; bytes read and
bytes written both count; the best of several passes.
"""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import numpy.typing as npt
from isolated import Findings, answer

SIZE = 256 * 2**20
PASSES = 7


def measure(started: int) -> Findings:  # noqa: ARG001  (every measurement is told)
    """Return bytes per second copied by one core, and by all of them."""
    return {"one_core": _copied(1), "all_cores": _copied(os.cpu_count() or 1)}


def _copied(workers: int) -> float:
    source = np.ones(SIZE // 8)
    target = np.empty_like(source)
    pairs: list[tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]] = list(
        zip(np.array_split(target, workers), np.array_split(source, workers), strict=True)
    )
    best = float("inf")
    with ThreadPoolExecutor(workers) as pool:
        for _ in range(PASSES):
            before = time.perf_counter()
            for copied in [pool.submit(partial(np.copyto, *pair)) for pair in pairs]:
                copied.result()
            best = min(best, time.perf_counter() - before)
    return 2 * SIZE / best


if __name__ == "__main__":
    answer(measure)
