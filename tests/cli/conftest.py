"""Fixtures for the command line: a rule base loaded once, and commands run in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from triage.cli.main import cli
from triage.model.rulebase import RuleBase

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def rulebase(shipped: RuleBase) -> RuleBase:
    return shipped


@pytest.fixture
def run() -> Run:
    def _run(*args: str | Path, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(cli, [str(one) for one in args], input=stdin)

    return _run
