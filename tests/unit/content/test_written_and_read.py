"""A random rule base, written as files, is read back as it was."""

from __future__ import annotations

import json
from collections.abc import Sequence

from hypothesis import given, settings
from random_conditions import SMALL
from random_rulebases import rulebases

from triage.content.load import load_raw
from triage.model.condition import (
    All,
    AnyOf,
    Condition,
    Count,
    FactAtLeast,
    FactAtMost,
    FactIncludes,
    FactIs,
    FactOneOf,
    FactTest,
    Not,
    RuleIs,
)
from triage.model.frozen import Frozen
from triage.model.ladder import Ladder
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase


def written(condition: Condition) -> dict[str, object]:
    """Return a condition as a file says it."""
    match condition:
        case Not():
            return {"not": written(condition.of)}
        case RuleIs():
            return {"finding": condition.rule.removeprefix("finding."), "is": condition.value}
        case All() | AnyOf() | Count():
            parts = [written(part) for part in condition.of]
            if isinstance(condition, Count):
                return {"count": condition.count, "of": parts}
            return {condition.kind: parts}
        case FactOneOf():
            return {"fact": condition.fact, "one_of": list(condition.values)}
        case FactAtLeast() | FactAtMost():
            return {"fact": condition.fact, condition.kind: condition.bound}
        case FactIs() | FactIncludes():
            return {"fact": condition.fact, condition.kind: condition.value}


CONDITIONS = (FactTest, All, AnyOf, Count, Not, RuleIs)


def plain(value: object) -> object:
    """Return a model as plain data, with its conditions as files say them."""
    if isinstance(value, CONDITIONS):
        return written(value)  # type: ignore[arg-type]  # the union is closed
    if isinstance(value, Frozen):
        return {
            field.alias or name: plain(getattr(value, name))
            for name, field in type(value).model_fields.items()
            if name in value.model_fields_set and getattr(value, name) is not None
        }
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value


def climbed(ladder: Ladder, rungs: Sequence[Rule]) -> object:
    """Return a ladder and its rungs as one file says them."""
    first, levels = rungs[0], [rung.then.disposition for rung in rungs]
    steps: list[dict[str, object]] = []
    examples: dict[str, list[object]] = {"fires": [], "stays_silent": []}
    for rung in rungs:
        slug = rung.id.removeprefix(f"{ladder.id}.")
        alike = levels.count(rung.then.disposition) > 1
        other = rung.then.worry != ladder.worry
        steps.append(
            {
                "level": rung.then.disposition,
                **({"name": slug} if alike else {}),
                "when": written(rung.when),
                "tell": rung.then.tell,
                "while_waiting": rung.then.while_waiting,
                "allow": rung.then.allow,
                **({"worry": rung.then.worry} if other else {}),
            }
        )
        for kind, listed in examples.items():
            listed += [{"rung": slug, **plain_dict(one)} for one in getattr(rung.examples, kind)]
    kept = ("status", "rationale", "evidence", "known_limits", "reviews", "review_due")
    return {
        **plain_dict(ladder),
        "ladder": steps,
        **{name: plain(getattr(first, name)) for name in kept},
        "examples": examples,
    }


def plain_dict(value: Frozen) -> dict[str, object]:
    """Return a model as plain data by key."""
    found = plain(value)
    assert isinstance(found, dict)
    return found


def files_of(rulebase: RuleBase) -> dict[str, bytes]:
    """Return the files of a rule base, each as JSON, which is YAML too."""
    files: dict[str, object] = {
        "knowledge/rulebase.yaml": plain(rulebase.manifest),
        "knowledge/sources/all.yaml": {
            "theme": "all",
            "title": "All",
            "sources": plain(rulebase.sources),
        },
    }
    for stem in ("dispositions", "disclaimer", "preferences", "safety_net", "follow_up", "claims"):
        files[f"knowledge/{stem}.yaml"] = plain(getattr(rulebase, stem))
    for topic in rulebase.topics:
        files[f"knowledge/questions/{topic.topic}.yaml"] = plain(topic)
    for rule in rulebase.rules:
        if not rule.ladder:
            files[f"rules/{rule.id.replace('.', '/')}.yaml"] = plain(rule)
    for ladder in rulebase.ladders:
        rungs = rulebase.rungs_of(ladder)
        files[f"rules/{ladder.id.replace('.', '/')}.yaml"] = climbed(ladder, rungs)
    for remedy in rulebase.remedies:
        files[f"knowledge/remedies/{remedy.id}.yaml"] = plain(remedy)
    return {name: json.dumps(data, default=str, indent=1).encode() for name, data in files.items()}


@settings(max_examples=40)
@given(rulebases(SMALL))
def test_what_is_written_is_what_is_read(rulebase: RuleBase) -> None:
    read = load_raw(files_of(rulebase))
    assert read.model_dump(exclude={"digest"}) == rulebase.model_dump(exclude={"digest"})


def test_the_small_rule_base_survives_it_too(small: RuleBase) -> None:
    read = load_raw(files_of(small))
    assert read.model_dump(exclude={"digest"}) == small.model_dump(exclude={"digest"})
