"""What commands share: the rule base option, reading answers, and turning errors into exits."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeVar

import click

from triage.cli.status import BAD_USE
from triage.content.load import load
from triage.content.strict_json import read_data
from triage.content.strict_yaml import MAX_BYTES
from triage.content.texts import in_language, languages_of
from triage.errors import ContentError, FactsError, Problem, TriageError
from triage.extras import how_to_install
from triage.model.given import read_facts
from triage.model.region import Region
from triage.model.rulebase import RuleBase
from triage.report.page import Reader
from triage.report.phone_numbers import region_named
from triage.wording import N_, SOURCE_LANGUAGE, speaking, tag_of_environment

F = TypeVar("F", bound=Callable[..., object])


@contextmanager
def extras_needed(extras: Mapping[str, str], message: str) -> Iterator[None]:
    """Turn a failed import of what comes with an extra into a message; raises BadUse.

    `extras` says which extra each module comes with; `message` may name the `{module}`.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        extra = extras.get(error.name or "")
        if extra is None:
            raise
        told = f"{message.format(module=error.name)}\n    hint: {how_to_install(extra)}"
        raise BadUse(told) from error


def solver_needed() -> AbstractContextManager[None]:
    """Turn a failed import of z3 into a message; see `extras_needed`."""
    return extras_needed({"z3": "verify"}, "the solver is not installed")


class BadUse(click.ClickException):
    """Something the person can put right; shown on stderr, exit status 2."""

    exit_code = BAD_USE


def knowledge_option(command: F) -> F:
    """Add `--knowledge PATH` to a command."""
    return click.option(
        "--knowledge",
        type=click.Path(path_type=Path),
        metavar="PATH",
        help=N_("Use the rule base in this folder (it holds rules/ and knowledge/)."),
    )(command)


def format_option(command: F) -> F:
    """Add `--format text|json` to a command."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help=N_("How to write the result."),
    )(command)


def lang_option(command: F) -> F:
    """Add `--lang LANG` to a command, and speak that language while the command runs.

    The command gets `lang`: what was typed, or None; hand it to `open_rulebase`.
    """
    return click.option(
        "--lang",
        metavar="LANG",
        is_eager=True,
        callback=_speak,
        help=N_("The language to speak, such as es (default: from LANG)."),
    )(command)


def _speak(ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    ctx.with_resource(speaking(value or tag_of_environment(os.environ).language))
    return value


def region_option(command: F) -> F:
    """Add `--region CODE` to a command; hand it to `chosen_region`."""
    return click.option(
        "--region",
        metavar="CODE",
        help=N_("Where you are, for the numbers to call: EU, UK, US or a country code."),
    )(command)


def report_options(command: F) -> F:
    """Add `--report FILE` and `--for person|clinician` to a command, which gets `reader`."""
    file_option = click.option(
        "--report",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help=N_("Also write a one-page report: FILE ends in .txt, .json, .html or .pdf."),
    )
    reader_option = click.option(
        "--for",
        "reader",
        type=click.Choice([one.value for one in Reader]),
        default=Reader.PERSON.value,
        show_default=True,
        help=N_("Whom the report is for: the person who answered, or a clinician."),
    )
    return file_option(reader_option(command))


def chosen_region(rulebase: RuleBase, given: str | None) -> Region | None:
    """Return the region asked for, or that of the locale; None when neither is known.

    Exits when `given` is a region without known numbers.
    """
    if given is None:
        return rulebase.regions.named(tag_of_environment(os.environ).territory)
    with told_plainly():
        return region_named(rulebase.regions, given)


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn errors raised on purpose into a clear message and exit status 2."""
    try:
        yield
    except TriageError as error:
        raise BadUse(str(error)) from error


def open_rulebase(
    path: Path | None, lang: str | None = SOURCE_LANGUAGE, *, cached: bool = False
) -> RuleBase:
    """Return the rule base at `path` (or our own); exits with every problem listed.

    `lang` is the language of its texts; None takes that of the environment, where it exists.
    `cached` is for commands that a person waits for; what proves, measures or runs over many
    people reads the files themselves.
    """
    with told_plainly():
        if lang is not None:
            return load(path, lang=lang, cached=cached)
        rulebase = load(path, cached=cached)
        wanted = tag_of_environment(os.environ).language
        return in_language(rulebase, wanted) if wanted in languages_of(rulebase) else rulebase


def read_answers(rulebase: RuleBase, file: str) -> Mapping[str, object]:
    """Return the answers in a YAML or JSON file (`-` for standard input), as they were given.

    They have passed `read_facts`, so that it takes them.

    Raises FactsError or ContentError with every problem at once.
    """
    name = "standard input" if file == "-" else file
    raw = _bytes(file, name)
    document = read_data(raw, name)
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
        read_facts(rulebase, data)
    except FactsError as error:
        located = [
            Problem(f"{document.where((one.where,))}", f"`{one.where}`: {one.message}", one.hint)
            for one in error.problems
        ]
        raise FactsError(located) from error
    return data


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
