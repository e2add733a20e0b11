"""Vignettes: whole written cases with the level a careful clinician would choose.

A file holds the cases of one topic, and in `defaults` the facts that most of them share. A case
names the facts of its story, which override the defaults. Every yes/no fact that neither names is
answered no, unless the case says it was `not_told`; every other fact (age, place, length of
time...) must be named or `not_told`, so that nothing is assumed in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

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


Gold: TypeAlias = Literal["source", "assigned", "authors"]
"""Whether the source stated the level, or somebody assigned it."""


class Vignette(Frozen):
    """One case, with what its file says for all; the id is its own among all files read together.

    `expected` is the right level, `also_acceptable` those that count as no error. `fires`, `offers`
    and `leaves_out` name rules that must fire, remedies that must be offered (or, if evidence is
    against them, be named as not supported) and remedies that must be left out. `not_told` names
    the facts that stay unknown; `facts` holds none of them.
    """

    id: str
    title: str
    story: str
    origin: str
    gold_from: Gold
    facts: dict[str, RawValue]
    not_told: tuple[str, ...] = ()
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


class _CaseFile(Frozen):
    """A file as it stands: what its cases share, and the cases, which are not looked into yet."""

    origin: str | None = None
    gold_from: Gold | None = None
    defaults: dict[str, RawValue] = Field(default_factory=dict)
    cases: Annotated[tuple[dict[str, Any], ...], Field(min_length=1)]


def read_vignettes(paths: Iterable[str | Path]) -> list[Vignette]:
    """Return the cases in the files and (searched whole) folders `paths`, in order of path.

    Raises ContentError naming every file that holds no cases, with the place of each mistake.
    """
    problems: list[Problem] = []
    found: list[Vignette] = []
    taken: dict[str, str] = {}
    for file in _case_files(paths, problems):
        document = read_document(file)
        if not document.problems:
            found += _cases(document, taken)
        problems += document.in_order()
    if not problems and not found:
        problems.append(Problem("", "no case was found", "name a folder that holds .yaml cases"))
    if problems:
        raise ContentError(problems)
    return found


def whole_facts(rulebase: RuleBase, vignette: Vignette) -> Facts:
    """Return the facts of a case, each yes/no fact answered no that it does not name at all.

    Raises FactsError for a fact that does not exist, does not fit, or must be named and is not.
    """
    given: dict[str, object] = {
        fact.id: False for fact in rulebase.facts.values() if fact.kind is FactKind.BOOL
    }
    given |= vignette.facts | dict.fromkeys(vignette.not_told)
    missing = [
        Problem(fact, f"is not given in case `{vignette.id}`", "a case says all but the noes")
        for fact in rulebase.facts
        if fact not in given
    ]
    if missing:
        raise FactsError(missing)
    try:
        return read_facts(rulebase, given)
    except FactsError as error:
        located = [
            Problem(f"{vignette.id}: {one.where}", one.message, one.hint) for one in error.problems
        ]
        raise FactsError(located) from error


def _cases(document: Document, taken: dict[str, str]) -> Iterator[Vignette]:
    """Yield the cases of a file, noting what is wrong; `taken` keeps where each id was first."""
    file = build(document, _CaseFile, document.data)
    if file is None:
        return
    shared = file.model_dump(include={"origin", "gold_from"}, exclude_none=True)
    for index, told in enumerate(file.cases):
        place = ("cases", index)
        vignette = build(document, Vignette, shared | _completed(told, file.defaults), place)
        if vignette is None:
            continue
        for fact in told.get("facts", {}).keys() & set(vignette.not_told):
            message = f"`{fact}` is told and not told"
            document.report((*place, "facts", fact), message, "leave it out of one of the two")
        where = taken.setdefault(vignette.id, document.where((*place, "id")))
        if where != document.where((*place, "id")):
            message = f"id `{vignette.id}` is taken (first at {where})"
            document.report((*place, "id"), message, "a case is named by its id alone")
        yield vignette


def _completed(told: dict[str, Any], defaults: Mapping[str, RawValue]) -> dict[str, Any]:
    """Return a case with the defaults among its facts, as far as its shape is right."""
    facts, not_told = told.get("facts", {}), told.get("not_told", [])
    if not isinstance(facts, dict) or not isinstance(not_told, list):
        return told
    shared = {fact: value for fact, value in defaults.items() if fact not in not_told}
    return told | {"facts": shared | facts}


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
