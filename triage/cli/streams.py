"""The standard streams, where they are closed, full, or read by nobody any more.

A stream that was closed when we started is opened again, the wrong way round: writing to it (or
reading from it) fails, as it should, and no file of ours is ever opened under its number.

Output that cannot be written is an error with words, `OutputError`. A reader that went away
(`triage questions | head`) is a `BrokenPipeError` without a number: click takes one with a number
for the end of the program with status 1, which means findings here. What cannot be written to
standard error is dropped, as there is nowhere to tell it: the exit status tells. Who puts questions
there calls `need_outputs`.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import IO, TYPE_CHECKING, Any, TextIO

import click

from triage.cli.status import BAD_USE
from triage.wording import _

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class OutputError(OSError):
    """Standard output could not be written; the text is a sentence for the person."""


class UnseenError(click.ClickException):
    """Nobody can see what a person must see; told on the stream that is left. Exit status 2."""

    exit_code = BAD_USE

    def __init__(self, name: str) -> None:
        """Name the stream that is lost."""
        line = _(
            "{stream} is closed or full, so questions and advice cannot be seen. "
            "Nothing was decided."
        )
        super().__init__(line.format(stream=name))

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the sentence where it can be seen."""
        super().show(file or (sys.stdout if unseen(sys.stderr) else None))


class _Output(io.RawIOBase):
    """A standard output whose failures are told in words, or not at all when it is `muted`."""

    def __init__(self, raw: io.RawIOBase, *, muted: bool, closed: bool) -> None:
        super().__init__()
        self._raw = raw
        self.muted = muted
        self.lost = closed

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._raw.fileno()

    def isatty(self) -> bool:
        return self._raw.isatty()

    def write(self, data: ReadableBuffer, /) -> int | None:
        try:
            return self._raw.write(data)
        except OSError as error:
            self.lost = True
            if self.muted:
                return memoryview(data).nbytes
            if isinstance(error, BrokenPipeError):
                raise BrokenPipeError(str(error)) from error
            raise OutputError(_cannot_be_written(error)) from error


def make_usable() -> None:
    """Make the standard streams of this process safe to use, whatever they were."""
    # In this order: a file that is opened gets the lowest number that is free.
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(
            io.BufferedReader(_reopened(os.O_WRONLY, "r")), encoding="utf-8"
        )
    if hasattr(sys.stdin, "reconfigure"):
        # Bytes that are no text must reach whoever asks for an answer, who can refuse them.
        sys.stdin.reconfigure(errors="surrogateescape")
    sys.stdout = _guarded(sys.stdout, muted=False)
    sys.stderr = _guarded(sys.stderr, muted=True)


def _reopened(flag: int, mode: str) -> io.FileIO:
    return io.FileIO(os.open(os.devnull, flag), mode, closefd=False)


def _guarded(stream: TextIO | None, *, muted: bool) -> TextIO:
    if stream is None:
        reopened = _Output(_reopened(os.O_RDONLY, "w"), muted=muted, closed=True)
        return io.TextIOWrapper(io.BufferedWriter(reopened), encoding="utf-8")
    raw = getattr(getattr(stream, "buffer", None), "raw", None) or getattr(stream, "buffer", None)
    if not isinstance(stream, io.TextIOWrapper) or not isinstance(raw, io.RawIOBase):
        return stream  # not a stream of the system: whoever put it there knows it
    return io.TextIOWrapper(
        io.BufferedWriter(_Output(raw, muted=muted, closed=False)),
        encoding=stream.encoding,
        errors="replace",  # a terminal that cannot show a character gets `?`, never a traceback
        line_buffering=stream.line_buffering or stream.write_through,
    )


def _output(stream: TextIO) -> _Output | None:
    raw = getattr(getattr(stream, "buffer", None), "raw", None)
    return raw if isinstance(raw, _Output) else None


def unseen(stream: TextIO) -> bool:
    """Return whether what is written to `stream` is known to be lost."""
    output = _output(stream)
    return output is not None and output.lost


def need_outputs() -> None:
    """Raise UnseenError when standard output or standard error is known to be lost."""
    if unseen(sys.stderr):
        raise UnseenError(_("standard error"))
    if unseen(sys.stdout):
        raise UnseenError(_("standard output"))


def mute() -> None:
    """Drop what standard output has not taken yet: it was told, or nobody is left to read it."""
    output = _output(sys.stdout)
    if output is not None:
        output.muted = True


def _cannot_be_written(error: OSError) -> str:
    line = _("standard output cannot be written: {reason}. What stands there is not whole.")
    reason = _("it is closed") if error.errno == errno.EBADF else error.strerror or str(error)
    return line.format(reason=reason)
