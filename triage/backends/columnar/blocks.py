"""Bytes cut into blocks of whole records, so that memory does not grow with a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

BLOCK = 2**25
"""Bytes read at a time."""

QUOTE = b'"'
NEWLINE = b"\n"


def blocks(
    stream: BinaryIO,
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


def _of_size(stream: BinaryIO, size: int, *, quoted: bool, first: bytes) -> Iterator[bytes]:
    rest = first
    while more := stream.read(size):
        rest += more
        cut = last_cut(rest, quoted=quoted)
        if not cut and len(rest) > 2 * size:
            # A quote that is never closed must not pull the rest of the file into memory.
            cut = last_cut(rest, quoted=False)
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
    return _cut(block, len(block), quoted=quoted)


def middle_cut(block: bytes, *, quoted: bool) -> int:
    """Return a place near the middle where a record ends, or failing that, a line; 0 if none.

    Never the end of the block.
    """
    for in_quotes in (quoted, False):
        before = _cut(block, len(block) // 2, quoted=in_quotes)
        if before:
            return before
    after = block.find(NEWLINE, len(block) // 2) + 1
    return after if after < len(block) else 0


def _cut(block: bytes, end: int, *, quoted: bool) -> int:
    quotes = block.count(QUOTE, 0, end) if quoted else 0
    while True:
        place = block.rfind(NEWLINE, 0, end)
        if place < 0:
            return 0
        quotes -= block.count(QUOTE, place, end) if quoted else 0
        if quotes % 2 == 0:
            return place + 1
        end = place
