"""A process that is forked while a thread builds something can assess at once."""

from __future__ import annotations

import subprocess
import sys

import pytest

HALTED = """
import importlib, os, signal, sys, threading

import triage

module, *names, last = sys.argv[1:]
home = importlib.import_module(module)
for name in names:
    home = getattr(home, name)
real = getattr(home, last)
parent, inside, forked = os.getpid(), threading.Event(), threading.Event()


def halted(*args, **options):
    if os.getpid() == parent:
        inside.set()
        forked.wait(60)
    return real(*args, **options)


setattr(home, last, halted)
"""

CHILDREN = """
def told(session):
    session.answer("complaint.location", ["low_back"])
    return session.assess().disposition.value


def child():
    signal.alarm(90)  # what hangs is ended, and seen by its status
    os._exit(0 if told(use()) == "clinician_within_days" else 1)


assert inside.wait(60)
children = []
for _ in range(2):
    number = os.fork()
    if not number:
        child()
    children.append(number)
forked.set()
print([os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]) for number in children])
print(told(use()))
"""

FIRST_USE = """
threading.Thread(target=lambda: triage.Session().assess(), daemon=True).start()
use = triage.Session
"""


@pytest.mark.parametrize(
    ("where", "thread"),
    [
        ("triage.backends.rete.engine compiled", FIRST_USE),
        ("triage.backends.rete.engine _Engine", FIRST_USE),
        ("triage.content.load load", FIRST_USE),
        ("triage.model.question Question definitions", FIRST_USE),
    ],
    ids=["compiling", "building the network", "loading", "naming the facts"],
)
def test_a_child_forked_while_a_thread_stands_inside_can_assess(where: str, thread: str) -> None:
    """Two forks while a thread stands still at `where`; every process must come to its end."""
    done = subprocess.run(
        [sys.executable, "-c", HALTED + thread + CHILDREN, *where.split()],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n") == ["[0, 0]", "clinician_within_days", ""]
