"""Draws of facts that are no yes/no: choices, several choices, numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from triage.model.fact import FactDefinition
from triage.model.portrait import Values
from triage.simulate.streams import Even


def number(
    values: Values, definition: FactDefinition, drawn: Even, *, lasting: bool
) -> NDArray[np.int64]:
    """Return whole numbers within the fact's bounds, for numbers drawn evenly from 0 to 1.

    Between p10, median and p90, and as far again on either side as an even spread of each half
    goes, every value is as likely; `lasting` takes the logarithm of 1 + the value for that, since
    times of illness have a long tail. Bins are even within.
    """
    if values.bins:
        found: NDArray[np.float64] = _binned(values, drawn)
    else:
        points = np.array([values.p10, values.median, values.p90], dtype=float)
        if lasting:
            points = np.log1p(points)
        low, middle, high = points
        ends = [low - (middle - low) / 4, low, middle, high, high + (high - middle) / 4]
        found = np.interp(drawn, [0, 0.1, 0.5, 0.9, 1], ends)
        if lasting:
            found = np.expm1(found)
    whole = np.rint(found).astype(np.int64)
    return np.clip(whole, definition.at_least, definition.at_most)


def _binned(values: Values, drawn: Even) -> NDArray[np.float64]:
    shares = np.array([share for _, _, share in values.bins])
    ends = np.cumsum(shares / shares.sum())
    place = np.minimum(np.searchsorted(ends, drawn, side="right"), len(shares) - 1)
    starts = ends - shares / shares.sum()
    width = np.where(shares > 0, shares / shares.sum(), 1)
    within = (drawn - starts[place]) / width[place]
    low = np.array([one for one, _, _ in values.bins]) - 0.5
    high = np.array([one for _, one, _ in values.bins]) + 0.49
    found: NDArray[np.float64] = np.maximum(low[place] + within * (high - low)[place], 0)
    return found


def choice(dist: Mapping[str, float], choices: Sequence[str], drawn: Even) -> NDArray[np.int64]:
    """Return the places of choices drawn by their shares."""
    shares = np.array([dist.get(one, 0.0) for one in choices])
    ends = np.cumsum(shares) / shares.sum()
    return np.minimum(np.searchsorted(ends, drawn, side="right"), len(choices) - 1).astype(np.int64)


def several(
    shares: Mapping[str, float],
    choices: Sequence[str],
    drawn: Even,
    alone: str | None,
) -> NDArray[np.uint64]:
    """Return bits of values, each drawn by its own share; `drawn` has a row per value and one more.

    Whoever would tick nothing ticks one, by its share, or `alone`; who ticks another does not tick
    `alone` as well.
    """
    count = drawn.shape[1]
    bits = np.zeros(count, dtype=np.uint64)
    for at, one in enumerate(choices):
        if one in shares and one != alone:
            bits |= np.where(drawn[at] < shares[one], np.uint64(1 << at), np.uint64(0))
    none = bits == 0
    if alone is not None and alone in choices:
        last = np.full(count, choices.index(alone))
    else:
        last = choice(shares, choices, drawn[-1])
    fill = np.left_shift(np.uint64(1), last.astype(np.uint64))
    filled: NDArray[np.uint64] = np.where(none, fill, bits)
    return filled
