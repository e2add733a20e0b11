"""Run as a script in an environment of its own: everything experta takes part in, and what came.

Printed as JSON: the versions of what experta pins, the levels that whole interviews ended with, and
how many cases the rete reader and the reference evaluator were held against each other on. Any
difference is an error.
"""

from __future__ import annotations

import json
import random
import sys
from importlib.metadata import version

import triage
from triage.backends.rete.engine import ReteEngine
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.model.given import read_facts
from triage.terms import QuestionKind

CASES = 10


def given(screen: triage.Screen, chance: random.Random, yes: float) -> triage.Given:
    """Return an answer to a screen; each line is true with the chance `yes`."""
    match screen.kind:
        case QuestionKind.CHECKLIST:
            return [fact for fact in screen.facts if chance.random() < yes]
        case QuestionKind.YES_NO:
            return chance.random() < yes
        case QuestionKind.NUMBER:
            return min(screen.at_most, max(screen.at_least, 40))
        case QuestionKind.SINGLE_CHOICE:
            return chance.choice(screen.choices).value
        case QuestionKind.MULTIPLE_CHOICE:
            return [chance.choice(screen.choices).value]


def interview(seed: int, yes: float) -> str:
    """Answer every screen, saved and resumed between; return the level."""
    chance = random.Random(seed)  # noqa: S311  (no secret)
    session = triage.Session()
    while (screen := session.next_question()) is not None:
        session.answer(screen.id, given(screen, chance, yes))
    told = session.assess()
    if told != triage.assess(session.raw) or not told.complete:
        sys.exit(f"interview {seed}: the session and assess() differ")
    if triage.Session.from_dict(session.to_dict()).assess() != told:
        sys.exit(f"interview {seed}: another assessment once resumed")
    return told.disposition.value


def held_together() -> int:
    """Hold the rete reader to the reference evaluator; return on how many cases."""
    rulebase = triage.load()
    yes_no = sorted(rulebase.yes_no)
    engine = ReteEngine(rulebase)
    for seed in range(CASES):
        chance = random.Random(seed)  # noqa: S311
        known = {fact: chance.random() < 0.1 for fact in chance.sample(yes_no, 150)}
        facts = read_facts(rulebase, {**known, "patient.age_years": 20 + 3 * seed})
        engine.update(facts)
        if engine.verdicts() != evaluate_program(program_of(rulebase), facts):
            sys.exit(f"case {seed}: the readers differ")
    return CASES


def main() -> None:
    """Print what came of it."""
    levels = [interview(seed, yes) for seed, yes in enumerate((0.0, 0.02, 0.5))]
    versions = {name: version(name) for name in ("experta", "frozendict", "schema")}
    sys.stdout.write(json.dumps({"versions": versions, "levels": levels, "cases": held_together()}))


if __name__ == "__main__":
    main()
