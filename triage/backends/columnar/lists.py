"""Lists per case: which of several entries hold, in the order of the entries.

Made from one boolean column per entry, at a cost that grows with what the lists hold and not with
rows times entries: most entries hold for few cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa


class Listing:
    """For each case the places of the entries that hold."""

    def __init__(self, columns: Iterable[pl.Series], height: int) -> None:
        """Take one boolean column of `height` rows per entry; null is taken as not holding."""
        self.rows = [_rows_of(column) for column in columns]
        """For each entry, the rows in which it holds, ascending."""
        counts = np.zeros(height, dtype=np.int64)
        if self.rows:
            counts += np.bincount(np.concatenate(self.rows), minlength=height)
        self._offsets = np.zeros(height + 1, dtype=np.int64)
        np.cumsum(counts, out=self._offsets[1:])
        after_last = self._offsets[:-1].copy()
        self._places = []
        for rows in self.rows:
            place = after_last[rows]
            after_last[rows] = place + 1
            self._places.append(place)

    def names(self, entries: Sequence[str], kind: pl.Enum) -> pl.Series:
        """Return the entries' names as lists; `entries` has one name, of `kind`, per column."""
        code_of = {name: code for code, name in enumerate(kind.categories)}
        codes = np.zeros(self._offsets[-1], dtype=np.min_scalar_type(len(code_of)))
        for name, places in zip(entries, self._places, strict=True):
            codes[places] = code_of[name]
        lists = self._lists(pa.array(codes)).to_frame("codes")
        named = pl.element().cat.to(kind)
        return lists.select(pl.col("codes").list.eval(named)).to_series()

    def texts(self, texts: Sequence[pl.Series]) -> pl.Series:
        """Return texts as lists; `texts` has one series per column, a text per row it holds in."""
        inside = np.zeros(self._offsets[-1], dtype=np.int64)
        before = 0
        for places in self._places:
            inside[places] = np.arange(before, before + len(places))
            before += len(places)
        flat = pl.concat([pl.Series(dtype=pl.String), *texts]).gather(pl.Series(inside))
        return self._lists(flat.to_arrow())

    def _lists(self, flat: pa.Array) -> pl.Series:
        lists = pl.from_arrow(pa.LargeListArray.from_arrays(pa.array(self._offsets), flat))
        assert isinstance(lists, pl.Series)  # noqa: S101  (an array, not a table)
        return lists


def _rows_of(column: pl.Series) -> npt.NDArray[np.intp]:
    """Return the rows in which a boolean column is true (a third of the time of `arg_true`).

    Most bytes of eight rows hold none, so only those that hold some are unpacked.
    """
    array = (column.fill_null(value=False) if column.null_count() else column).to_arrow()
    packed = np.frombuffer(array.buffers()[1], dtype=np.uint8)
    filled = np.flatnonzero(packed != 0)
    inside = np.flatnonzero(np.unpackbits(packed[filled], bitorder="little").view(np.bool_))
    rows: npt.NDArray[np.intp] = (filled << 3)[inside >> 3] + (inside & 7) - array.offset
    first, last = np.searchsorted(rows, (0, len(array)))
    return rows[first:last]
