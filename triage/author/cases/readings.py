"""What blind readers answered for people in words, one file a reader, kept with what was asked.

A reader sees the story and the questions, never the rules. The file notes a digest of the questions
as they stood then: once the words have changed, the reading is stale, and named as that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from triage.author.cases.stories import Story, no_such_story, read_stories
from triage.author.cases.vignette import read_document
from triage.content.shapes import build
from triage.content.strict_yaml import Document
from triage.content.strict_yaml import Path as Place
from triage.errors import ContentError, FactsError, Problem
from triage.logic.program import program_of
from triage.model.fact import FactKind, Facts
from triage.model.frozen import Frozen
from triage.model.given import read_facts
from triage.model.rule import RawValue
from triage.model.rulebase import RuleBase
from triage.terms import NOT_SURE

DIGITS = 16
"""Hex digits of a digest of questions."""


class Coded(Frozen):
    """One case as a reader coded it.

    Yes/no lines that neither `facts` nor `not_sure` names are no; other facts are then unknown.
    `no_place_for` is what the story says and no question takes; `unclear` are doubts of wording.
    """

    case: str
    facts: dict[str, RawValue]
    not_sure: tuple[str, ...] = ()
    no_place_for: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


class ReaderFile(Frozen):
    """What one reader coded in one round; `questions` is the digest of what was asked."""

    questions: str
    readings: tuple[Coded, ...]


READING_KEYS = frozenset((*Coded.model_fields, *ReaderFile.model_fields))


@dataclass(frozen=True)
class Reading:
    """One reader of one round, checked: the facts of each case, by its id.

    `stale` says that the questions have changed since; `gone` are the facts it names that are gone.
    """

    round: str
    reader: str
    stale: bool
    facts: Mapping[str, Facts]
    gone: frozenset[str]

    @property
    def name(self) -> str:
        """Return the round and the reader."""
        return f"{self.round}/{self.reader}"


def questions_digest(rulebase: RuleBase) -> str:
    """Return 16 hex digits that change with the words of any question that can decide on a level.

    Readings are of levels: how a remedy is asked about does not make them stale.
    """
    origin = rulebase.origin
    under = program_of(origin).facts_under
    deciding = frozenset().union(*(under[rule.id] for rule in origin.disposing_rules))
    asked = [
        (topic.title, one.model_dump(mode="json"))
        for topic in origin.topics
        for one in topic.questions
        if not deciding.isdisjoint(one.facts)
    ]
    screens = [
        one.model_dump(mode="json") for topic in origin.topics for one in topic.group_screens
    ]
    text = json.dumps([asked, screens], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def read_readings(
    rulebase: RuleBase, folder: Path
) -> tuple[Mapping[str, Story], tuple[Reading, ...]]:
    """Return the stories (`*.yaml`) in a folder and all readings (`<round>/<reader>.yaml`) of them.

    Raises ContentError naming every mistake with its place; a fact that is gone is none in a
    reading that is stale.
    """
    if not folder.is_dir():
        hint = "name the folder that holds the stories and a folder a round"
        raise ContentError.one(str(folder), "no such folder", hint)
    stories = read_stories(sorted(folder.glob("*.yaml")))
    if not stories:
        raise ContentError.one(str(folder), "holds no story", "stories stand in its .yaml files")
    problems: list[Problem] = []
    found: list[Reading] = []
    today = questions_digest(rulebase)
    for file in sorted(folder.glob("*/*.yaml")):
        document = read_document(file)
        if not document.problems:
            data = build(document, ReaderFile, document.data, known=READING_KEYS)
            if data is not None:
                found.append(_checked(rulebase, document, data, stories, today))
        problems += document.in_order()
    if problems:
        raise ContentError(problems)
    return stories, tuple(found)


def _checked(
    rulebase: RuleBase,
    document: Document,
    data: ReaderFile,
    stories: Collection[str],
    today: str,
) -> Reading:
    file = Path(document.name)
    stale = data.questions != today
    facts: dict[str, Facts] = {}
    gone: set[str] = set()
    for index, one in enumerate(data.readings):
        path = ("readings", index)
        if one.case not in stories:
            document.report((*path, "case"), *no_such_story(one.case, stories))
        if one.case in facts:
            document.report((*path, "case"), f"`{one.case}` is coded twice")
        both = one.facts.keys() & set(one.not_sure)
        for name in sorted(both):
            document.report((*path, "facts", name), f"`{name}` is in `not_sure` too", "keep one")
        given: dict[str, RawValue] = {**one.facts, **dict.fromkeys(one.not_sure, NOT_SURE)}
        if stale:
            lost = {name for name in given if not _fits(rulebase, name, given[name])}
            gone |= lost
            given = {name: value for name, value in given.items() if name not in lost}
        no = {
            name: False
            for name, fact in rulebase.facts.items()
            if fact.kind is FactKind.BOOL and name not in given
        }
        try:
            facts[one.case] = read_facts(rulebase, {**no, **given})
        except FactsError as error:
            for problem in error.problems:
                name = problem.where
                place: Place = ("facts", name)
                if name not in one.facts:
                    place = ("not_sure", one.not_sure.index(name))
                document.report((*path, *place), f"`{name}`: {problem.message}", problem.hint)
    return Reading(file.parent.name, file.stem, stale, facts, frozenset(gone))


def _fits(rulebase: RuleBase, name: str, value: RawValue) -> bool:
    try:
        read_facts(rulebase, {name: value})
    except FactsError:
        return False
    return True
