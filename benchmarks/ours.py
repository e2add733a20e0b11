"""Our own readers, as they are called in use."""

from __future__ import annotations

from typing import cast

from encoding import Encoding
from people import Person

from triage.api import assess
from triage.backends.rete.engine import ReteEngine
from triage.logic.program import Program, program_of
from triage.logic.quick import QuickForm, QuickVerdicts
from triage.logic.reference import evaluate_program
from triage.logic.truth import Truth
from triage.model.assessment import Assessment
from triage.model.fact import Facts
from triage.model.given import plain_value, read_facts
from triage.model.rulebase import RuleBase


def true_in(verdicts: object) -> frozenset[str]:
    """Return the ids of the nodes that are true in a mapping of verdicts."""
    known = cast("dict[str, Truth]", verdicts)
    return frozenset(node for node, truth in known.items() if truth is True)


class Assess:
    """`triage.assess`: answers in, the whole assessment out, with reasons and trace."""

    name = "triage assess()"
    rulebase: RuleBase

    def build(self, encoding: Encoding) -> None:
        """Let one case pass, which makes what is kept for the rule base."""
        self.rulebase = encoding.rulebase
        assess({}, self.rulebase)

    def prepare(self, person: Person) -> object:
        """Return answers as they come from JSON."""
        facts = self.rulebase.facts
        return {name: plain_value(value, facts[name].choices) for name, value in person.items()}

    def run(self, case: object) -> object:
        """Return the assessment."""
        return assess(cast("dict[str, object]", case), self.rulebase)

    def true_nodes(self, outcome: object) -> frozenset[str]:
        """Return the true nodes of the case behind the assessment."""
        case = cast("Assessment", outcome).case
        return true_in(case.verdicts if case else {})


class Verdicts(Assess):
    """Answers in, the truth of every node out: what the other engines are asked for."""

    name = "triage verdicts"
    program: QuickForm

    def build(self, encoding: Encoding) -> None:
        """Generate code."""
        self.rulebase = encoding.rulebase
        self.program = QuickForm(self.rulebase)
        self.program.evaluate({})

    def run(self, case: object) -> object:
        """Return the verdicts."""
        facts = read_facts(self.rulebase, cast("dict[str, object]", case))
        return self.program.evaluate(facts)

    def true_nodes(self, outcome: object) -> frozenset[str]:
        """Return the true nodes."""
        return true_in(cast("QuickVerdicts", outcome))


class Reference(Assess):
    """The reference evaluator, which is written to be read."""

    name = "triage reference"
    program: Program

    def build(self, encoding: Encoding) -> None:
        """Lay the program out."""
        self.rulebase = encoding.rulebase
        self.program = program_of(self.rulebase)

    def run(self, case: object) -> object:
        """Return the verdicts."""
        facts = read_facts(self.rulebase, cast("dict[str, object]", case))
        return evaluate_program(self.program, facts)

    def true_nodes(self, outcome: object) -> frozenset[str]:
        """Return the true nodes."""
        return true_in(outcome)


class Rete(Assess):
    """The interview's engine: experta on our network, started anew for every person."""

    name = "triage rete"
    engine: ReteEngine

    def build(self, encoding: Encoding) -> None:
        """Build the network."""
        self.rulebase = encoding.rulebase
        self.engine = ReteEngine(self.rulebase)

    def prepare(self, person: Person) -> object:
        """Return the person's facts."""
        return person

    def run(self, case: object) -> object:
        """Return the verdicts."""
        self.engine.update(cast("Facts", case))
        return self.engine.verdicts()

    def true_nodes(self, outcome: object) -> frozenset[str]:
        """Return the true nodes."""
        return true_in(outcome)
