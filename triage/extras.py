"""How the person installs an extra where they are: what a hint about a missing library says."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[1]


def how_to_install(extra: str) -> str:
    """Return the command that adds `extra` to the environment that is running.

    In the environment that a checkout's `make` keeps, that is a target of its Makefile. Anywhere
    else we are asked for by name: pip finds us installed, and fetches only what is missing. It is
    this Python's own pip, since another one would ask an index for us.
    """
    if Path(sys.prefix) == _CHECKOUT / ".venv" and (_CHECKOUT / "Makefile").is_file():
        there = "" if Path.cwd() == _CHECKOUT else f"-C {shlex.quote(str(_CHECKOUT))} "
        return f"make {there}{'spark' if extra == 'spark' else 'extras'}"
    return f'{shlex.quote(sys.executable)} -m pip install "symptom-triage[{extra}]"'
