"""Runs what the documents show: ```console blocks as commands, ```pycon blocks as doctests.

`python tests/docs/documents.py --write [FILE ...]` lets the persons of docs/examples type what
today's interview asks, and puts today's output into the console blocks.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from triage.content.load import load

ROOT = Path(__file__).parents[2]
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
PYCON = re.compile(r"```pycon\n(.*?)```", re.DOTALL)


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a block (after `$ `) with the output shown below it."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)
    for part in parts[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def run(command: str) -> str:
    """Return what a command prints, at 80 columns, in the root of the project."""
    folder = str(Path(sys.executable).parent)
    done = subprocess.run(  # noqa: S602  (the documents are ours)
        command,
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={
            **{k: v for k, v in os.environ.items() if k not in {"LANG", "LC_ALL", "LANGUAGE"}},
            "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
            "COLUMNS": "80",
            "NO_COLOR": "1",
            "LC_ALL": "C.UTF-8",
        },
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def rewritten(text: str) -> str:
    """Return a document with today's output in its console blocks."""

    def block(match: re.Match[str]) -> str:
        shown = "".join(f"$ {command}\n{run(command)}" for command, _ in commands(match[1]))
        return f"```console\n{shown}```"

    return CONSOLE.sub(block, text)


def write_examples() -> None:
    """Write what the persons of docs/examples type."""
    sys.path.append(str(ROOT / "tests" / "support"))
    from examples import EXAMPLES, FOLDER  # noqa: PLC0415  (needs the path above)

    for name, example in EXAMPLES.items():
        (FOLDER / name).write_text(example.typed(load()), encoding="utf-8")


if __name__ == "__main__":
    if "--write" in sys.argv:
        write_examples()
    for name in sys.argv[2:] or ["README.md"]:
        path = ROOT / name
        now = rewritten(path.read_text(encoding="utf-8"))
        if "--write" in sys.argv:
            path.write_text(now, encoding="utf-8")
