"""Several batches at a time, results in order, and never more in memory than a few batches."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Done = TypeVar("Done")

MOST_WORKERS = 4
"""Polars spreads each batch over all processors itself; more batches at a time only cost memory."""


def workers() -> int:
    """Return how many batches are worked on at a time: half as many as processors, 2 to 4."""
    return min(max((os.cpu_count() or 1) // 2, 2), MOST_WORKERS)


def in_order(work: Iterable[Callable[[], Done]], at_once: int | None = None) -> Iterator[Done]:
    """Yield the result of each piece of work, in order, with several under way.

    A piece is taken from `work` only when fewer than `at_once` + 1 are under way or waiting to be
    yielded, so memory stays within that many. The first error ends it.
    """
    at_once = at_once or workers()
    waiting: deque[Future[Done]] = deque()
    pool = ThreadPoolExecutor(at_once, thread_name_prefix="cohort")
    try:
        for piece in work:
            waiting.append(pool.submit(piece))
            if len(waiting) > at_once:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
