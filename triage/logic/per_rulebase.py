"""Keeps what was made from a rule base or a program, for as long as it is in use.

Kept by identity, not by equality: comparing two rule bases with equal content takes milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Generic, TypeVar

Whole = TypeVar("Whole")
Made = TypeVar("Made")

IN_USE = 16
"""How many are kept; a process that works with more makes some of them again."""


class _Same(Generic[Whole]):
    """A thing as a key: equal only to itself."""

    __slots__ = ("it",)

    def __init__(self, it: Whole) -> None:
        self.it = it

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.it is self.it


def kept(make: Callable[[Whole], Made]) -> Callable[[Whole], Made]:
    """Return `make` with its results kept: the same object for the same argument."""

    @lru_cache(maxsize=IN_USE)
    def made(key: _Same[Whole]) -> Made:
        return make(key.it)

    def get(whole: Whole) -> Made:
        return made(_Same(whole))

    get.__doc__ = make.__doc__
    return get
