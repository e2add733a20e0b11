"""What became of some people: their levels, and the rules that fired."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from triage.simulate.people import People


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of some people: `urgency` of the level each was given (0 self-care, 4 emergency).

    `fired` says for each rule in whom it fired; rules that fired in nobody may be missing.
    `screens` and `lines` say how many of each they saw; None when they told everything.
    """

    people: People
    urgency: NDArray[np.int8]
    fired: Mapping[str, NDArray[np.bool_]]
    screens: NDArray[np.int64] | None = None
    lines: NDArray[np.int64] | None = None
