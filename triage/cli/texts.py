"""`triage texts`: every text a person can read, and what is still to be translated."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from triage.cli.inputs import BadUse, knowledge_option, told_plainly
from triage.cli.show import width
from triage.content.load import load
from triage.content.locales import (
    empty_locale,
    locale_lines,
    merged,
    read_locale,
    to_do_lines,
)
from triage.content.locate import content_root
from triage.content.strict_yaml import MAX_BYTES
from triage.content.texts import State, states_of, texts_of
from triage.errors import ContentError
from triage.files import READABLE, write_whole
from triage.model.locale import Locale
from triage.model.rulebase import RuleBase
from triage.report.as_text import wrapped
from triage.wording import SOURCE_LANGUAGE, read_tag


@click.command("texts")
@click.option("--lang", metavar="LANG", help="List what this language still lacks, to fill in.")
@click.option(
    "--only", metavar="START", multiple=True,
    help="Only keys that start so, such as `remedy.`; may be given again.",
)  # fmt: skip
@click.option(
    "--merge", type=click.Path(path_type=Path), metavar="FILE", multiple=True,
    help="Put the texts filled in there into knowledge/locales/LANG.yaml; may be given again.",
)  # fmt: skip
@knowledge_option
def command(
    lang: str | None, only: tuple[str, ...], merge: tuple[Path, ...], knowledge: Path | None
) -> None:
    """List every text a person can read, by its key.

    With --lang, list those that are missing or outdated in that language, as YAML to fill in;
    with --merge as well, put what was filled in into the translation. Nothing else is written.
    """
    with told_plainly():
        rulebase = load(knowledge, cached=False)
    chosen = {
        key: text
        for key, text in texts_of(rulebase).items()
        if not only or key.startswith(tuple(only))
    }
    if lang is None:
        if merge:
            message = "--merge needs --lang"
            raise BadUse(message)
        columns = width()
        for key, text in chosen.items():
            _write(wrapped(f"{key}: {' '.join(text.split())}", columns, "", "    "))
        return
    locale = _locale(rulebase, lang)
    if merge:
        _merge(rulebase, locale, merge, knowledge)
        return
    _write(to_do_lines(chosen, locale))
    _count(chosen, locale)


def _locale(rulebase: RuleBase, lang: str) -> Locale:
    code = read_tag(lang).language
    if not code or code == SOURCE_LANGUAGE:
        message = f"`{lang[:20]}` is no language to translate into\n    hint: such as es, or fr"
        raise BadUse(message)
    return {one.language: one for one in rulebase.locales}.get(code) or empty_locale(code)


def _merge(
    rulebase: RuleBase, locale: Locale, files: Iterable[Path], knowledge: Path | None
) -> None:
    texts = texts_of(rulebase)
    with told_plainly():
        for file in files:
            locale = merged(locale, read_locale(_bytes(file), str(file)), texts, str(file))
        root = content_root(knowledge)
        if not isinstance(root, Path):
            message = "the rule base is not in a folder; name one with --knowledge"
            raise BadUse(message)
        target = root / "knowledge" / "locales" / f"{locale.language}.yaml"
        lines = "\n".join(locale_lines(locale, texts)) + "\n"
        if not target.parent.is_dir():
            target.parent.mkdir()
        write_whole(target, lines.encode(), READABLE)
    _count(texts, locale)


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ContentError.one(str(file), f"cannot be read: {reason}") from error


def _write(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _count(texts: dict[str, str], locale: Locale) -> None:
    states = list(states_of(texts, locale).values())
    parts = [f"{states.count(one)} {one}" for one in (State.MISSING, State.OUTDATED)]
    click.echo(f"{len(texts)} texts, {', '.join(parts)} in `{locale.language}`", err=True)
