"""Bytes cut into blocks of whole records, so that memory does not grow with a file.

A line ends with LF, CRLF or CR, also when a file mixes them; the cuts are after LF, so a CR alone
is first made one, see `PlainEnds`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np
import numpy.typing as npt

BLOCK = 2**25
"""Bytes read at a time."""

QUOTE = b'"'
NEWLINE = b"\n"
RETURN = b"\r"


class Bytes(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none at the end."""


class PlainEnds:
    """The bytes of a stream with LF in place of every CR that ends a line alone.

    With `quoted`, a CR between two quotes is part of a cell and stays as it is.
    """

    def __init__(self, stream: Bytes, *, quoted: bool = False) -> None:
        """Bind to a stream of which nothing has been read."""
        self._stream = stream
        self._quoted = quoted
        self._inside = False
        self._held = b""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, about `size` of them and none at the end."""
        more = self._stream.read(size)
        piece = self._held + more
        self._held = b""
        if more and piece.endswith(RETURN):
            # Whether it is alone is for the next byte to say.
            self._held, piece = RETURN, piece[:-1]
            if not piece:
                return self.read(size)
        found = alone(piece, quoted=self._quoted, inside=self._inside)
        if self._quoted:
            self._inside ^= piece.count(QUOTE) % 2 == 1
        if found is None:
            return piece
        ended = np.frombuffer(piece, dtype=np.uint8).copy()
        ended[found] = ord(NEWLINE)
        return ended.tobytes()


def alone(block: bytes, *, quoted: bool, inside: bool = False) -> npt.NDArray[np.bool_] | None:
    """Return for each byte whether it is a CR that ends a line alone; None when none is.

    With `quoted`, a CR between two quotes ends none; `inside` says that a quote is open before.
    """
    if block.count(RETURN) == block.count(RETURN + NEWLINE):
        return None
    text = np.frombuffer(block, dtype=np.uint8)
    found: npt.NDArray[np.bool_] = text == ord(RETURN)
    found[:-1] &= text[1:] != ord(NEWLINE)
    if quoted and (inside or QUOTE in block):
        found &= inside_quotes(text) == inside
    return found if found.any() else None


def inside_quotes(text: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """Return for each byte whether an odd number of quotes stands before it, or up to it."""
    return (np.cumsum(text == ord(QUOTE), dtype=np.uint8) & 1).view(np.bool_)


def blocks(
    stream: Bytes,
    size: int = BLOCK,
    lines: int = 2**17,
    *,
    quoted: bool = False,
    first: bytes = b"",
) -> Iterator[bytes]:
    """Yield the bytes `first` and then those of `stream`, cut after line ends.

    With `quoted`, a line end between two quotes is no cut. A block is about `size` bytes and at
    most `lines` lines, more only where one record is; the last may lack its line end.
    """
    for block in _of_size(stream, size, quoted=quoted, first=first):
        yield from _of_few_lines(block, lines, quoted=quoted)


def _of_size(stream: Bytes, size: int, *, quoted: bool, first: bytes) -> Iterator[bytes]:
    rest = first
    while more := stream.read(size):
        rest += more
        cut = last_cut(rest, quoted=quoted)
        if not cut and len(rest) > 2 * size:
            # A quote that is never closed must not pull the rest of the file into memory.
            # Neither must a CR behind such a quote, which is taken for part of the cell.
            cut = last_cut(rest, quoted=False) or rest.rfind(RETURN) + 1
        if cut:
            yield rest[:cut]
            rest = rest[cut:]
    if rest:
        yield rest


def _of_few_lines(block: bytes, lines: int, *, quoted: bool) -> Iterator[bytes]:
    """Yield a block in parts, as rows of a few bytes each are many to a block."""
    start = 0
    if block.count(NEWLINE) > lines:
        ends = np.flatnonzero(np.frombuffer(block, dtype=np.uint8) == ord(NEWLINE)) + 1
        for end in ends[lines - 1 :: lines].tolist():
            cut = last_cut(block[start:end], quoted=quoted)
            if cut:
                yield block[start : start + cut]
                start += cut
    if start < len(block):
        yield block[start:]


def last_cut(block: bytes, *, quoted: bool) -> int:
    """Return the place after the last line end outside quotes; 0 when there is none."""
    end = len(block)
    quotes = block.count(QUOTE) if quoted else 0
    while True:
        place = block.rfind(NEWLINE, 0, end)
        if place < 0:
            return 0
        quotes -= block.count(QUOTE, place, end) if quoted else 0
        if quotes % 2 == 0:
            return place + 1
        end = place


def middle_cut(block: bytes, *, quoted: bool) -> int:
    """Return a place near the middle where a record ends, or failing that, a line; 0 if none.

    Never the end of the block.
    """
    text = np.frombuffer(block, dtype=np.uint8)
    is_end = text == ord(NEWLINE)
    if RETURN in block:
        is_end[:-1] |= (text[:-1] == ord(RETURN)) & ~is_end[1:]
    lasts = np.flatnonzero(is_end[:-1])
    before = lasts[lasts < len(block) // 2]
    outside = before[~inside_quotes(text)[before]] if quoted else before
    for places in (outside, before, lasts[len(before) :][::-1]):
        if len(places):
            return int(places[-1]) + 1
    return 0
