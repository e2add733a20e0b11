"""Vignettes: whole written cases with the level a careful clinician would choose.

A case file names the facts that the story mentions. Every yes/no fact it does not name is answered
no; every other fact (age, place, length of time...) must stand in the file, so that nothing is
assumed in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Literal

from triage.content.shapes import build
from triage.content.strict_json import read_data
from triage.content.strict_yaml import MAX_BYTES, Document
from triage.errors import ContentError, FactsError, Problem
from triage.model.fact import FactKind, Facts
from triage.model.frozen import Frozen
from triage.model.given import read_facts
from triage.model.rule import RawValue
from triage.model.rulebase import RuleBase
from triage.terms import Disposition


class Level(StrEnum):
    """How soon, in the four steps that vignettes are graded in; most urgent first."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    CLINICIAN = "clinician"
    SELF_CARE = "self_care"

    @property
    def urgency(self) -> int:
        """Return the rank: 0 for `self_care`, 3 for `emergency`."""
        return len(Level) - 1 - list(Level).index(self)


LEVEL_OF: Mapping[Disposition, Level] = {
    Disposition.EMERGENCY_NOW: Level.EMERGENCY,
    Disposition.URGENT_SAME_DAY: Level.URGENT,
    Disposition.CLINICIAN_WITHIN_DAYS: Level.CLINICIAN,
    Disposition.ROUTINE_APPOINTMENT: Level.CLINICIAN,
    Disposition.SELF_CARE: Level.SELF_CARE,
}
"""The step each disposition is graded as."""


class Vignette(Frozen):
    """One case as it stands in its file; the id is the file's name.

    `expected` is the right level, `also_acceptable` those that count as no error. `gold_from` says
    whether the source stated the level, or somebody assigned it. `fires`, `offers` and `leaves_out`
    name rules that must fire, remedies that must be offered (or, if evidence is against them, be
    named as not supported) and remedies that must be left out.
    """

    id: str
    title: str
    story: str
    origin: str
    gold_from: Literal["source", "assigned", "authors"]
    facts: dict[str, RawValue]
    expected: Level
    also_acceptable: tuple[Level, ...] = ()
    fires: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    leaves_out: tuple[str, ...] = ()
    remarks: str = ""

    @property
    def accepted(self) -> frozenset[Level]:
        """Return every level that is no error."""
        return frozenset({self.expected, *self.also_acceptable})


def read_vignettes(paths: Iterable[str | Path]) -> list[Vignette]:
    """Return the cases in the files and (searched whole) folders `paths`, in order of path.

    Raises ContentError naming every file that is no case, with the place of each mistake.
    """
    problems: list[Problem] = []
    found: list[Vignette] = []
    for file in _case_files(paths, problems):
        document = read_document(file)
        vignette = None if document.problems else build(document, Vignette, document.data)
        if vignette is not None and vignette.id != file.stem:
            document.report(("id",), f"id `{vignette.id}` should be `{file.stem}`, like its file")
        problems += document.problems
        if vignette is not None:
            found.append(vignette)
    if not problems and not found:
        problems.append(Problem("", "no case was found", "name a folder that holds .yaml cases"))
    if problems:
        raise ContentError(problems)
    return found


def whole_facts(rulebase: RuleBase, vignette: Vignette) -> Facts:
    """Return the facts of a case, with each yes/no fact that it does not name answered no.

    Raises FactsError for a fact that does not exist, does not fit, or must be named and is not.
    """
    given: dict[str, object] = {
        fact.id: False for fact in rulebase.facts.values() if fact.kind is FactKind.BOOL
    }
    missing = [
        Problem(fact.id, f"is not given in case `{vignette.id}`", "a case says all but the noes")
        for fact in rulebase.facts.values()
        if fact.kind is not FactKind.BOOL and fact.id not in vignette.facts
    ]
    if missing:
        raise FactsError(missing)
    try:
        return read_facts(rulebase, {**given, **vignette.facts})
    except FactsError as error:
        located = [
            Problem(f"{vignette.id}: {one.where}", one.message, one.hint) for one in error.problems
        ]
        raise FactsError(located) from error


def _case_files(paths: Iterable[str | Path], problems: list[Problem]) -> list[Path]:
    files: set[Path] = set()
    for path in map(Path, paths):
        if path.is_dir():
            files.update(path.rglob("*.yaml"))
        elif path.is_file():
            files.add(path)
        else:
            problems.append(Problem(str(path), "no such file or folder"))
    return sorted(files)


def read_document(file: Path) -> Document:
    """Return a file of cases as data; what is wrong with it is in its problems."""
    try:
        with file.open("rb") as stream:
            return read_data(stream.read(MAX_BYTES + 1), str(file))
    except OSError as error:
        return Document(
            str(file), problems=[Problem(str(file), f"cannot be read: {error.strerror}")]
        )
