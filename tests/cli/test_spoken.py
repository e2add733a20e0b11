"""The command line speaks the person's language: help, headings and click's own messages."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module

import click
import pytest

from triage.cli.main import COMMANDS, cli
from triage.cli.spoken import CLICK_SAYS, Spoken
from triage.wording import gettext, speaking

SPOKEN = ("ask", "assess", "questions")
"""The commands whose whole help is translated: those that people who are not engineers use."""


def said(*args: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own: its language is the process's."""
    bare = {
        name: value
        for name, value in os.environ.items()
        if name not in {"LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES"}
    }
    return subprocess.run(
        [sys.executable, "-m", "triage", *args],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**bare, "COLUMNS": "80", "PYTHONUTF8": "1", "PYTHONWARNINGS": "error", **environ},
    )


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("args", "environ"),
    [
        (["ask", "--help", "--lang", "es"], {}),
        (["ask", "--lang=es_MX", "-h"], {}),
        (["ask", "--help"], {"LANG": "es_ES.UTF-8"}),
        (["ask", "--help"], {"LANG": "en_GB.UTF-8", "LANGUAGE": "es"}),
    ],
)
def test_help_is_told_in_the_language_asked_for(args: list[str], environ: dict[str, str]) -> None:
    done = said(*args, **environ)
    assert done.returncode == 0
    assert done.stdout.startswith("Uso: ")
    assert "Opciones:" in done.stdout
    assert "Muestra esta ayuda y termina." in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    "environ",
    [{}, {"LANG": "C", "LANGUAGE": "es"}, {"LC_ALL": "tlh_QQ.UTF-8"}, {"LANG": "en_US.UTF-8"}],
)
def test_help_is_english_where_nothing_else_is_known(environ: dict[str, str]) -> None:
    done = said("--help", **environ)
    assert done.stdout.startswith("Usage: ")
    assert "For a person:" in done.stdout


def test_without_a_command_it_asks() -> None:
    done = said()
    assert "How old are you?" in done.stderr
    assert "Usage" not in done.stdout + done.stderr


def test_the_language_of_the_command_line_goes_before_that_of_the_environment() -> None:
    assert said("ask", "-h", "--lang", "en", LANG="es_ES.UTF-8").stdout.startswith("Usage:")


@pytest.mark.parametrize("name", SPOKEN)
def test_no_help_text_of_a_command_for_people_stays_english(name: str) -> None:
    command = import_module(f"triage.cli.{name}").command
    assert isinstance(command, Spoken)
    told = words(said(name, "--help", LANG="es_ES.UTF-8").stdout)
    texts = [command.help or ""]
    texts += [one.help or "" for one in command.params if isinstance(one, click.Option)]
    assert len(texts) > 2
    with speaking("es"):
        for text in texts:
            assert words(gettext(text)) in told
            assert words(text) not in told


def test_the_list_of_commands_is_told_in_spanish() -> None:
    told = words(said("--help", LANG="es_ES.UTF-8").stdout)
    assert "Para una persona:" in told
    with speaking("es"):
        for text in (cli.help or "", *COMMANDS.values()):
            assert words(gettext(text)) in told
            assert words(text) not in told


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["nope"], "No existe la orden `nope`."),
        (["aks"], "¿Quiso decir `ask`?"),
        (["ask", "--nope"], "No existe la opción"),
        (["ask", "--lang"], "necesita un valor"),
        (["assess"], "Falta el argumento"),
        (["assess", "-", "--format", "xml"], "no es ninguno de estos"),
    ],
)
def test_bad_use_is_told_in_spanish(args: list[str], told: str) -> None:
    done = said(*args, LANG="es_ES.UTF-8")
    assert done.returncode == 2
    assert done.stdout == ""
    assert told in done.stderr
    assert "Usage" not in done.stderr


def test_english_help_is_as_it_is_written() -> None:
    """The texts are handed to gettext at the last moment; in English nothing may be lost."""
    done = said("ask", "--help")
    command = import_module("triage.cli.ask").command
    for param in command.params:
        assert words(param.help) in words(done.stdout)


def test_what_click_says_is_translated() -> None:
    with speaking("es"):
        same = [one for one in CLICK_SAYS if gettext(one) == one]
    assert same == ["Error: {message}"], "Spanish says `Error` too"
