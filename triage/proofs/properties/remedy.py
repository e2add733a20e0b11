"""Properties of what is offered in one case."""

from __future__ import annotations

from collections.abc import Iterator

import z3

from triage.backends.smt.encode import EncodedCase
from triage.logic.program import HOLDING
from triage.model.condition import AnyFactTest, Condition, FactTest, RuleIs, walk
from triage.model.remedy import Remedy
from triage.model.rulebase import RuleBase
from triage.proofs.property import Universal, Violation
from triage.proofs.prover import Prover
from triage.proofs.seen_by_readers import Replay
from triage.terms import RemedyClass, Stance


def offerable(rulebase: RuleBase) -> Iterator[Remedy]:
    """Yield the remedies that can be recommended at all."""
    return (one for one in rulebase.remedies if one.stance is Stance.OFFER)


def left_out(case: EncodedCase, remedy: Remedy) -> z3.BoolRef:
    """Return the term that a remedy is listed as left out: it fits, but is blocked or unwanted."""
    blocks = [case.node[f"contraindication.{remedy.id}.{one.id}"].is_true for one in remedy.block]
    return z3.And(
        case.node[f"indicated.{remedy.id}"].is_true,
        z3.Not(case.node[f"held.{remedy.id}"].is_true),
        z3.Or(*blocks, case.node[f"wanted.{remedy.id}"].is_false),
    )


def put_forward(case: EncodedCase, remedy: Remedy) -> z3.BoolRef:
    """Return the term that a remedy is recommended or, if never offered, that it is mentioned."""
    if remedy.stance is Stance.OFFER:
        return case.node[f"offered.{remedy.id}"].is_true
    return z3.And(case.node[f"mentioned.{remedy.id}"].is_true, z3.Not(left_out(case, remedy)))


def _not_ruled_out(prover: Prover, remedy: str) -> z3.BoolRef:
    return z3.Not(prover.case.node[f"offered.{remedy}"].is_false)


def _still_offered(case: Replay, remedy: str) -> bool:
    return remedy in case.offered or case.verdicts[f"offered.{remedy}"] is not False


class BlockedNeverOffered(Universal):
    """A contraindication that is true rules the remedy out, whatever else is or is not known."""

    id = "blocked-never-offered"
    statement = (
        "No remedy is recommended with a true contraindication, "
        "for each remedy and each blocking answer by itself."
    )

    def violations(self, prover: Prover) -> Iterator[Violation]:
        """Yield each block, and each single test that makes one true, beside an offer."""
        for remedy in offerable(prover.rulebase):
            offered = _not_ruled_out(prover, remedy.id)
            for check in remedy.block:
                blocked = prover.case.node[f"contraindication.{remedy.id}.{check.id}"]
                about = (remedy.id, check.id)
                yield Violation(about, z3.And(blocked.is_true, offered))
                for test in self._tests(prover, check.when):
                    for want in (True, False):
                        outcome = self._outcome(prover, test, want=want)
                        decides = prover.solver.condition(outcome)
                        if prover.solver.ask(decides, z3.Not(blocked.is_true)) is None:
                            yield Violation(about, z3.And(outcome, offered))

    @staticmethod
    def _outcome(prover: Prover, test: AnyFactTest, *, want: bool) -> z3.BoolRef:
        truth = prover.case.truth(test)
        return truth.is_true if want else truth.is_false

    @staticmethod
    def _tests(prover: Prover, condition: Condition) -> Iterator[AnyFactTest]:
        """Yield every test under a condition, through findings too, each once."""
        waiting, met = [condition], set[AnyFactTest]()
        while waiting:
            for part in walk(waiting.pop()):
                if isinstance(part, RuleIs):
                    waiting.append(prover.program.node[part.rule].when)
                elif isinstance(part, FactTest) and part not in met:
                    met.add(part)
                    yield part

    def seen(self, about: tuple[str, ...], *cases: Replay) -> str:
        """Look for a remedy that is, or may be, offered under a true contraindication."""
        remedy, check = about
        (case,) = cases
        blocked = case.verdicts[f"contraindication.{remedy}.{check}"] is True
        wrong = blocked and _still_offered(case, remedy)
        return f"`{remedy}` is not ruled out though `{check}` is true" if wrong else ""


class UncheckedNeverOffered(Universal):
    """Nothing is recommended that was not checked."""

    id = "unchecked-never-offered"
    statement = "No remedy is recommended while one of its contraindications is unanswered."

    def violations(self, prover: Prover) -> Iterator[Violation]:
        """Yield each block that is not false beside a recommendation."""
        for remedy in offerable(prover.rulebase):
            offered = prover.case.node[f"offered.{remedy.id}"].is_true
            for check in remedy.block:
                clear = prover.case.node[f"contraindication.{remedy.id}.{check.id}"].is_false
                yield Violation((remedy.id, check.id), z3.And(offered, z3.Not(clear)))

    def seen(self, about: tuple[str, ...], *cases: Replay) -> str:
        """Look for a recommended remedy with a contraindication that is not false."""
        remedy, check = about
        (case,) = cases
        clear = case.verdicts[f"contraindication.{remedy}.{check}"] is False
        wrong = remedy in case.offered and not clear
        return f"`{remedy}` is recommended though `{check}` is not ruled out" if wrong else ""


_OPPOSED = {
    RemedyClass.NATURAL.value: RemedyClass.MEDICATED,
    RemedyClass.MEDICATED.value: RemedyClass.NATURAL,
}


class PreferenceRespected(Universal):
    """What a person does not want is not put forward, as `knowledge/preferences.yaml` states."""

    id = "preference-respected"
    statement = (
        "A stated preference never yields a class of remedy it does not admit; natural never "
        "yields medicated, and medicated yields natural only where it is told to everyone."
    )

    @staticmethod
    def _unwanted(rulebase: RuleBase, value: str, remedy: Remedy) -> bool:
        policy = rulebase.preferences
        everyone = remedy.id in policy.for_everyone
        if value == RemedyClass.NATURAL and remedy.class_ is RemedyClass.MEDICATED:
            return True
        opposed = remedy.class_ is _OPPOSED.get(value)
        return not everyone and (opposed or remedy.class_ not in policy.offers[value])

    def violations(self, prover: Prover) -> Iterator[Violation]:
        """Yield each remedy of an unwanted class, for each preference."""
        policy = prover.rulebase.preferences
        fact = prover.case.fact[policy.fact]
        for value in policy.offers:
            stated = fact.is_known_as(value)
            for remedy in offerable(prover.rulebase):
                if self._unwanted(prover.rulebase, value, remedy):
                    offered = _not_ruled_out(prover, remedy.id)
                    yield Violation((value, remedy.id), z3.And(stated, offered))

    def seen(self, about: tuple[str, ...], *cases: Replay) -> str:
        """Look for an unwanted remedy that is, or may be, offered."""
        value, remedy = about
        (case,) = cases
        stated = case.facts.get(case.rulebase.preferences.fact) == value
        unwanted = self._unwanted(case.rulebase, value, case.rulebase.remedy[remedy])
        wrong = stated and unwanted and _still_offered(case, remedy)
        kind = case.rulebase.remedy[remedy].class_
        return f"{kind} `{remedy}` is not ruled out for who wants {value}" if wrong else ""


class EmergencyHoldsRemedies(Universal):
    """Nobody in an emergency is told to try a home remedy first."""

    id = "emergency-holds-remedies"
    statement = (
        "An emergency or same-day rule that is true rules out every remedy "
        "but those it allows while waiting."
    )

    def violations(self, prover: Prover) -> Iterator[Violation]:
        """Yield each urgent rule beside each remedy it does not allow."""
        for rule in prover.rulebase.disposing_rules:
            if rule.then.disposition not in HOLDING:
                continue
            fires = prover.case.node[rule.id].is_true
            for remedy in offerable(prover.rulebase):
                if remedy.id not in rule.then.allow:
                    offered = _not_ruled_out(prover, remedy.id)
                    yield Violation((rule.id, remedy.id), z3.And(fires, offered))

    def seen(self, about: tuple[str, ...], *cases: Replay) -> str:
        """Look for a remedy that is, or may be, offered beside a rule that does not allow it."""
        rule, remedy = about
        (case,) = cases
        allowed = remedy in case.rulebase.rule[rule].then.allow
        wrong = case.verdicts[rule] is True and not allowed and _still_offered(case, remedy)
        return f"`{remedy}` is not ruled out though `{rule}` is true" if wrong else ""
