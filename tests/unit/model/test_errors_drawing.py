"""The tree of errors drawn in the docstring is the tree of classes."""

from __future__ import annotations

import re

import triage.errors
from triage.errors import MOST_TOLD, ContentError, Problem, TriageError


def drawn() -> dict[str, str]:
    """Return each error's parent, as drawn."""
    parents: dict[str, str] = {}
    above: list[str] = []
    for line in (triage.errors.__doc__ or "").splitlines():
        match = re.match(r"([\s│├└─]*)(\w+Error)\b", line)
        if match:
            depth = len(match[1]) // 4
            above = [*above[:depth], match[2]]
            if depth:
                parents[match[2]] = above[depth - 1]
    return parents


def coded() -> dict[str, str]:
    """Return each public error's nearest public parent."""
    found: dict[str, str] = {}
    for name, kind in vars(triage.errors).items():
        if isinstance(kind, type) and issubclass(kind, TriageError) and not name.startswith("_"):
            public = [one.__name__ for one in kind.__mro__[1:] if not one.__name__.startswith("_")]
            if kind is not TriageError:
                found[name] = public[0]
    return found


def test_the_drawing_is_the_code() -> None:
    assert drawn() == coded()


def test_a_flood_of_problems_is_counted_and_not_all_told() -> None:
    error = ContentError([Problem(f"a:{line}:1", "wrong") for line in range(MOST_TOLD + 5)])
    assert len(error.problems) == MOST_TOLD + 5
    assert str(error).endswith(f"a:{MOST_TOLD - 1}:1: wrong\nand 5 more")
