"""The `triage` command. Sub-commands are imported only when used, so that help is quick."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

import click

from triage.cli.spoken import Spoken, speak
from triage.cli.status import BAD_USE, INTERRUPTED
from triage.wording import N_, _

COMMANDS: dict[str, str] = {
    "ask": N_("Answer questions in the terminal and get advice."),
    "assess": N_("Assess answers from a file or a pipe."),
    "questions": N_("List everything that can be asked, and the facts it sets."),
    "batch": N_("Assess a table of cases: CSV, Parquet, NDJSON or Arrow."),
    "explain": N_("Say why a rule or remedy did or did not apply to a case."),
    "check": N_("Check the rules and knowledge for mistakes."),
    "verify": N_("Prove what the rules can never do."),
    "texts": N_("List every text, and what is still to be translated."),
    "lock": N_("Note what every rule and remedy means now."),
    "claims": N_("List what the source article claims, with verdicts."),
    "score": N_("Score the rules against written cases."),
    "coverage": N_("Say which rules, conditions and values some cases exercise."),
    "graph": N_("Draw what a rule or remedy rests on."),
    "diff": N_("Compare two versions of a rule base, case by case."),
    "contracts": N_("Hold the rules to what was written down of them."),
    "mutate": N_("Plant faults in the rules and see who notices."),
}
"""Every sub-command with its one-line help; each lives in `triage.cli.<name>`."""


class LazyGroup(Spoken, click.Group):
    """A group that knows the names of its commands and imports them when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """Return the commands in the order a new user meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"triage.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the commands below them."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(told)) for name, told in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Say what was meant when a command is misspelt."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches  # noqa: PLC0415  (only for a mistake)

            close = get_close_matches(args[0], COMMANDS, n=1)
            hint = " " + _("Did you mean `{name}`?").format(name=close[0]) if close else ""
            ctx.fail(_("No such command `{name}`.").format(name=args[0]) + hint)
        return super().resolve_command(ctx, args)


def _version() -> str:
    try:
        return version("symptom-triage")
    except PackageNotFoundError:
        return "unknown (not installed)"


def _show_version(ctx: click.Context, _param: click.Parameter, value: object) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"triage {_version()}")
        ctx.exit()


HELP = N_(
    "Triage for muscle spasm in the back, neck, hip or leg.\n\n"
    "Asks what matters, says what to do and why. Not a diagnosis; no clinician has reviewed it."
)


@click.command(cls=LazyGroup, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_show_version,
    help=N_("Show the version and exit."),
)  # fmt: skip
def cli() -> None:
    """Hold the commands; see `HELP`."""


def main() -> None:
    """Run the command line; exit 2 for bad use, 1 for findings, 130 for Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character gets `?`, never a traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    speak(sys.argv[1:])
    try:
        status = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo(_("stopped"), err=True)
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output went away (`triage questions | head`): nothing to say.
        sys.stderr.close()
        sys.exit(BAD_USE)
    sys.exit(status if isinstance(status, int) else 0)
