"""experta pins `frozendict==1.2` and `schema==0.6.7`; an app that embeds us may have newer ones.

docs/embedding.md tells how to install us so. Here an environment is made that way, and all that
experta takes part in is run in it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("whole_interviews.py")
NEWER = ("frozendict>=2.4", "schema>=0.7.7")


def pip(python: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run pip on the environment of `python`."""
    command = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    return subprocess.run(
        [*command, *map(str, arguments)], capture_output=True, text=True, check=False
    )


def run_in(python: Path | str) -> dict[str, str]:
    """Run whole interviews in the environment of `python`; return the versions met there."""
    done = subprocess.run(
        [str(python), str(SCRIPT)],
        cwd="/",
        env={**os.environ, "PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["cases"] >= 10
    assert len(set(told["levels"])) > 1
    versions: dict[str, str] = told["versions"]
    assert versions["experta"] == "1.9.4"
    return versions


def test_everything_runs_here() -> None:
    run_in(sys.executable)


@pytest.mark.soak
def test_everything_runs_with_newer_versions_of_what_experta_pins(tmp_path: Path) -> None:
    venv.create(tmp_path, with_pip=False)
    python = tmp_path / "bin" / "python"
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ours = [one for one in project["dependencies"] if not one.startswith("experta")]
    (experta,) = set(project["dependencies"]) - set(ours)
    done = pip(python, "install", "--quiet", *ours, *NEWER)
    assert done.returncode == 0, done.stderr
    done = pip(python, "install", "--quiet", "--no-deps", experta, CHECKOUT)
    assert done.returncode == 0, done.stderr
    versions = run_in(python)
    assert versions["frozendict"] != "1.2"
    assert versions["schema"] != "0.6.7"
    objections = pip(python, "check").stdout.splitlines()
    assert [one.split(" has requirement ")[0] for one in objections] == ["experta 1.9.4"] * 2
