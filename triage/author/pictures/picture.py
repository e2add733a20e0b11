"""A rule base as a picture: facts, findings, rules, and what follows, with the lines between them.

`picture_of` chooses what is in it; `layout` gives every box a place; `svg` and `dot` write it down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a box stands for."""

    TEST = "test"
    GATE = "gate"
    FINDING = "finding"
    RULE = "rule"
    CHECK = "check"
    CAUTION = "caution"
    REMEDY = "remedy"
    DISPOSITION = "disposition"


class Line(StrEnum):
    """What a line says: it helps, it helps when false, it blocks, or it makes careful."""

    SUPPORTS = "supports"
    NEGATED = "negated"
    BLOCKS = "blocks"
    CAUTIONS = "cautions"


@dataclass(frozen=True)
class Box:
    """One box: `text` is shown, `note` (an id, a rationale) is kept for the reader who asks."""

    id: str
    kind: Kind
    text: str
    note: str = ""
    level: str = ""


@dataclass(frozen=True)
class Edge:
    """A line from one box to another."""

    source: str
    target: str
    line: Line = Line.SUPPORTS


@dataclass
class Picture:
    """Boxes and lines, each once, in the order first met.

    A box stands as far right as what it leads to allows; those in `leftmost`, at the very left.
    """

    title: str
    description: str
    boxes: dict[str, Box] = field(default_factory=dict)
    edges: dict[tuple[str, str], Edge] = field(default_factory=dict)
    leftmost: set[str] = field(default_factory=set)

    def add(self, box: Box) -> str:
        """Add a box unless it is there; return its id."""
        self.boxes.setdefault(box.id, box)
        return box.id

    def join(self, source: str, target: str, line: Line = Line.SUPPORTS) -> None:
        """Add a line unless there is one between the two."""
        self.edges.setdefault((source, target), Edge(source, target, line))

    @property
    def after(self) -> Mapping[str, list[str]]:
        """Return for each box the boxes that its lines lead to."""
        found: dict[str, list[str]] = {name: [] for name in self.boxes}
        for edge in self.edges.values():
            found[edge.source].append(edge.target)
        return found
