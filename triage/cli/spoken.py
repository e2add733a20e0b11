"""The command line in the person's language: its help, and what click itself says.

Click takes its messages from gettext, in the process's language; ours are translated when help is
shown. `--lang` counts wherever it stands, and before anything else is read, so that
`triage ask --help --lang es` is told in Spanish as well.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Sequence
from importlib.resources import files

import click

from triage.wording import (
    DOMAIN,
    N_,
    SOURCE_LANGUAGE,
    _,
    language,
    languages,
    ngettext,
    read_tag,
    set_language,
    tag_of_environment,
)


def _counted(count: int) -> tuple[str, ...]:
    return (
        ngettext(
            "Option {name!r} requires an argument.",
            "Option {name!r} requires {nargs} arguments.",
            count,
        ),
        ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", count),
        ngettext(
            "Got unexpected extra argument ({args})",
            "Got unexpected extra arguments ({args})",
            count,
        ),
    )


CLICK_SAYS = (
    N_("Usage:"),
    N_("Options"),
    N_("Show this message and exit."),
    N_("default: {default}"),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("No such option {name!r}."),
    N_("No such option: {name}"),
    N_("Option {name!r} does not take a value."),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Missing argument"),
    *_counted(1),
)
"""What click 8 says to a person: noted here, so that it stands in the catalogues."""


class Spoken(click.Command):
    """A command whose help texts (marked with `N_`) are told in the language of the context."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the text of the command."""
        english = self.help
        self.help = _(english) if english else english
        try:
            super().format_help_text(ctx, formatter)
        finally:
            self.help = english

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options with their help."""
        rows = []
        for param in self.get_params(ctx):
            row = param.get_help_record(ctx)
            if row is not None:
                english = (param.help or "") if isinstance(param, click.Option) else ""
                rows.append((row[0], row[1].replace(english, _(english), 1)))
        with formatter.section(_("Options")):
            formatter.write_dl(rows)


def speak(args: Sequence[str]) -> None:
    """Speak the language that the command line or the environment asks for, in this process.

    What is no language of ours leaves English; whether that is a mistake is decided later.
    """
    asked = _asked(args) or tag_of_environment(os.environ).language
    set_language(asked if asked in languages() else SOURCE_LANGUAGE)
    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain(DOMAIN, str(files("triage") / "locale"))
    gettext.textdomain(DOMAIN)


def _asked(args: Sequence[str]) -> str:
    for place, word in enumerate(args):
        name, equals, value = word.partition("=")
        if name == "--lang":
            return read_tag(value if equals else "".join(args[place + 1 : place + 2])).language
    return ""
