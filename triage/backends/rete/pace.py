"""How a long build shares the interpreter with the other threads of its process.

Python runs one thread at a time and takes the turn from a busy one only every 5 ms. A thread that
draws a screen gives its turn away at every write, and would wait those 5 ms again and again.
"""

from __future__ import annotations

from time import perf_counter, sleep

SLICE = 0.001
"""Seconds of work after which a gentle build rests."""

REST = 0.001
"""Seconds of rest; any thread that has something to do goes first."""


class Pace:
    """Full speed."""

    def step(self) -> None:
        """Go on at once; called between pieces of work of well under a millisecond."""


class Gentle(Pace):
    """Short slices of work with a rest after each."""

    def __init__(self) -> None:
        """Start with a slice of work."""
        self._until = perf_counter() + SLICE

    def step(self) -> None:
        """Rest if the slice is over."""
        if perf_counter() >= self._until:
            sleep(REST)
            self._until = perf_counter() + SLICE


AT_ONCE = Pace()
