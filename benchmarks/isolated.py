"""Each measurement in a process of its own, so that memory and start-up are its own too.

A script is started with its arguments as JSON and answers in JSON. Whatever else an engine prints,
also from C, goes to standard error and is not mixed up with the answer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

HERE = Path(__file__).parent

Findings: TypeAlias = dict[str, Any]


class MeasurementError(Exception):
    """A measurement ended without an answer; the message says why, in one line."""


def measured(script: str, most_seconds: float, **given: object) -> Findings:
    """Return what a script of this folder answers.

    The script's `measure` is called with `given`, and with `started`, when its process was started
    (nanoseconds of `time.monotonic_ns`).

    Raises MeasurementError when it fails or takes more than `most_seconds`.
    """
    given["started"] = time.monotonic_ns()
    command = [sys.executable, str(HERE / script), json.dumps(given)]
    try:
        done = subprocess.run(  # noqa: S603  (a script of this folder)
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=most_seconds,
            env={**os.environ, "PYTHONHASHSEED": "0"},  # experta's agenda depends on it
        )
    except subprocess.TimeoutExpired:
        message = f"not finished after {most_seconds:.0f} s"
        raise MeasurementError(message) from None
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        message = said[-1].strip() if said else f"ended with status {done.returncode}"
        raise MeasurementError(message)
    findings: Findings = json.loads(done.stdout)
    return findings


def answer(measure: Callable[..., Findings]) -> None:
    """Call `measure` with the arguments of this process and print what it returns."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        os.dup2(2, 1)
        json.dump(measure(**json.loads(sys.argv[1])), answers)
