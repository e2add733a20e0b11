"""One slip in what a person reads or acts on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from triage.author.faults.conditions import Operator


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip: its kind, where it is, what it did, and the fields of the rule base that differ.

    `locked` is the entry of the lock that has to notice it; `dangerous` says that a person can be
    told to do less, or to take more, than was meant.
    """

    operator: Operator
    where: str
    detail: str
    changes: Mapping[str, object]
    locked: str
    dangerous: bool = True
