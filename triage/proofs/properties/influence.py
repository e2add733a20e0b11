"""Every answer can matter: for each fact, two people who differ in it alone and are told otherwise.

What a person is told: the level, the red flags, the remedies recommended (by which rules, and with
which cautions), left out (and for what) or not supported, and the texts shown. Two people of whom
everything is known are compared, so that only the answer can be the cause.
"""

from __future__ import annotations

from collections.abc import Iterator

import z3

from triage.backends.smt.encode import EncodedCase
from triage.backends.smt.fact_variable import NO
from triage.backends.smt.levels import differ
from triage.logic.ladder import rungs_above
from triage.model.remedy import Remedy
from triage.proofs.properties.remedy import left_out, put_forward
from triage.proofs.property import Property, Shortfall
from triage.proofs.prover import Prover, Tie, disagree, tied
from triage.proofs.seen_by_readers import Replay
from triage.terms import Stance


class EveryAnswerCanMatter(Property):
    """Nobody is asked for nothing."""

    id = "every-answer-can-matter"
    statement = (
        "For every question, and every line of a checklist, there is someone who is told something "
        "else when this answer alone is another one."
    )
    waivable = True

    def shortfalls(self, prover: Prover) -> Iterator[Shortfall]:
        """Yield each fact whose value never changes anything, all others being known."""
        before = prover.case
        condition = prover.solver.condition
        complete = condition(before.complete)
        for fact, definition in prover.rulebase.facts.items():
            after = prover.pair(tied(prover.rulebase, Tie.SAME, free={fact}))
            known = condition(after.fact[fact].known)
            model = prover.solver.ask(complete, known, condition(_different(before, after)))
            if model is None:
                question = definition.question
                yield Shortfall((fact,), f"`{fact}` (question `{question}`) changes nothing told")
                continue
            # Two whole persons for each fact: experta would take a minute. A test gives it one.
            pair = [prover.replay(one.answers(model), by_all=False) for one in (before, after)]
            if not _is_shown(fact, *pair):
                raise disagree(self.id, fact, *(one.answers for one in pair))


def _different(before: EncodedCase, after: EncodedCase) -> z3.BoolRef:
    """Return the term that two complete cases are told something else."""
    rulebase = before.rulebase
    terms = [differ(before.level, after.level)] if after.level is not before.level else []
    for rule in rulebase.disposing_rules:
        told = (rule.id, *rungs_above(rulebase).get(rule.id, ()))
        if any(after.node[one] is not before.node[one] for one in told):
            terms.append(_told_of(before, *told) != _told_of(after, *told))
    for remedy in rulebase.remedies:
        terms += _remedy_differs(before, after, remedy)
    texts = [f"safety_net.{one.id}" for one in rulebase.safety_net.items]
    texts += [f"advice.{one.id}" for one in rulebase.safety_net.advice]
    terms += [_truths_differ(before, after, text) for text in texts]
    for item in rulebase.follow_up.items:
        shown = z3.Or([before.level[level] for level in item.dispositions])
        terms.append(z3.And(shown, _truths_differ(before, after, f"follow_up.{item.id}")))
    return z3.Or(terms)


def _truths_differ(before: EncodedCase, after: EncodedCase, node: str) -> z3.BoolRef:
    was, now = before.node[node], after.node[node]
    return NO if was is now else was.is_true != now.is_true


def _told_of(case: EncodedCase, rule: str, *above: str) -> z3.BoolRef:
    """Return the term that a rule of a level is told: true, and no rung above it."""
    return z3.And(case.node[rule].is_true, *(z3.Not(case.node[one].is_true) for one in above))


def _remedy_differs(
    before: EncodedCase, after: EncodedCase, remedy: Remedy
) -> Iterator[z3.BoolRef]:
    """Yield the terms that a remedy is put forward, or left out, in one case only or otherwise."""
    forward = [put_forward(case, remedy) for case in (before, after)]
    withheld = [left_out(case, remedy) for case in (before, after)]
    yield forward[0] != forward[1]
    yield withheld[0] != withheld[1]
    wanted = f"wanted.{remedy.id}"
    if after.node[wanted] is not before.node[wanted]:
        yield z3.And(*withheld, before.node[wanted].is_false != after.node[wanted].is_false)
    for check in remedy.block:
        block = f"contraindication.{remedy.id}.{check.id}"
        if after.node[block] is not before.node[block]:
            yield z3.And(*withheld, _truths_differ(before, after, block))
    if remedy.stance is Stance.OFFER:
        naming = [one.id for one in before.rulebase.rules if remedy.id in one.then.recommend]
        cautions = [f"caution.{remedy.id}.{check.id}" for check in remedy.ask_first]
        for told in (*naming, *cautions):
            if after.node[told] is not before.node[told]:
                yield z3.And(*forward, _truths_differ(before, after, told))


def _is_shown(fact: str, one: Replay, other: Replay) -> bool:
    """Return whether two complete cases differ in `fact` alone, and what they are told differs."""
    changed = {name for name, value in one.facts.items() if other.facts.get(name) != value}
    alike = one.facts.keys() == other.facts.keys() and changed == {fact}
    return alike and _told(one) != _told(other)


def _told(case: Replay) -> list[object]:
    """Return what a person is told, without what the person said."""
    answer = case.assessment
    return [
        answer.disposition,
        [flag.rule for flag in answer.red_flags],
        [(one.remedy, [why.code for why in one.because]) for one in answer.recommendations],
        dict(case.cautions),
        [(one.remedy, [why.code for why in one.because]) for one in answer.left_out],
        case.not_supported,
        [note.code for note in answer.safety_net],
        [note.code for note in (*answer.advice, *answer.follow_up)],
    ]
