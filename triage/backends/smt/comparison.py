"""Two rule bases and one person: every case that the two assess differently, as solver terms.

What is the same in both is encoded once (see `EncodedCase`), so the solver looks only at what
changed and at what that reaches.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import z3

from triage.backends.smt.domain import variable_of
from triage.backends.smt.encode import EncodedCase
from triage.backends.smt.fact_kinds import ChoiceVariable, NumberVariable, SetVariable
from triage.backends.smt.fact_variable import NO, FactVariable
from triage.backends.smt.solver import Solver
from triage.model.fact import FactDefinition, Facts
from triage.model.given import read_facts
from triage.model.rulebase import RuleBase
from triage.terms import Disposition


@dataclass(frozen=True, slots=True)
class LevelChange:
    """The disposition differs."""

    before: Disposition
    after: Disposition


@dataclass(frozen=True, slots=True)
class RemedyChange:
    """At the same level, a remedy is recommended in one of the two only; `gained`: in the new one.

    What a change of level brings with it (remedies held back, or not any more) is no such effect.
    """

    remedy: str
    gained: bool


Effect: TypeAlias = LevelChange | RemedyChange
"""One way in which two assessments of the same answers differ."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that was changed, and the nodes through which it acts.

    It is at work in a case in which one of `nodes` differs in truth, or one of `fired` (rules whose
    conclusion changed) is not ruled out.
    """

    id: str
    nodes: tuple[str, ...] = ()
    fired: tuple[str, ...] = ()


class Comparison:
    """All cases of two rule bases at once, and a solver to find those that differ.

    Answers to a question that both have are the same in both; where the choices or bounds of a
    question changed, only answers that both take are looked at. Other facts are known in one only.
    """

    def __init__(self, old: RuleBase, new: RuleBase, seconds: float) -> None:
        """Encode both; each question to the solver may take `seconds`.

        Raises CompileError for a rule base that cannot be encoded.
        """
        self._seconds = seconds
        self.old = EncodedCase(old, "old")
        self.new = _put_beside(new, self.old)
        self._solver = Solver()
        self._solver.add(self.old.constraints)
        self._solver.add(self.new.constraints)
        self._effects = dict(self._terms())

    @property
    def calls(self) -> int:
        """Return how many questions the solver was asked."""
        return self._solver.calls

    @property
    def effects(self) -> frozenset[Effect]:
        """Return every way in which two assessments could differ."""
        return frozenset(self._effects)

    def case(
        self, effects: Iterable[Effect], at_work: Iterable[Cause], idle: Iterable[Cause] = ()
    ) -> Facts | None:
        """Return a case with one of the effects, with these causes at work and those idle.

        None if there is none: that is proved. The facts are those of either rule base.

        Raises SolverUnknownError when the solver cannot tell in time.
        """
        wanted = frozenset(effects)
        # In the order of encoding: a set's own order, and so the case found, varies by run.
        some = z3.Or([term for one, term in self._effects.items() if one in wanted])
        terms = [self._active(one) for one in at_work]
        terms += [z3.Not(self._active(one)) for one in idle]
        self._solver.limit(self._seconds)
        return self._facts(self._solver.ask(self._solver.condition(some, *terms)))

    def unlike(self) -> Facts | None:
        """Return a case in which some node both have differs in truth; None, proved, if none does.

        Raises SolverUnknownError when the solver cannot tell in time.
        """
        names = [one for one, node in self.new.node.items() if self.old.node.get(one) is not node]
        differ = self._active(Cause("any", tuple(one for one in names if one in self.old.node)))
        self._solver.limit(self._seconds)
        return self._facts(self._solver.ask(self._solver.condition(differ)))

    def _facts(self, model: z3.ModelRef | None) -> Facts | None:
        if model is None:
            return None
        cases = (self.old, self.new)
        known = [read_facts(one.rulebase, one.answers(model)) for one in cases]
        return {**known[0], **known[1]}

    def _terms(self) -> Iterable[tuple[Effect, z3.BoolRef]]:
        for before, was in self.old.level.items():
            for after, will_be in self.new.level.items():
                if before is not after:
                    yield LevelChange(before, after), z3.And(was, will_be)
        pairs = zip(self.old.level.values(), self.new.level.values(), strict=True)
        level_kept = z3.And([was == will_be for was, will_be in pairs])
        for name in dict.fromkeys((*self.old.rulebase.remedy, *self.new.rulebase.remedy)):
            was, will_be = (
                one.node[f"offered.{name}"].is_true if f"offered.{name}" in one.node else NO
                for one in (self.old, self.new)
            )
            if was is not will_be:
                yield RemedyChange(name, gained=True), z3.And(level_kept, z3.Not(was), will_be)
                yield RemedyChange(name, gained=False), z3.And(level_kept, was, z3.Not(will_be))

    def _active(self, cause: Cause) -> z3.BoolRef:
        terms = []
        for name in cause.nodes:
            old, new = self.old.node.get(name), self.new.node.get(name)
            if old is None or new is None:
                only = old or new
                terms.append(NO if only is None else z3.Not(only.is_false))
            else:
                terms.append(z3.Or(old.is_true != new.is_true, old.is_false != new.is_false))
        terms += [
            z3.Not(case.node[name].is_false)
            for name in cause.fired
            for case in (self.old, self.new)
            if name in case.node
        ]
        return z3.Or(terms)


def _put_beside(rulebase: RuleBase, old: EncodedCase) -> EncodedCase:
    """Return the case of the new rule base, with the same answers wherever both ask the same."""
    fact, constraints = dict[str, FactVariable](), list[z3.BoolRef]()
    for definition in rulebase.facts.values():
        before = old.rulebase.facts.get(definition.id)
        if before is not None and _domain(before) == _domain(definition):
            fact[definition.id] = old.fact[definition.id]
            continue
        fact[definition.id] = variable = variable_of(definition, "new")
        if before is not None:
            constraints.append(_same_answer(old.fact[definition.id], variable))
    new = EncodedCase(rulebase, "new", beside=old, fact=fact)
    new.constraints += constraints
    return new


def _domain(definition: FactDefinition) -> tuple[object, ...]:
    return (
        definition.kind,
        definition.choices,
        definition.at_least,
        definition.at_most,
    )


def _same_answer(old: FactVariable, new: FactVariable) -> z3.BoolRef:
    """Return the term that both are unknown, or known as the same answer, which both take."""
    if old.definition.kind is not new.definition.kind:
        return z3.And(z3.Not(old.known), z3.Not(new.known))
    if isinstance(old, NumberVariable) and isinstance(new, NumberVariable):
        same = _same_number(old, new)
    elif isinstance(old, ChoiceVariable | SetVariable) and isinstance(
        new, ChoiceVariable | SetVariable
    ):
        names = dict.fromkeys((*old.chosen, *new.chosen))
        same = z3.And([old.chosen.get(one, NO) == new.chosen.get(one, NO) for one in names])
    else:
        same = old.same_value(new)
    return z3.And(old.known == new.known, z3.Implies(old.known, same))


def _same_number(old: NumberVariable, new: NumberVariable) -> z3.BoolRef:
    """Return the term that two numbers with different bounds are equal."""
    lowest = min(old.definition.at_least, new.definition.at_least)
    highest = max(old.definition.at_most, new.definition.at_most)
    width = (highest - lowest).bit_length() + 1

    def above_lowest(one: NumberVariable) -> z3.BitVecRef:
        wide = z3.ZeroExt(width - one.above.size(), one.above)
        return wide + (one.definition.at_least - lowest)

    return above_lowest(old) == above_lowest(new)
