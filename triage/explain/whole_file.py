"""Writes a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from triage.errors import WriteError

PRIVATE = 0o600
"""The mode of a file that holds a person's answers: its owner reads it, nobody else."""


def write_whole(path: Path, data: bytes, mode: int = PRIVATE) -> None:
    """Write `data` to `path` by way of a temporary file beside it, with permissions `mode`.

    A file that was there is replaced; a link is followed. On failure what was there is intact and
    nothing is left beside it. Raises WriteError, with the reason, also when `path` is a folder or a
    device.
    """
    part: str | None = None
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            kind = "a folder" if target.is_dir() else "not an ordinary file"
            message = f"{path}: cannot be written: it is {kind}"
            raise WriteError(message)
        handle, part = tempfile.mkstemp(dir=target.parent, prefix=".triage-", suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(part).chmod(mode)
        Path(part).replace(target)
    except (OSError, ValueError, RuntimeError) as error:
        # ValueError: a NUL in the name; RuntimeError: a loop of links.
        reason = getattr(error, "strerror", None) or error
        message = f"{path}: cannot be written: {reason}"
        raise WriteError(message) from error
    finally:
        if part is not None:
            with contextlib.suppress(OSError):
                Path(part).unlink(missing_ok=True)
