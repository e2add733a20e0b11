"""Run as a script: replays cases from a JSON file and prints all that came of them.

`python replay.py FILE`, where FILE holds `[{"rulebase": …, "people": [{fact: value}, …]}, …]`.
Printed, as JSON: for each person the conclusions in the order they fired, the assessment, and the
next question. The test beside it runs this under several hash seeds.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from triage.backends.rete.engine import ReteEngine
from triage.logic.conclude import conclude
from triage.logic.program import program_of
from triage.logic.reference import ReferenceVerdicts
from triage.model.given import read_facts
from triage.model.rulebase import RuleBase
from triage.session.session import Session


def replay(rulebase: RuleBase, person: dict[str, object]) -> dict[str, object]:
    """Return what the rete reader, the assessment and the interview say of one person."""
    facts = read_facts(rulebase, person)
    engine = ReteEngine(rulebase)
    engine.update(facts)
    verdicts = ReferenceVerdicts(program_of(rulebase), facts, engine.verdicts())
    session = Session(rulebase)
    for question in rulebase.questions.values():
        known = {fact: person[fact] for fact in question.facts if fact in person}
        if known and question.items:
            session.answer(question.id, known)  # type: ignore[arg-type]  # plain data from JSON
        elif known:
            (value,) = known.values()
            session.answer(question.id, value)  # type: ignore[arg-type]
    screen = session.next_question()
    return {
        "fired": [node.__name__ for node in engine._engine.truth],  # noqa: SLF001  (in firing order)
        "assessment": conclude(rulebase, facts, verdicts).model_dump_json(by_alias=True),
        "asked_next": screen.model_dump_json() if screen else None,
        "why": [one.code for one in session.why(screen)] if screen else [],
    }


def main(file: str) -> None:
    """Print what came of every case in `file`."""
    told: list[dict[str, object]] = []
    for case in json.loads(Path(file).read_text(encoding="utf-8")):
        rulebase = RuleBase.model_validate(case["rulebase"])
        told += [replay(rulebase, person) for person in case["people"]]
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
