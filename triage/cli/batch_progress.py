"""A progress bar on a terminal, and nothing anywhere else."""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import BinaryIO, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar


class Progress:
    """How far reading has come: by rows where their number is known, else by bytes read."""

    def __init__(self, stream: BinaryIO, rows: int | None) -> None:
        """Bind to the stream that is read, and the number of rows in it if known."""
        self._stream = stream
        self._rows = rows
        self._size = None if rows is not None else _size_of(stream)
        self._bar = Bar(
            SpinnerColumn(),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[rows]:,} rows, {task.fields[speed]:,.0f}/s"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not _wanted(),
        )
        total = self._rows if self._rows is not None else self._size
        self._task = self._bar.add_task("", total=total, rows=0, speed=0.0)

    def __enter__(self) -> Self:
        """Show the bar."""
        self._bar.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        self._bar.stop()

    def show(self, rows: int) -> None:
        """Show how many rows are done."""
        if self._bar.disable:
            return
        done = rows if self._size is None else self._stream.tell()
        elapsed = self._bar.tasks[0].elapsed or 0.0
        speed = rows / elapsed if elapsed else 0.0
        self._bar.update(self._task, completed=done, rows=rows, speed=speed)


def _wanted() -> bool:
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def _size_of(stream: BinaryIO) -> int | None:
    try:
        size = os.fstat(stream.fileno()).st_size if stream.seekable() else 0
    except OSError:
        return None
    return size or None
