"""The `triage` command. Sub-commands are imported only when used, so that help is quick."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from triage.cli import fault, streams
from triage.cli.spoken import Spoken, speak
from triage.cli.status import BAD_USE, INTERNAL, INTERRUPTED, OK
from triage.wording import N_, _

GROUPS: dict[str, dict[str, str]] = {
    N_("For a person"): {
        "ask": N_("Answer questions in the terminal and get advice."),
        "explain": N_("Say why a rule or remedy did or did not apply to a case."),
        "claims": N_("List what the source article claims, with verdicts."),
    },
    N_("For other programs, and for tables"): {
        "questions": N_("List everything that can be asked, and the facts it sets."),
        "assess": N_("Assess answers from a file or a pipe."),
        "batch": N_("Assess a table of cases: CSV, Parquet, NDJSON or Arrow."),
        "page": N_("Write one HTML file that asks in a browser and sends nothing."),
        "export": N_("Write rules and texts as data for other languages."),
        "serve": N_("Answer other programs over HTTP."),
        "mcp": N_("Answer a language model's client over MCP."),
    },
    N_("For who writes or reviews rules"): {
        "check": N_("Check the rules and knowledge for mistakes."),
        "verify": N_("Prove what the rules can never do."),
        "score": N_("Score the rules against written cases."),
        "simulate": N_("Draw people from portraits and say whom the rules reach."),
        "coverage": N_("Say which rules, conditions and values some cases exercise."),
        "mutate": N_("Plant faults in the rules and see who notices."),
        "diff": N_("Compare two versions of a rule base, case by case."),
        "graph": N_("Draw what a rule or remedy rests on."),
        "texts": N_("List every text, and what is still to be translated."),
        "lock": N_("Note what every rule, remedy and text says now."),
    },
}
"""Every sub-command with its one-line help, for whom; each lives in `triage.cli.<name>`."""

COMMANDS = {name: told for group in GROUPS.values() for name, told in group.items()}


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

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; see `streams` for why a broken pipe loses its number."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise BrokenPipeError(str(error)) from error

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the commands below them."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        width = max(map(len, COMMANDS))
        for heading, commands in GROUPS.items():
            with formatter.section(_(heading)):
                formatter.write_dl(
                    [(name.ljust(width), _(told)) for name, told in commands.items()]
                )

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


def _show_version(ctx: click.Context, _param: click.Parameter, value: object) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"triage {fault.installed_version()}")
        ctx.exit()


HELP = N_(
    "Triage for muscle spasm in the back, neck, hip or leg.\n\n"
    "Asks what matters, says what to do and why. Not a diagnosis; no clinician has reviewed it.\n\n"
    "Without a command it asks."
)


@click.command(cls=LazyGroup, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_show_version,
    help=N_("Show the version and exit."),
)  # fmt: skip
def cli() -> None:
    """Hold the commands; see `HELP`."""


def main() -> None:
    """Run the command line and exit with one of the statuses in `status`; never a traceback."""
    streams.make_usable()
    fault.keep_threads_quiet()
    try:
        status = _status()
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output went away (`triage questions | head`): nothing to say.
        status = BAD_USE
    except streams.OutputError as error:
        click.echo(_("Error: {message}").format(message=error), err=True)
        status = BAD_USE
    except KeyboardInterrupt:
        status = INTERRUPTED
    except Exception as error:  # noqa: BLE001  (whatever it is, it must not look like findings)
        fault.tell(error)
        status = INTERNAL
    streams.mute()
    sys.exit(status)


def _status() -> int:
    """Return the exit status of a command that ended as it should, or with an error of use."""
    args = sys.argv[1:]
    speak(args)
    try:
        status = cli.main(args or ["ask"], standalone_mode=False)
    except click.exceptions.Abort:
        click.echo(_("stopped"), err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except SystemExit as leaving:
        status = leaving.code
    return status if isinstance(status, int) else OK
