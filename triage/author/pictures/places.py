"""Gives every box of a picture a place, in columns from left to right.

The steps are those of K. Sugiyama, S. Tagawa, M. Toda, "Methods for visual understanding of
hierarchical system structures", IEEE Trans. SMC 11(2), 1981: columns by the longest way to the
right, a bend in every column that a long line passes, an order in each column by the mean place of
the neighbours, and then heights, moved towards the neighbours as far as the order allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from triage.author.pictures.picture import Edge, Picture

SWEEPS = 12
"""How often each column is put in the order of its neighbours, to the right and back."""

BEND = 3
"""How many bends stand where there is room for the distance of two boxes."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much room a box needs, in pixels."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a box stands: its upper left corner and its size, in pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass
class Way:
    """How a line runs: level from `start`, then between columns, then level again to `end`.

    `bends` holds, for each space between two columns, where the line enters and leaves it.
    """

    edge: Edge
    start: float
    end: float
    bends: list[tuple[tuple[float, float], tuple[float, float]]] = field(default_factory=list)


@dataclass
class Layout:
    """Where everything stands, in pixels, and how the lines run."""

    spots: dict[str, Spot] = field(default_factory=dict)
    ways: list[Way] = field(default_factory=list)
    width: float = 0
    height: float = 0


def laid_out(
    picture: Picture,
    sizes: Mapping[str, Size],
    *,
    gap: float = 10,
    between: float = 70,
) -> Layout:
    """Return the layout of a picture without cycles.

    `sizes` gives the room for each box, `gap` the least distance of boxes in a column, `between`
    that of columns.
    """
    grid = _Grid(picture, sizes, gap)
    grid.order()
    grid.settle()
    return grid.layout(between)


class _Grid:
    """Boxes and bends in columns. A bend is named `(edge, column)` and has no height."""

    def __init__(self, picture: Picture, sizes: Mapping[str, Size], gap: float) -> None:
        self.picture = picture
        self.gap = gap
        self.rank = _ranks(picture)
        last = max(self.rank.values(), default=0)
        self.columns: list[list[str]] = [[] for _ in range(last + 1)]
        for name, rank in self.rank.items():
            self.columns[rank].append(name)
        self.size = dict(sizes)
        self.left: dict[str, list[str]] = {name: [] for name in picture.boxes}
        self.right: dict[str, list[str]] = {name: [] for name in picture.boxes}
        self.chains: list[tuple[Edge, list[str]]] = []
        for edge in picture.edges.values():
            self.chains.append((edge, self._chain(edge)))
        self.middle: dict[str, float] = {}

    def _chain(self, edge: Edge) -> list[str]:
        """Add the bends of one line; return all that it passes, from end to end."""
        chain = [edge.source]
        for rank in range(self.rank[edge.source] + 1, self.rank[edge.target]):
            bend = f"{edge.source} -> {edge.target} @ {rank}"
            self.columns[rank].append(bend)
            self.size[bend] = Size(0, 0)
            self.left[bend], self.right[bend] = [], []
            chain.append(bend)
        chain.append(edge.target)
        for one, other in pairwise(chain):
            self.right[one].append(other)
            self.left[other].append(one)
        return chain

    def order(self) -> None:
        """Sort each column by the mean place of its neighbours, sweeping right and left.

        The last column stays as written: most urgent first.
        """
        written = {name: at for at, name in enumerate(self.size)}
        for sweep in range(SWEEPS):
            rightwards = sweep % 2 == 0
            columns = self.columns if rightwards else self.columns[::-1]
            near = self.left if rightwards else self.right
            place = {name: at for column in self.columns for at, name in enumerate(column)}
            for column in columns[1:-1] if rightwards else columns[1:]:
                mean = {
                    name: _mean((place[one] for one in near[name]), place[name]) for name in column
                }
                # Ties in the order written, which gives a tree the order of its file.
                column.sort(key=lambda name: (mean[name], written[name]))
                place.update({name: at for at, name in enumerate(column)})

    def settle(self) -> None:
        """Give every box and bend the height of its middle."""
        for column in self.columns:
            self._stack(column, {})
        for sweep in range(SWEEPS):
            rightwards = sweep % 2 == 0
            near = self.left if rightwards else self.right
            for column in self.columns if rightwards else self.columns[::-1]:
                wished = {
                    name: _mean((self.middle[one] for one in near[name]), self.middle[name])
                    for name in column
                }
                self._stack(column, wished)

    def _stack(self, column: list[str], wished: Mapping[str, float]) -> None:
        """Place a column in its order, each as near to its wish as the others allow.

        Boxes that would overlap are merged into a block that stands at the mean of their wishes
        (pool adjacent violators: M. Ayer et al., Ann. Math. Stat. 26(4), 1955).
        """
        offset = 0.0
        offsets: list[float] = []
        for at, name in enumerate(column):
            if at:
                offset += self._distance(column[at - 1], name)
            offsets.append(offset)
        blocks: list[tuple[float, int]] = []
        for name, shift in zip(column, offsets, strict=True):
            total, count = wished.get(name, shift) - shift, 1
            while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
                before, size = blocks.pop()
                total, count = total + before, count + size
            blocks.append((total, count))
        starts = [total / count for total, count in blocks for _ in range(count)]
        for name, shift, start in zip(column, offsets, starts, strict=True):
            self.middle[name] = start + shift

    def _distance(self, upper: str, lower: str) -> float:
        half = (self.size[upper].height + self.size[lower].height) / 2
        both = upper in self.picture.boxes and lower in self.picture.boxes
        return half + (self.gap if both else self.gap / BEND)

    def layout(self, between: float) -> Layout:
        """Return the places in pixels, the uppermost and leftmost at zero."""
        result = Layout()
        boxes = self.picture.boxes
        top = min((self.middle[one] - self.size[one].height / 2 for one in boxes), default=0)
        x = 0.0
        side: dict[str, tuple[float, float]] = {}
        for column in self.columns:
            width = max((self.size[name].width for name in column), default=0)
            for name in column:
                side[name] = (x, x + width)
                size, y = self.size[name], self.middle[name] - top
                if name in boxes:
                    start = x + (width - size.width) / 2
                    result.spots[name] = Spot(start, y - size.height / 2, size.width, size.height)
                result.height = max(result.height, y + size.height / 2)
            result.width = x + width
            x += width + between
        for edge, chain in self.chains:
            source, target = result.spots[edge.source], result.spots[edge.target]
            way = Way(edge, source.x + source.width, target.x)
            for name, after in pairwise(chain):
                start, end = self.middle[name] - top, self.middle[after] - top
                way.bends.append(((side[name][1], start), (side[after][0], end)))
            result.ways.append(way)
        return result


def _ranks(picture: Picture) -> dict[str, int]:
    """Return the column of every box: as far right as possible, `leftmost` boxes in the first."""
    after = picture.after
    depth: dict[str, int] = {}

    def visit(name: str) -> int:
        if name not in depth:
            depth[name] = 1 + max((visit(one) for one in after[name]), default=-1)
        return depth[name]

    deepest = max(map(visit, picture.boxes), default=0)
    if picture.leftmost and any(
        depth[name] == deepest for name in picture.boxes if name not in picture.leftmost
    ):
        deepest += 1
    return {
        name: 0 if name in picture.leftmost else deepest - depth[name] for name in picture.boxes
    }


def _mean(values: Iterable[float], without: float) -> float:
    found = list(values)
    return sum(found) / len(found) if found else without
