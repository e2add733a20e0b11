"""Saved sessions on disk: written whole or not at all, readable by their owner only."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

from triage.content.strict_json import read_data
from triage.content.strict_yaml import MAX_BYTES
from triage.errors import ContentError, SavedSessionError, WriteError
from triage.files import write_whole
from triage.model.rulebase import RuleBase
from triage.session.session import Session
from triage.wording import _


def save_session(path: Path, session: Session) -> None:
    """Write a session to `path`, whole or not at all, mode 0600; raises WriteError."""
    text = json.dumps(session.to_dict(), indent=1, ensure_ascii=False) + "\n"
    write_whole(path, text.encode())


def load_session(path: Path, rulebase: RuleBase) -> Session:
    """Return the session saved in `path`; raises SavedSessionError or ContentError."""
    document = read_data(_bytes(path), str(path))
    if document.problems:
        raise ContentError(document.problems)
    try:
        return Session.from_dict(document.data, rulebase)
    except SavedSessionError as error:
        message = f"{path}: {error}"
        raise SavedSessionError(message) from error


def _bytes(path: Path) -> bytes:
    """Return what is in an ordinary file of no more than a rule file's size.

    Raises SavedSessionError for any other: a pipe may never end, nor even open.
    """
    line = _("{file}: cannot be read: {reason}")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            reason = _("it is not an ordinary file")
            raise SavedSessionError(line.format(file=path, reason=reason))
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = str(getattr(error, "strerror", None) or error)
        raise SavedSessionError(line.format(file=path, reason=reason)) from error
    if len(raw) > MAX_BYTES:
        reason = _("it is larger than {most} bytes, and no saved session is")
        reason = reason.format(most=f"{MAX_BYTES:,}")
        raise SavedSessionError(line.format(file=path, reason=reason))
    return raw


class Keeper:
    """Saves a session after every change, and knows what to say about it."""

    def __init__(
        self, target: Path | None, session: Session, complain: Callable[[str], None]
    ) -> None:
        """Save `session` to `target` (None: never); `complain` gets a line when that fails."""
        self._target = target
        self._session = session
        self._complain = complain
        self._failed = ""

    def save(self) -> None:
        """Save now; raises WriteError."""
        if self._target is not None:
            save_session(self._target, self._session)
            self._failed = ""

    def after_change(self) -> None:
        """Save; a failure is told once and does not stop the interview."""
        try:
            self.save()
        except WriteError as error:
            if not self._failed:
                line = _("Not saved: {error}. The interview goes on.")
                self._complain(line.format(error=error))
            self._failed = str(error)

    def told(self) -> str:
        """Return where the answers are now, as a sentence."""
        if self._target is None:
            return _("Nothing was saved.")
        if self._failed:
            return _("The last answers were not saved: {error}").format(error=self._failed)
        line = _("Your answers are in {file}; go on with: triage ask --resume {file}")
        return line.format(file=self._target)
