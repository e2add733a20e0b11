"""Reads blocks in which something is broken: halves them until only the broken lines are left.

A block is read whole where that works. Where it does not, each half is tried, and so on, until a
piece is small enough to be read record by record. So one broken line among a hundred thousand
costs about one more reading of its block, and never the rows beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from triage.cohort.assessor import Rows
from triage.cohort.blocks import NEWLINE, RETURN, middle_cut
from triage.cohort.intake import no_rejects

FEW = 64
"""Lines that are read one by one rather than halved again."""


class BrokenError(Exception):
    """A block that cannot be read whole."""


def salvaged(
    block: bytes,
    typed: Callable[[bytes], pl.DataFrame],
    text: Callable[[bytes], pl.DataFrame],
    one_by_one: Callable[[bytes], Rows],
    *,
    quoted: bool,
) -> Rows:
    """Return the rows of a block: typed if its cells allow, else as text, else piece by piece.

    `typed` and `text` read a block or raise BrokenError or a Polars error; `one_by_one` reads
    anything. It and `text` give frames of one schema.
    """
    for whole in (typed, text):
        try:
            frame = whole(block)
        except (BrokenError, pl.exceptions.PolarsError):
            continue
        return Rows(frame, frame.height)
    return joined(list(_pieces(block, text, one_by_one, quoted=quoted)))


def _pieces(
    block: bytes,
    whole: Callable[[bytes], pl.DataFrame],
    one_by_one: Callable[[bytes], Rows],
    *,
    quoted: bool,
) -> Iterator[Rows]:
    ends = block.count(NEWLINE) + block.count(RETURN)
    cut = middle_cut(block, quoted=quoted) if ends > FEW else 0
    if not cut:
        yield one_by_one(block)
        return
    for half in (block[:cut], block[cut:]):
        try:
            frame = whole(half)
        except (BrokenError, pl.exceptions.PolarsError):
            yield from _pieces(half, whole, one_by_one, quoted=quoted)
        else:
            yield Rows(frame, frame.height)


def joined(pieces: list[Rows]) -> Rows:
    """Return the rows of several pieces as one, numbered through."""
    places: list[pl.Series] = []
    rejects = [no_rejects()]
    before = 0
    for piece in pieces:
        own = piece.places
        if own is None:
            own = pl.int_range(piece.frame.height, dtype=pl.UInt32, eager=True)
        places.append(own + before)
        if piece.rejects is not None:
            rejects.append(piece.rejects.with_columns(pl.col("row") + before))
        before += piece.count
    return Rows(
        pl.concat([piece.frame for piece in pieces]),
        before,
        pl.concat(places),
        pl.concat(rejects),
    )


def rows_and_rejects(
    good: dict[int, list[object]], bad: dict[int, str], schema: dict[str, pl.DataType], count: int
) -> Rows:
    """Return rows read one by one: `good` has the cells of a row by its place, `bad` the reason."""
    return Rows(
        pl.DataFrame(list(good.values()), schema=schema, orient="row"),
        count,
        pl.Series(list(good), dtype=pl.UInt32),
        pl.DataFrame({"row": list(bad), "reason": list(bad.values())}, schema=no_rejects().schema),
    )
