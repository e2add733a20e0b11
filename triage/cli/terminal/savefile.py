"""Saved sessions on disk: written whole or not at all, readable by their owner only."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path

from triage.content.strict_yaml import read_yaml
from triage.errors import ContentError, SavedSessionError
from triage.model.rulebase import RuleBase
from triage.session.session import Session


def write_private(path: Path, text: str) -> None:
    """Write `text` to `path`, mode 0600, by way of a temporary file beside it.

    On failure the old file is intact. Raises SavedSessionError with the reason.
    """
    part: str | None = None
    try:
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(part).replace(path)
    except OSError as error:
        if part is not None:
            with contextlib.suppress(OSError):
                Path(part).unlink(missing_ok=True)
        message = f"{path}: cannot be written: {error.strerror or error}"
        raise SavedSessionError(message) from error


def save_session(path: Path, session: Session) -> None:
    """Write a session to `path`; raises SavedSessionError."""
    write_private(path, json.dumps(session.to_dict(), indent=1, ensure_ascii=False) + "\n")


def load_session(path: Path, rulebase: RuleBase) -> Session:
    """Return the session saved in `path`; raises SavedSessionError or ContentError."""
    try:
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        message = f"{path}: cannot be read: {reason}"
        raise SavedSessionError(message) from error
    document = read_yaml(raw, str(path))
    if document.problems:
        raise ContentError(document.problems)
    try:
        return Session.from_dict(document.data, rulebase)
    except SavedSessionError as error:
        message = f"{path}: {error}"
        raise SavedSessionError(message) from error
