"""Properties of the level of one case."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import z3

from triage.backends.smt.levels import below
from triage.logic.disposition import disposition_of
from triage.model.rule import Rule
from triage.proofs.property import Universal, Violation
from triage.proofs.prover import Prover
from triage.proofs.seen_by_readers import Replay
from triage.terms import Disposition, Stance


class OneDisposition(Universal):
    """No case falls between two levels, or on two."""

    id = "one-disposition"
    statement = "Every case, complete or partial, has exactly one level."

    def violations(self, prover: Prover) -> Iterator[Violation]:
        """Yield: not exactly one of the levels holds."""
        terms = prover.case.level.values()
        yield Violation((), z3.Not(z3.PbEq([(term, 1) for term in terms], 1)))

    def seen(self, about: tuple[str, ...], *cases: Replay) -> str:  # noqa: ARG002  (no ids)
        """Count the levels that the verdicts give."""
        (case,) = cases
        levels = [level for level in Disposition if disposition_of(case.verdicts) is level]
        return "" if len(levels) == 1 else f"the case has {len(levels)} levels"


class OneTruth(Universal):
    """The pair of terms behind each node is never contradictory."""

    id = "one-truth"
    statement = "No rule, check, offer or text is ever both true and false."

    def violations(self, prover: Prover) -> Iterator[Violation]:
        """Yield, for each node, that it is both."""
        for node, truth in prover.case.node.items():
            yield Violation((node,), z3.And(truth.is_true, truth.is_false))

    def seen(self, about: tuple[str, ...], *cases: Replay) -> str:
        """Look whether a reader gives the node no verdict that is true, false or unknown."""
        (node,) = about
        (case,) = cases
        known = case.verdicts.get(node, "missing") in {True, False, None}
        return "" if known else f"`{node}` has no truth"


class CompleteCaseIsSettled(Universal):
    """With all answers in, nothing stays open."""

    id = "complete-case-is-settled"
    statement = "When everything is known, no rule, check, offer or text stays open."

    def given(self, prover: Prover) -> list[z3.BoolRef]:
        """Look at complete cases."""
        return [prover.case.complete]

    def violations(self, prover: Prover) -> Iterator[Violation]:
        """Yield, for each node, that it is open."""
        for node, truth in prover.case.node.items():
            yield Violation((node,), truth.is_open)

    def seen(self, about: tuple[str, ...], *cases: Replay) -> str:
        """Look for an open node in a complete case."""
        (node,) = about
        (case,) = cases
        complete = set(case.facts) == set(case.rulebase.facts)
        opened = complete and case.verdicts[node] is None
        return f"`{node}` is open though everything is known" if opened else ""


class RedFlagsDominate(Universal):
    """A red flag that is true is never undercut."""

    id = "red-flags-dominate"
    statement = "The level is never less urgent than that of any rule that is true."

    def violations(self, prover: Prover) -> Iterator[Violation]:
        """Yield, for each rule of a level, that it is true under a less urgent level."""
        for rule in prover.rulebase.disposing_rules:
            level = rule.then.disposition
            if level is not None:
                lower = below(prover.case.level, level)
                fires = prover.case.node[rule.id].is_true
                yield Violation((rule.id,), z3.And(fires, lower))

    def seen(self, about: tuple[str, ...], *cases: Replay) -> str:
        """Compare the level of the rule, if it is true, with the level given."""
        (rule,) = about
        (case,) = cases
        given, level = case.assessment.disposition, case.rulebase.rule[rule].then.disposition
        if case.verdicts[rule] is True and level and level.urgency > given.urgency:
            return f"`{rule}` is true, yet the level is {given}, not {level}"
        return ""


class RungsFall(Universal):
    """Whoever reads a ladder from the top has met the gravest that it asks for first."""

    id = "rungs-fall"
    statement = "Of two rungs of one ladder that are true, the higher one is never less urgent."

    def violations(self, prover: Prover) -> Iterator[Violation]:
        """Yield, for each pair of rungs that stand the wrong way round, that both are true."""
        for ladder in prover.rulebase.ladders:
            for upper, lower in combinations(prover.rulebase.rungs_of(ladder), 2):
                if _falls_short(upper, lower):
                    both = [prover.case.node[one.id].is_true for one in (upper, lower)]
                    yield Violation((upper.id, lower.id), z3.And(both))

    def seen(self, about: tuple[str, ...], *cases: Replay) -> str:
        """Look for two rungs that are true and stand the wrong way round."""
        (case,) = cases
        upper, lower = (case.rulebase.rule[one] for one in about)
        both = case.verdicts[upper.id] is True and case.verdicts[lower.id] is True
        wrong = both and upper.rung < lower.rung and _falls_short(upper, lower)
        return f"`{upper.id}` stands above `{lower.id}`, and is less urgent" if wrong else ""


def _falls_short(upper: Rule, lower: Rule) -> bool:
    """Return whether the first of two rules is less urgent than the second."""
    levels = [one.then.disposition or Disposition.SELF_CARE for one in (upper, lower)]
    return levels[0].urgency < levels[1].urgency


class SelfCareIsEarned(Universal):
    """Reassurance needs every rule of a level ruled out; one that is open will not do."""

    id = "self-care-is-earned"
    statement = "Self-care is the answer only when every rule of a level is ruled out."

    def violations(self, prover: Prover) -> Iterator[Violation]:
        """Yield, for each rule of a level, that it is not false under self-care."""
        self_care = prover.case.level[Disposition.SELF_CARE]
        for rule in prover.rulebase.disposing_rules:
            ruled_out = prover.case.node[rule.id].is_false
            yield Violation((rule.id,), z3.And(self_care, z3.Not(ruled_out)))

    def seen(self, about: tuple[str, ...], *cases: Replay) -> str:
        """Look for a rule that is not false in a self-care assessment."""
        (rule,) = about
        (case,) = cases
        self_care = case.assessment.disposition is Disposition.SELF_CARE
        wrong = self_care and case.verdicts[rule] is not False
        return f"the level is self_care while `{rule}` is not ruled out" if wrong else ""


class SelfCareHasHelp(Universal):
    """Nobody is sent home with nothing."""

    id = "self-care-has-help"
    statement = (
        "Every finished self-care case has at least one recommendation and a reason to come back."
    )

    def given(self, prover: Prover) -> list[z3.BoolRef]:
        """Look at self-care cases in which no further answer matters."""
        return [prover.case.level[Disposition.SELF_CARE], prover.stopping.complete]

    def violations(self, prover: Prover) -> Iterator[Violation]:
        """Yield: no remedy is offered; every safety-net text is ruled out."""
        node, rulebase = prover.case.node, prover.rulebase
        offers = [
            node[f"offered.{one.id}"].is_true
            for one in rulebase.remedies
            if one.stance is Stance.OFFER
        ]
        texts = [z3.Not(node[f"safety_net.{one.id}"].is_false) for one in rulebase.safety_net.items]
        yield Violation(("recommendations",), z3.Not(z3.Or(offers)))
        yield Violation(("safety_net",), z3.Not(z3.Or(texts)))

    def seen(self, about: tuple[str, ...], *cases: Replay) -> str:
        """Look for an empty list in a complete self-care assessment."""
        (part,) = about
        (case,) = cases
        answer = case.assessment
        finished = answer.complete and answer.disposition is Disposition.SELF_CARE
        listed = answer.recommendations if part == "recommendations" else answer.safety_net
        return f"a finished self-care case has no {part}" if finished and not listed else ""
