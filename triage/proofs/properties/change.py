"""Properties of two cases, before and after answers change or are added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import z3

from triage.backends.smt.levels import differ, less_urgent
from triage.logic.disposition import settled_disposition
from triage.logic.program import program_of
from triage.model.condition import All, AnyOf, Condition, Count, FactIs, Not, RuleIs
from triage.model.rulebase import RuleBase
from triage.proofs.property import Universal, Violation
from triage.proofs.prover import Prover, Tie, tied
from triage.proofs.seen_by_readers import Replay


def is_extended(before: Replay, after: Replay) -> bool:
    """Return whether all that is known in the first case is known in the second."""
    return all(after.facts.get(name) == value for name, value in before.facts.items())


class _MoreAnswers(Universal):
    """What is known stays known, and more may be."""

    def ties(self, prover: Prover) -> Mapping[str, Tie]:
        """Look at a case, and the same case with any further answers."""
        return tied(prover.rulebase, Tie.KEPT)


class AnswersOverturnNothing(_MoreAnswers):
    """Unknown is not no: whatever was settled was settled for good."""

    id = "answers-overturn-nothing"
    statement = "A further answer never overturns a rule, check, offer or text that is settled."

    def violations(self, prover: Prover) -> Iterator[Violation]:
        """Yield, for each node, that it was settled and is so no more, or otherwise."""
        after = prover.changed.node
        for node, truth in prover.case.node.items():
            lost = z3.And(truth.is_true, z3.Not(after[node].is_true))
            gone = z3.And(truth.is_false, z3.Not(after[node].is_false))
            yield Violation((node,), z3.Or(lost, gone))

    def seen(self, about: tuple[str, ...], *cases: Replay) -> str:
        """Compare the node's verdicts."""
        (node,) = about
        before, after = cases
        was, now = before.verdicts[node], after.verdicts[node]
        wrong = is_extended(before, after) and was is not None and now is not was
        return f"`{node}` was {was} and is {now} after further answers" if wrong else ""


class MoreAnswersNeverLower(_MoreAnswers):
    """Early exit is sound: answering on cannot make light of what was found."""

    id = "more-answers-never-lower"
    statement = "Adding any answers never makes the level less urgent than what was settled."

    def violations(self, prover: Prover) -> Iterator[Violation]:
        """Yield: what is settled after, or the answer after, is below what was settled before."""
        before, after = prover.case.settled, prover.changed
        lower = [less_urgent(after.settled, before), less_urgent(after.level, before)]
        yield Violation((), z3.Or(lower))

    def seen(self, about: tuple[str, ...], *cases: Replay) -> str:  # noqa: ARG002  (no ids)
        """Compare what was settled with both levels after."""
        before, after = cases
        was = settled_disposition(before.verdicts)
        now = min(
            settled_disposition(after.verdicts),
            after.assessment.disposition,
            key=lambda level: level.urgency,
        )
        wrong = is_extended(before, after) and now.urgency < was.urgency
        return f"{was} was settled, and further answers gave {now}" if wrong else ""


@lru_cache(maxsize=16)
def red_flag_facts(rulebase: RuleBase) -> frozenset[str]:
    """Return the yes/no facts that some rule of a level tests for yes, through findings too.

    A fact tested only for no (it goes away by itself, say) reassures, and is not among them.
    """
    node = program_of(rulebase).node
    waiting: list[tuple[Condition, bool]] = [(one.when, True) for one in rulebase.disposing_rules]
    found: set[str] = set()
    met: set[tuple[str, bool]] = set()
    while waiting:
        condition, wanted = waiting.pop()
        match condition:
            case All() | AnyOf() | Count():
                waiting.extend((part, wanted) for part in condition.of)
            case Not():
                waiting.append((condition.of, not wanted))
            case RuleIs():
                reached = (condition.rule, condition.value == wanted)
                if reached not in met:
                    met.add(reached)
                    waiting.append((node[condition.rule].when, reached[1]))
            case FactIs() if isinstance(condition.value, bool) and condition.value == wanted:
                found.add(condition.fact)
            case _:
                pass
    return frozenset(found)


class YesNeverLowers(Universal):
    """Saying yes to a warning sign cannot reassure."""

    id = "yes-never-lowers"
    statement = (
        "Changing the answer to any red-flag fact from no to yes never makes the level less urgent."
    )

    def ties(self, prover: Prover) -> Mapping[str, Tie]:
        """Look at two cases that differ in red-flag facts."""
        return tied(prover.rulebase, Tie.SAME, free=red_flag_facts(prover.rulebase))

    def given(self, prover: Prover) -> list[z3.BoolRef]:
        """Look at facts that differ: no before and yes after.

        Several may change at once. That is no stronger than one at a time: on the way from the
        first case to the second, one change at least would lower the level.
        """
        terms = []
        signs = red_flag_facts(prover.rulebase)
        for name, one in prover.case.fact.items():
            if name not in signs:
                continue
            other = prover.changed.fact[name]
            turned = z3.And(one.is_known_as(value=False), other.is_known_as(value=True))
            terms.append(z3.Or(one.same(other), turned))
        return terms

    def violations(self, prover: Prover) -> Iterator[Violation]:
        """Yield: the level is less urgent after."""
        yield Violation((), less_urgent(prover.changed.level, prover.case.level))

    def seen(self, about: tuple[str, ...], *cases: Replay) -> str:  # noqa: ARG002  (no ids)
        """Compare the levels, and look what changed."""
        before, after = cases
        signs = red_flag_facts(before.rulebase)
        names = before.facts.keys() | after.facts.keys()
        turned = sorted(one for one in names if before.facts.get(one) != after.facts.get(one))
        allowed = all(
            one in signs and before.facts.get(one) is False and after.facts.get(one) is True
            for one in turned
        )
        was, now = before.assessment.disposition, after.assessment.disposition
        if not allowed or now.urgency >= was.urgency:
            return ""
        return f"yes instead of no to {', '.join(turned)} lowers {was} to {now}"


class PreferenceLeavesLevel(Universal):
    """What a person would like has no say in how urgent it is."""

    id = "preference-leaves-level"
    statement = "The preference alone, known or not, never changes the level."

    def ties(self, prover: Prover) -> Mapping[str, Tie]:
        """Look at two cases that differ at most in the preference."""
        return tied(prover.rulebase, Tie.SAME, free={prover.rulebase.preferences.fact})

    def violations(self, prover: Prover) -> Iterator[Violation]:
        """Yield: the levels differ."""
        yield Violation((), differ(prover.case.level, prover.changed.level))

    def seen(self, about: tuple[str, ...], *cases: Replay) -> str:  # noqa: ARG002  (no ids)
        """Compare the levels."""
        before, after = cases
        preference = before.rulebase.preferences.fact
        rest = [{k: v for k, v in one.facts.items() if k != preference} for one in cases]
        was, now = before.assessment.disposition, after.assessment.disposition
        wrong = rest[0] == rest[1] and was is not now
        return f"the preference alone turns {was} into {now}" if wrong else ""
