"""Importing us leaves the embedding app's Python as it was."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[3]


def run(code: str) -> str:
    """Run `code` in a fresh interpreter and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.strip()


def test_the_name_lent_to_experta_is_taken_back() -> None:
    assert (
        run(
            "import collections, triage.backends.rete._experta as it;"
            "print(it.KnowledgeEngine.__name__, hasattr(collections, 'Mapping'))"
        )
        == "KnowledgeEngine False"
    )


def test_a_name_that_the_app_has_put_back_itself_stays() -> None:
    assert (
        run(
            "import collections, collections.abc;"
            "collections.Mapping = collections.abc.Mapping;"
            "import triage.backends.rete._experta;"
            "print(collections.Mapping is collections.abc.Mapping)"
        )
        == "True"
    )


@pytest.mark.parametrize("handlers", ["[]", "[logging.NullHandler()]"])
def test_the_root_logger_keeps_its_handlers_and_level(handlers: str) -> None:
    assert (
        run(
            "import logging;"
            f"logging.root.handlers[:] = {handlers};"
            "before = (list(logging.root.handlers), logging.root.level);"
            "import triage.backends.rete.engine;"
            "print((logging.root.handlers, logging.root.level) == before)"
        )
        == "True"
    )


def test_an_interview_logs_nothing() -> None:
    """Answers are health data; they are in no log, whatever the app has set up."""
    assert (
        run(
            "import io, logging;"
            "stream = io.StringIO();"
            "logging.basicConfig(level=1, stream=stream);"
            "import triage;"
            "session = triage.Session(triage.load());"
            "screen = session.next_question();"
            "session.answer(screen.id, 'not_sure');"
            "session.assess();"
            "print(repr(stream.getvalue()))"
        )
        == "''"
    )


def test_importing_the_package_alone_imports_no_engine() -> None:
    assert (
        run(
            "import sys, triage;"
            "print(sorted({'experta', 'pydantic', 'yaml', 'rich'} & set(sys.modules)))"
        )
        == "[]"
    )
