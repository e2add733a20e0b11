"""The option of commands that write several languages at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from triage.wording import N_, SOURCE_LANGUAGE

F = TypeVar("F", bound=Callable[..., object])


def languages_option(command: F) -> F:
    """Add `--lang LANGS` to a command, which gets `languages`, the first one preferred."""
    return click.option(
        "--lang",
        "languages",
        metavar="LANGS",
        default=SOURCE_LANGUAGE,
        show_default=True,
        callback=_split,
        help=N_("The languages to write, such as en,es."),
    )(command)


def _split(_ctx: click.Context, _param: click.Parameter, value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in value.split(",") if one.strip()))
