"""What commands share: the rule base option, reading answers, and turning errors into exits."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import click

from triage.cli.status import BAD_USE
from triage.content.load import load
from triage.content.strict_yaml import MAX_BYTES, read_yaml
from triage.errors import ContentError, FactsError, Problem, TriageError
from triage.model.case import read_facts
from triage.model.fact import Facts
from triage.model.rulebase import RuleBase

F = TypeVar("F", bound=Callable[..., object])


class BadUse(click.ClickException):
    """Something the person can put right; shown on stderr, exit status 2."""

    exit_code = BAD_USE


def knowledge_option(command: F) -> F:
    """Add `--knowledge PATH` to a command."""
    return click.option(
        "--knowledge",
        type=click.Path(path_type=Path),
        metavar="PATH",
        help="Use the rule base in this folder (it holds rules/ and knowledge/).",
    )(command)


def format_option(command: F) -> F:
    """Add `--format text|json` to a command."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="How to write the result.",
    )(command)


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn errors raised on purpose into a clear message and exit status 2."""
    try:
        yield
    except TriageError as error:
        raise BadUse(str(error)) from error


def open_rulebase(path: Path | None) -> RuleBase:
    """Return the rule base at `path` (or our own); exits with every problem listed."""
    with told_plainly():
        return load(path)


def read_answers(rulebase: RuleBase, file: str) -> Facts:
    """Return the facts in a YAML or JSON file (`-` for standard input).

    Raises FactsError or ContentError with every problem at once.
    """
    name = "standard input" if file == "-" else file
    raw = _bytes(file, name)
    document = read_yaml(raw, name)
    if document.problems:
        raise ContentError(document.problems)
    data = document.data
    if (
        isinstance(data, dict)
        and isinstance(data.get("facts"), dict)
        and "facts" not in rulebase.facts
    ):
        data = data["facts"]  # a saved case: {facts: {...}, ...}
    if not isinstance(data, dict):
        raise ContentError.one(
            name, "should hold answers as `fact id: value`", "`triage questions` lists the facts"
        )
    try:
        return read_facts(rulebase, data)
    except FactsError as error:
        located = [
            Problem(f"{document.where((one.where,))}", f"`{one.where}`: {one.message}", one.hint)
            for one in error.problems
        ]
        raise FactsError(located) from error


def _bytes(file: str, name: str) -> bytes:
    try:
        if file == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(file).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ContentError.one(name, f"cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ContentError.one(name, "is not a usable file name") from error
