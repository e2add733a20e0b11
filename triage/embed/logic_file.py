"""What a rule base means, as data without a word of any language: the logic file.

`docs/compiled-format.md` says how it is read. Nothing is worked out here that another module works
out too: conditions are the parts of `logic.graph`, what an assessment can say and in which order
are the entries of `logic.entries`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias, TypeVar, assert_never

from triage.embed.digest import with_digest
from triage.embed.entry import fixed_fields
from triage.logic.entries import Entries, Entry, RemedyEntries, entries_of
from triage.logic.graph import Enough, Every, Inverse, Part, Some, Test, graph_of
from triage.logic.ladder import rungs_above
from triage.logic.program import program_of
from triage.logic.relevance import every_demand
from triage.model.condition import (
    AnyFactTest,
    FactAtLeast,
    FactAtMost,
    FactIncludes,
    FactIs,
    FactOneOf,
)
from triage.model.fact import FactDefinition
from triage.model.question import Question
from triage.model.rulebase import RuleBase
from triage.report.body_map import figure
from triage.session.next_question import MOST_LINES
from triage.terms import Disposition, Strength

SCHEMA = "triage-compiled/1"

Made = TypeVar("Made")

Data: TypeAlias = dict[str, object]
"""A mapping that JSON can hold."""


def logic_file(rulebase: RuleBase) -> Data:
    """Return the logic file of a rule base; it is the same in every language."""
    graph = graph_of(program_of(rulebase))
    entries = entries_of(rulebase)
    manifest = rulebase.manifest
    return with_digest(
        {
            "schema": SCHEMA,
            "kind": "logic",
            "knowledge": {
                "name": manifest.name,
                "version": manifest.version,
                "digest": rulebase.digest,
                "status": manifest.status.value,
            },
            "language": rulebase.origin.language,
            "levels": [level.value for level in Disposition],
            "ends": Disposition.EMERGENCY_NOW.value,
            "floor": Disposition.CLINICIAN_WITHIN_DAYS.value,
            "strengths": [strength.value for strength in Strength],
            "facts": [_fact(one) for one in rulebase.facts.values()],
            "questions": [
                _question(one, topic.topic) for topic in rulebase.topics for one in topic.questions
            ],
            "group_screens": [
                {"id": one.id, "topic": topic.topic}
                for topic in rulebase.topics
                for one in topic.group_screens
            ],
            "checks": {fact: one.settles.value for fact, one in rulebase.plain_checks.items()},
            "opening": list(manifest.opening),
            "lines": MOST_LINES,
            "parts": [_part(part) for part in graph.parts],
            "nodes": dict(graph.root),
            "demands": [[one.node, one.urgency] for one in every_demand(rulebase)],
            "remedies": [_remedy(rulebase, one) for one in entries.remedies],
            "shelved": [one.id for one in entries.shelved],
            "shown": _shown(rulebase, entries),
            **_figure(rulebase),
        }
    )


def _figure(rulebase: RuleBase) -> Data:
    """Return the drawing of the places, where the rule base asks for them."""
    drawing = figure()
    return {"figure": drawing} if drawing["fact"] in rulebase.facts else {}


def _fact(definition: FactDefinition) -> Data:
    told: Data = {"id": definition.id, "kind": definition.kind.value}
    told["question"] = definition.question
    told["not_sure"] = definition.not_sure.value
    if definition.choices:
        told["choices"] = list(definition.choices)
    if definition.at_most:
        told |= {"at_least": definition.at_least, "at_most": definition.at_most}
    return told


def _question(question: Question, topic: str) -> Data:
    told: Data = {"id": question.id, "topic": topic, "kind": question.kind.value}
    told["facts"] = list(question.facts)
    if question.group is not None:
        told["group"] = question.group.screen
    if question.usual is not None:
        told["usual"] = question.usual
    return told


def _part(part: Part) -> list[object]:
    match part:
        case Test():
            return _test(part.test)
        case Inverse():
            return ["not", part.of]
        case Every():
            return ["all", *part.of]
        case Some():
            return ["any", *part.of]
        case Enough():
            return ["count", part.count, *part.of]
        case _:
            assert_never(part)


def _test(test: AnyFactTest) -> list[object]:
    match test:
        case FactIs() | FactIncludes():
            return [test.kind, test.fact, test.value]
        case FactOneOf():
            return [test.kind, test.fact, *test.values]
        case FactAtLeast() | FactAtMost():
            return [test.kind, test.fact, test.bound]
        case _:
            assert_never(test)


def _remedy(rulebase: RuleBase, remedy: RemedyEntries) -> Data:
    return {
        "id": remedy.id,
        "offer": remedy.is_offer,
        "blocks": [one.node for _, one in remedy.blocks],
        "cautions": [one.node for one in remedy.cautions],
        "indications": [
            [one.rule, rulebase.rule[one.rule].then.strength.value] for _, one in remedy.indications
        ],
    }


def _shown(rulebase: RuleBase, entries: Entries) -> Data:
    """Return the nodes that decide on each part of an assessment, in the order shown."""
    above = rungs_above(rulebase)
    return {
        "levels": [one.node for one in entries.disposing],
        "red_flags": [[one.node, *above.get(one.node, ())] for one in entries.red_flags],
        "safety_net": _nodes(entries.safety_net),
        "follow_up": {level.value: _nodes(one) for level, one in entries.follow_up.items()},
        "advice": _nodes(entries.advice),
        "trace": [[one.node, fixed_fields(one.part)["band"]] for one in entries.trace],
    }


def _nodes(entries: Iterable[Entry[Made]]) -> list[str]:
    return [one.node for one in entries]
