"""Reads many cases at once: files of answers, vignettes, and folders of either."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from triage.author.cases.vignette import read_vignettes, whole_facts
from triage.cli.inputs import read_answers
from triage.content.strict_json import read_data
from triage.content.strict_yaml import MAX_BYTES
from triage.errors import ContentError
from triage.model.fact import Facts
from triage.model.given import read_facts
from triage.model.rulebase import RuleBase

SUFFIXES = {".yaml", ".yml", ".json"}


def read_cases(rulebase: RuleBase, paths: Iterable[str]) -> list[Facts]:
    """Return the facts of every case in `paths`, files in the order of their names.

    A file with `cases` holds vignettes: yes/no facts they do not name are no. Any other file holds
    the answers of one person, who left unknown what is not named. `-` reads such answers from
    standard input.

    Raises ContentError or FactsError for the first file that is no case.
    """
    return [case for path in paths for file in _files(path) for case in _read(rulebase, file)]


def _files(path: str) -> Iterator[str]:
    if path == "-" or not Path(path).is_dir():
        yield path
        return
    files = sorted(one for one in Path(path).rglob("*") if one.suffix in SUFFIXES)
    if not files:
        raise ContentError.one(path, "holds no case", "name a folder that holds .yaml cases")
    yield from map(str, files)


def _read(rulebase: RuleBase, file: str) -> list[Facts]:
    if file != "-" and _holds_vignettes(file):
        return [whole_facts(rulebase, vignette) for vignette in read_vignettes([file])]
    return [read_facts(rulebase, read_answers(rulebase, file))]


def _holds_vignettes(file: str) -> bool:
    try:
        with Path(file).open("rb") as stream:
            data = read_data(stream.read(MAX_BYTES + 1), file).data
    except (OSError, ValueError):
        return False  # reading it as answers says what is wrong
    return isinstance(data, dict) and "cases" in data
