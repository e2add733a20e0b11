"""The forms a table can have, by name and by the suffix of a file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath


class Form(StrEnum):
    """How rows are written down."""

    CSV = "csv"
    NDJSON = "ndjson"
    PARQUET = "parquet"
    ARROW = "arrow"


SUFFIXES = {
    ".csv": Form.CSV,
    ".tsv": Form.CSV,
    ".ndjson": Form.NDJSON,
    ".jsonl": Form.NDJSON,
    ".parquet": Form.PARQUET,
    ".pq": Form.PARQUET,
    ".arrow": Form.ARROW,
    ".arrows": Form.ARROW,
    ".feather": Form.ARROW,
    ".ipc": Form.ARROW,
}


def form_of(path: PurePath) -> Form | None:
    """Return the form that a file's suffix stands for."""
    return SUFFIXES.get(path.suffix.lower())
