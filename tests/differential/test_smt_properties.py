"""What a property asks of the solver is what it sees in a case that is replayed.

Each property is written twice: as a term over the encoding, and as a look at the verdicts and the
assessment. On random cases, most of which violate nothing, both must say the same.
"""

from __future__ import annotations

import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st
from random_conditions import SMALL, USUAL
from random_questions import values_of
from random_rulebases import complete_facts, partial_facts, rulebases

from triage.backends.rete.engine import ReteEngine
from triage.backends.smt import encode
from triage.backends.smt.stopping import can_stay_unsure
from triage.logic.program import Node, Program, program_of
from triage.logic.reference import evaluate_program
from triage.model.condition import ALWAYS, NEVER, Condition
from triage.model.fact import Facts, FactValue
from triage.model.given import plain_value
from triage.model.knowledge import SafetyNetItem
from triage.model.rulebase import RuleBase
from triage.model.verdicts import NodeTruths
from triage.proofs.properties.contradiction import OneListPerRemedy
from triage.proofs.properties.level import RedFlagsDominate, SelfCareIsEarned
from triage.proofs.properties.remedy import (
    BlockedNeverOffered,
    EmergencyHoldsRemedies,
    PreferenceRespected,
    UncheckedNeverOffered,
)
from triage.proofs.properties.safety_net import NewSignsAreTold
from triage.proofs.property import Universal
from triage.proofs.prover import Prover, Tie, tied
from triage.proofs.registry import PROPERTIES
from triage.proofs.run import verify
from triage.proofs.seen_by_readers import Reader, Replay, logic_reader
from triage.proofs.verdict import EncoderFault, Proved, Unknown
from triage.terms import NOT_SURE, Disposition

UNIVERSAL = [one for one in PROPERTIES if issubclass(one, Universal)]
FAULTS: dict[type[Universal], tuple[str, Condition]] = {
    RedFlagsDominate: ("level.", NEVER),
    SelfCareIsEarned: ("level.", NEVER),
    BlockedNeverOffered: ("offered.", ALWAYS),
    UncheckedNeverOffered: ("offered.", ALWAYS),
    OneListPerRemedy: ("offered.", ALWAYS),
    PreferenceRespected: ("wanted.", ALWAYS),
    EmergencyHoldsRemedies: ("held.", NEVER),
}
"""For each property that content cannot violate, nodes that violate it when they are so."""

PAIRS = 5


def faulty_program(rulebase: RuleBase, kind: type[Universal]) -> Program:
    """Return a program in which some nodes do not depend on anything any more."""
    prefix, fixed = FAULTS[kind]
    return Program(
        tuple(
            Node(one.id, one.band, fixed if one.id.startswith(prefix) else one.when)
            for one in program_of(rulebase).nodes
        ),
        tuple(rulebase.facts),
    )


class Doubly:
    """A property in two readings: as terms in a solver, and as a look at replayed cases."""

    def __init__(self, rulebase: RuleBase, one: Universal, program: Program) -> None:
        self.rulebase, self.one, self.program = rulebase, one, program
        self.prover = Prover(rulebase)
        self.prover.start(60)
        free = tied(rulebase, Tie.FREE)
        self.second = self.prover.pair(one.ties(self.prover) or free)
        # One thing can be violated in several ways; what is seen in a replay is any of them.
        self.violations: dict[tuple[str, ...], list[z3.BoolRef]] = {}
        for violation in one.violations(self.prover):
            self.violations.setdefault(violation.about, []).append(violation.term)
        self.given = one.given(self.prover)
        # Both cases are given to the solver, needed or not, so that every pinned variable is known.
        self.solver = z3.SolverFor("QF_FD")
        self.solver.add(self.prover.case.constraints)
        self.solver.add(self.second.constraints)
        self.solver.add(self.prover.stopping.constraints)

    def replayed(self, known: Facts, unsure: frozenset[str]) -> Replay:
        definitions = self.rulebase.facts
        answers = {name: plain_value(one, definitions[name].choices) for name, one in known.items()}
        return Replay(
            self.rulebase,
            {**answers, **dict.fromkeys(unsure, NOT_SURE)},
            lambda facts: evaluate_program(self.program, facts),
        )

    def check(self, known: Facts, after: Facts, unsure: frozenset[str]) -> int:
        """Hold both readings to each other; return how many violations both of them see."""
        cases = [self.replayed(known, unsure)]
        if self.one.ties(self.prover):
            cases.append(self.replayed(after, unsure))
        self.solver.push()
        self.solver.add(self.given)
        self.solver.add([*self.prover.case.pinned(known), *self.second.pinned(after)])
        for name, term in self.prover.stopping.unsure.items():
            self.solver.add(term if name in unsure else z3.Not(term))
        looked_at = self.solver.check() == z3.sat
        found = 0
        for about, terms in self.violations.items():
            asked = looked_at and self.solver.check(z3.Or(terms)) == z3.sat
            assert asked == bool(self.one.seen(about, *cases)), (about, known, after)
            found += asked
        self.solver.pop()
        return found


def changed_facts(data: st.DataObject, rulebase: RuleBase, known: Facts) -> dict[str, FactValue]:
    """Return facts with some changed, some added: often related as properties want them."""
    after = dict(known)
    way = data.draw(st.sampled_from(("more", "yes", "wish", "any")))
    for name, one in rulebase.facts.items():
        turned = data.draw(st.booleans())
        if not turned:
            continue
        if way == "any" or (way == "more" and name not in known):
            after[name] = data.draw(values_of(one))
        elif way == "yes" and known.get(name) is False:
            after[name] = True
        elif way == "wish" and name == rulebase.preferences.fact:
            after[name] = data.draw(values_of(one))
    return after


def check_doubly(data: st.DataObject, one: Universal, *, faulty: bool) -> int:
    rulebase = data.draw(rulebases(USUAL if faulty else SMALL))
    program = faulty_program(rulebase, type(one)) if faulty else program_of(rulebase)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encode, "program_of", lambda _: program)
        doubly = Doubly(rulebase, one, program)
    found = 0
    for _ in range(PAIRS):
        anybody = st.one_of(complete_facts(rulebase), partial_facts(rulebase))
        known = data.draw(anybody)
        after = changed_facts(data, rulebase, known)
        rest = [
            name
            for name, definition in rulebase.facts.items()
            if name not in known and name not in after and can_stay_unsure(definition)
        ]
        unsure = data.draw(st.frozensets(st.sampled_from(rest))) if rest else frozenset()
        found += doubly.check(known, after, unsure)
    return found


@settings(max_examples=10)
@given(st.data())
@pytest.mark.parametrize("kind", UNIVERSAL)
def test_the_term_of_a_property_says_what_is_seen_in_a_replay(
    kind: type[Universal], data: st.DataObject
) -> None:
    check_doubly(data, kind(), faulty=False)


@pytest.mark.parametrize("kind", FAULTS)
def test_the_term_of_a_property_says_what_is_seen_when_the_program_is_wrong(
    kind: type[Universal],
) -> None:
    found = 0

    @settings(max_examples=60)
    @given(st.data())
    def many(data: st.DataObject) -> None:
        nonlocal found
        found += check_doubly(data, kind(), faulty=True)

    many()
    assert found > 0, "no violation was met, so nothing was compared"


def rete_reader(rulebase: RuleBase) -> Reader:
    engine = ReteEngine(rulebase)

    def read(facts: Facts) -> NodeTruths:
        engine.update(facts)
        return engine.verdicts()

    return read


@settings(max_examples=15)
@given(st.data())
def test_every_counterexample_on_a_random_rule_base_replays(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases())
    readers = {"logic": logic_reader(rulebase), "rete": rete_reader(rulebase)}
    report = verify(rulebase, readers=readers)
    assert report.having(EncoderFault, Unknown) == []


MAY_FAIL = {
    # What content can get wrong; the others follow from how a program is made.
    "yes-never-lowers",
    "preference-respected",
    "preference-leaves-level",
    "self-care-has-help",
    "new-signs-are-told",
    "no-contradiction",
    "every-rule-can-fire",
    "one-feature-is-enough",
    "every-remedy-can-be-offered",
    "every-answer-can-matter",
    "no-subsumed-rule",
}


@settings(max_examples=20)
@given(rulebases())
def test_what_follows_from_the_program_holds_of_every_rule_base(rulebase: RuleBase) -> None:
    safe = [kind() for kind in PROPERTIES if kind.id not in MAY_FAIL]
    report = verify(rulebase, safe)
    assert [(one.id, one.verdict) for one in report.results if one.verdict.word != "proved"] == []


@settings(max_examples=20)
@given(rulebases())
def test_what_new_signs_set_off_is_told_wherever_each_rule_has_a_text(rulebase: RuleBase) -> None:
    text = SafetyNetItem(
        id="all",
        text="All.",
        level=Disposition.EMERGENCY_NOW,
        rules=tuple(one.id for one in rulebase.disposing_rules),
    )
    net = rulebase.safety_net.model_copy(update={"items": (text,)})
    whole = rulebase.model_copy(update={"safety_net": net, "digest": f"{rulebase.digest} told"})
    (result,) = verify(whole, [NewSignsAreTold()]).results
    assert result.verdict == Proved()
