"""Files that are written whole or not at all.

What is written goes to a file beside its place (`.NAME.XXXXXXXX.part`), is forced to the disk, and
only then takes the name: whatever happens, the old content or the new stands there, never a half.
A writer that was killed leaves its part behind. Parts are locked while they are written, by a lock
that ends with the process, so the next writer to the same place knows those of the dead, and
removes them: they may hold a person's answers.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from triage.errors import WriteError

try:
    import fcntl
except ImportError:  # no POSIX; an open file cannot be removed there, so nothing need be locked
    fcntl = None  # type: ignore[assignment]

PRIVATE = 0o600
"""The mode of a file that holds a person's answers: its owner reads it, nobody else."""

READABLE = 0o644
"""The mode of a file for everybody to read."""

LONGEST_NAME = 60
"""Characters of a file's name that the name of its part repeats: that is short enough for any."""

_DESCRIPTOR = re.compile(r"/dev/(?:(stdin|stdout|stderr)|fd/(\d+))|/proc/self/fd/(\d+)")
_STANDARD = ("stdin", "stdout", "stderr")


def write_whole(path: Path, data: bytes, mode: int = PRIVATE) -> None:
    """Write `data` to `path`, whole or not at all, with permissions `mode`.

    A file that was there is replaced; a link is followed. On failure what was there is intact.
    Raises WriteError, with the reason, also when `path` is a folder or a device.
    """
    try:
        if path.exists() and not path.is_file():
            kind = "a folder" if path.is_dir() else "not an ordinary file"
            message = f"{path}: cannot be written: it is {kind}"
            raise WriteError(message)
        with _replacing(_resolved(path), mode) as stream:
            stream.write(data)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or error
        message = f"{path}: cannot be written: {reason}"
        raise WriteError(message) from error


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Give a stream whose bytes stand at `path` once the block ends without an error.

    The file is readable by its owner alone. What is no ordinary file (a device, a named pipe), or
    is open already (`/dev/stdout`, whatever stands behind it), is written to directly. Raises
    OSError.
    """
    if is_written_directly(path):
        with _direct(path) as stream:
            yield stream
    else:
        with _replacing(_resolved(path), PRIVATE) as stream:
            yield stream


def is_written_directly(path: Path) -> bool:
    """Return whether what goes to `path` is passed on as it comes, as to a pipe."""
    return _open_already(path) is not None or (path.exists() and not path.is_file())


def _open_already(path: Path) -> int | None:
    """Return the number of the open file that `path` names, such as 1 for `/dev/stdout`."""
    named = _DESCRIPTOR.fullmatch(os.path.abspath(path))  # noqa: PTH100  (links are not followed)
    if named is None:
        return None
    return _STANDARD.index(named[1]) if named[1] else int(named[2] or named[3])


def _direct(path: Path) -> BinaryIO:
    number = _open_already(path)
    # A copy of the descriptor goes on where the shell's redirection stands, and takes sockets too.
    return path.open("wb") if number is None else os.fdopen(os.dup(number), "wb")


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except RuntimeError as error:  # what Python before 3.13 says of a loop of links
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from error


@contextmanager
def _replacing(target: Path, mode: int) -> Iterator[BinaryIO]:
    """Give a stream for the part, which becomes `target` once the block ends without an error."""
    _sweep(target)
    part, stream = _new_part(target)
    try:
        with stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
            part.chmod(mode)
            if fcntl is None:
                stream.close()  # what is open cannot be renamed there
            part.replace(target)  # while it is locked, so that nobody takes it for left behind
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _new_part(target: Path) -> tuple[Path, BinaryIO]:
    while True:
        handle, name = tempfile.mkstemp(".part", _beginning(target), target.parent)
        if fcntl is not None:
            with contextlib.suppress(OSError):  # a file system without locks: nothing is swept
                fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return Path(name), os.fdopen(handle, "wb")
        os.close(handle)  # swept before it was locked


def _beginning(target: Path) -> str:
    return f".{target.name[:LONGEST_NAME]}."


def _sweep(target: Path) -> None:
    """Remove what killed writers to `target` left; that it cannot be removed is no error."""
    part = re.compile(re.escape(_beginning(target)) + r"\w{8}\.part")
    with contextlib.suppress(OSError), os.scandir(target.parent) as entries:
        for entry in entries:
            if part.fullmatch(entry.name):
                with contextlib.suppress(OSError):
                    _remove_if_left(Path(entry.path))


def _remove_if_left(part: Path) -> None:
    if fcntl is None:
        return
    handle = os.open(part, os.O_RDWR | os.O_NOFOLLOW)
    try:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # OSError: its writer is alive
            part.unlink()
    finally:
        os.close(handle)
