"""Bytes cut into blocks: nothing lost, no record parted, and never many lines to one block."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from triage.cohort.blocks import NEWLINE, blocks

RECORDS = st.lists(st.sampled_from([b"a,b", b"", b'"x\ny",c', b"a longer record,still"]))


@given(RECORDS, st.integers(1, 40), st.integers(1, 5))
def test_blocks_are_the_bytes_in_order_cut_after_whole_records(
    records: list[bytes], size: int, lines: int
) -> None:
    whole = b"".join(record + NEWLINE for record in records)
    cut = list(blocks(io.BytesIO(whole), size, lines, quoted=True))
    assert b"".join(cut) == whole
    assert all(block for block in cut)
    assert all(block.endswith(NEWLINE) for block in cut)
    if size > 21:  # no record takes more than twice the size, so no quote is given up
        assert all(block.count(b'"') % 2 == 0 for block in cut)


@given(st.integers(0, 50), st.integers(1, 400), st.integers(1, 7))
def test_short_lines_do_not_make_a_block_high(count: int, size: int, lines: int) -> None:
    whole = b"yes\n" * count + b"no end"
    cut = list(blocks(io.BytesIO(whole), size, lines))
    assert b"".join(cut) == whole
    assert max(block.count(NEWLINE) for block in cut) <= lines


def test_an_open_quote_does_not_pull_the_file_into_one_block() -> None:
    whole = b'"' + b"yes\n" * 1000
    cut = list(blocks(io.BytesIO(whole), 100, 10, quoted=True))
    assert b"".join(cut) == whole
    assert max(map(len, cut)) <= 300
