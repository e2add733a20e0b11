"""Reads typed lines from standard input."""

from __future__ import annotations

import sys

import click

from triage.wording import _


def read_line(prompt: str) -> str:
    """Return one line without its end, the prompt going to standard error; EOFError at the end.

    A line that is no text in the encoding of the input is no reply: it is told, and the next one
    is read.
    """
    while True:
        click.echo(prompt, nl=False, err=True)
        try:
            line = sys.stdin.readline()
        except OSError:  # closed, or the terminal is gone
            line = ""
        if not line:
            click.echo("", err=True)
            raise EOFError
        line = line.rstrip("\r\n")
        if not sys.stdin.isatty():
            click.echo(line, err=True)  # a terminal would have echoed it
        if _is_text(line):
            return line
        sorry = _("Sorry: that line is no {encoding} text, so it is no answer. Type it again.")
        click.echo(sorry.format(encoding=sys.stdin.encoding.upper()), err=True)


def _is_text(line: str) -> bool:
    """Return whether every byte of a line was a character; see `streams.make_usable`."""
    return not any("\ud800" <= character <= "\udfff" for character in line)
