"""What a person is told when the program itself fails."""

from __future__ import annotations

import os
import threading
import traceback
from importlib.metadata import PackageNotFoundError, version

import click

from triage.wording import _

DEBUG = "TRIAGE_DEBUG"
"""Set in the environment, it shows tracebacks: these may hold answers."""


def installed_version() -> str:
    """Return the version of this program."""
    try:
        return version("symptom-triage")
    except PackageNotFoundError:
        return "unknown (not installed)"


def tell(error: BaseException) -> None:
    """Say on standard error that the program failed, where, and what that means.

    The text of `error` is left out: it may quote an answer.
    """
    if _debugging():
        traceback.print_exception(error)
    line = _(
        "triage itself failed ({kind} at {place}, version {version}). Nothing was decided: do not "
        "rely on anything shown, and do not take it as a sign that all is well. If you are unwell "
        "or worried, speak to a clinician; in an emergency, call the emergency number where you "
        "are. Please report this line, without your answers; {debug}=1 shows a traceback."
    )
    place = _place(error)
    kind = type(error).__name__
    text = line.format(kind=kind, place=place, version=installed_version(), debug=DEBUG)
    click.echo(text, err=True)


def keep_threads_quiet() -> None:
    """Let no thread write a traceback; what it failed at fails again where it is waited for."""
    if not _debugging():
        threading.excepthook = lambda _args: None


def _debugging() -> bool:
    return bool(os.environ.get(DEBUG))


def _place(error: BaseException) -> str:
    """Return the last line of ours that `error` came through, as `module:line`."""
    place = "?"
    for frame, line in traceback.walk_tb(error.__traceback__):
        module = str(frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] == "triage":
            place = f"{module}:{line}"
    return place
