"""What `make` does for a newcomer: a copy of the Makefile, with stand-ins for what it calls."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

CHECKOUT = Path(__file__).parents[2]
MAKEFILE = (CHECKOUT / "Makefile").read_text()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a folder with the Makefile and what it depends on; nothing is installed."""
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(CHECKOUT / name, tmp_path)
    shutil.copytree(CHECKOUT / "requirements", tmp_path / "requirements")
    return tmp_path


def stand_in(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def installed(clone: Path, triage: str) -> None:
    """Make it look as after a first `make ask`, with a script in place of `triage`."""
    stand_in(clone / ".venv/bin/triage", triage)
    for mark in ("python", "run"):
        (clone / f".venv/{mark}.ready").touch()


def make(clone: Path, *args: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", *args], cwd=clone, env=env, capture_output=True, text=True, check=False
    )


def test_help_lists_every_target_in_one_line_each(clone: Path) -> None:
    done = make(clone, "help")
    listed = re.findall(r"^  make ([a-z-]+) +\S.*$", done.stdout, re.MULTILINE)
    (named,) = re.findall(r"^\.PHONY:((?:.*\\\n)*.*)$", MAKEFILE, re.MULTILINE)
    assert sorted(listed) == sorted(named.replace("\\\n", " ").split())
    assert all(len(line) <= 100 for line in done.stdout.splitlines())


def test_a_second_time_nothing_is_installed(clone: Path) -> None:
    installed(clone, "echo asked")
    done = make(clone, "ask")
    assert (done.stdout, done.stderr, done.returncode) == ("asked\n", "", 0)


@pytest.mark.parametrize("changed", ["requirements/run.txt", "requirements/build.txt"])
def test_a_lock_that_changed_is_installed_again(clone: Path, changed: str) -> None:
    installed(clone, "echo asked")
    stand_in(clone / ".venv/bin/python", 'echo "$@"')
    later = (clone / ".venv/run.ready").stat().st_mtime + 10
    os.utime(clone / changed, (later, later))
    done = make(clone, "ask")
    assert "--require-hashes --no-build-isolation -r requirements/run.txt" in done.stdout
    assert "--no-deps --no-build-isolation -e ." in done.stdout
    assert done.stdout.endswith("asked\n")


def test_an_install_that_failed_is_not_taken_for_done(clone: Path) -> None:
    installed(clone, "echo asked")
    (clone / ".venv/run.ready").unlink()
    stand_in(clone / ".venv/bin/python", 'case "$*" in *" -e ."*) exit 1;; esac')
    for _ in range(2):
        done = make(clone, "ask")
        assert done.returncode == 2
        assert "Installing" in done.stderr
        assert "asked" not in done.stdout
        assert not (clone / ".venv/run.ready").exists()


def test_an_environment_that_was_half_made_is_made_anew(clone: Path) -> None:
    stand_in(clone / "python", 'echo "$@" >> said; mkdir -p .venv/bin')
    done = make(clone, "PYTHON=./python", ".venv/python.ready")
    assert done.returncode == 0
    assert (clone / "said").read_text().endswith("-m venv .venv\n-m venv --clear .venv\n")


def test_a_python_that_is_too_old_is_told_before_anything_is_made(clone: Path) -> None:
    stand_in(clone / "python", "exit 1")
    done = make(clone, "ask", "PYTHON=./python")
    assert done.returncode == 2
    assert "Python 3.11 or newer is needed; name one with: make ask PYTHON=" in done.stderr
    assert not (clone / ".venv").exists()


def test_options_reach_the_questions(clone: Path) -> None:
    installed(clone, 'echo "$@"')
    assert make(clone, "ask", "ARGS=--lang es").stdout == "ask --lang es\n"


def test_who_stops_the_questions_is_shown_no_error(clone: Path) -> None:
    installed(clone, "exit 130")
    done = make(clone, "ask")
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


@pytest.mark.parametrize("status", [1, 2, 139])
def test_what_fails_is_shown(clone: Path, status: int) -> None:
    installed(clone, f"exit {status}")
    done = make(clone, "ask")
    assert done.returncode == 2
    assert f"Error {status}" in done.stderr


def test_ctrl_c_on_a_terminal_ends_without_an_error_of_make(clone: Path) -> None:
    """The terminal sends it to make, its shell and the program; the program has the word."""
    wait = "import signal, sys; signal.signal(2, lambda *_: sys.exit(130)); print('asking'); "
    installed(clone, f'exec "{sys.executable}" -uc "{wait} signal.pause()"')
    child = pexpect.spawn("make", ["ask"], cwd=str(clone), encoding="utf-8", timeout=60)
    child.expect("asking")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert "***" not in (child.before or "")
