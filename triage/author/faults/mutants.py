"""Rule bases with one planted fault each: what the checks, cases and proofs have to notice.

A mutant is the whole rule base with one slip in it, as a careless edit would leave it. To try
thousands of them quickly, each also says which nodes of the program it changes (`patch`); the
tests hold that to the program of the whole mutant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from triage.author.faults.alarms import alarms_of
from triage.author.faults.conditions import Fault, Operator, faults
from triage.author.faults.slips import slips
from triage.logic.program import Program, program_of
from triage.logic.safety_net import ComingBack
from triage.model.condition import NEVER, Condition, RuleIs, walk
from triage.model.knowledge import Preferences
from triage.model.remedy import Check, Remedy
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase
from triage.terms import Disposition


@dataclass(frozen=True)
class Mutant:
    """One planted fault.

    `where` is the node id of the rule or check with the fault (a remedy's or the policy's where no
    node has it), `dangerous` says that it can lower the urgency of a case, remove a block, or tell
    a person to do less, or take more, than was meant.
    `changes` are the fields of the rule base that differ; `changed_when` is the condition of
    `where` with the fault, if the fault is in one (a rule or check that is gone is never true).
    `locked` is the entry of the lock that a slip in words, numbers or sources stands in.
    """

    operator: Operator
    where: str
    detail: str
    dangerous: bool
    base: RuleBase = field(repr=False, compare=False)
    changes: Mapping[str, object] = field(repr=False, compare=False)
    changed_when: Condition | None = field(default=None, repr=False, compare=False)
    locked: str = ""

    @property
    def name(self) -> str:
        """Return one line that tells the fault apart from all others."""
        return f"{self.where}: {self.operator}: {self.detail}"

    @cached_property
    def rulebase(self) -> RuleBase:
        """Return the whole rule base with the fault, under a digest of its own."""
        fields = {name: getattr(self.base, name) for name in RuleBase.model_fields}
        return RuleBase.model_validate(
            {**fields, **self.changes, "digest": f"{self.base.digest} but {self.name}"}
        )

    @cached_property
    def patch(self) -> Mapping[str, Condition]:
        """Return the conditions that differ in the program, by node id; a node gone is never."""
        if self.changed_when is not None:
            return {self.where: self.changed_when, **dict(self._reasons_to_come_back())}
        touched = _TOUCHED.get(self.operator)
        if touched is None:
            return {}
        return patch_of(program_of(self.base), program_of(self.rulebase), touched)

    def _reasons_to_come_back(self) -> Iterator[tuple[str, Condition]]:
        """Yield the texts that the rule with the fault stands behind, with their new conditions."""
        rule = self.base.rule.get(self.where)
        if rule is None or self.changed_when is None:
            return
        program = program_of(self.base)
        coming_back = ComingBack(self.base, {rule.id: self.changed_when})
        for item in self.base.safety_net.items:
            if rule.id in item.rules or (item.rules and rule.salience == "finding"):
                name, when = f"safety_net.{item.id}", coming_back.condition(item)
                if when != program.node[name].when:
                    yield name, when


_TOUCHED: dict[Operator, tuple[str, ...]] = {
    Operator.LOWER_DISPOSITION: ("level.", "held."),
    Operator.DROP_RECOMMENDATION: ("indicated.",),
    Operator.WIDEN_PREFERENCE: ("wanted.",),
    Operator.WIDEN_ALLOW: ("held.",),
    Operator.WIDEN_STAYS: ("safety_net.",),
    Operator.CHANGE_CLASS: ("wanted.",),
}
"""How the ids of nodes begin that a fault outside a condition can change; other kinds change words,
numbers or sources, and no node."""


def patch_of(
    before: Program, after: Program, touched: tuple[str, ...] = ("",)
) -> dict[str, Condition]:
    """Return the conditions of `before` that differ in `after`; a node gone is never true.

    Only nodes whose id begins with one of `touched` are compared.
    """
    patch: dict[str, Condition] = {}
    for node in before.nodes:
        if not node.id.startswith(touched):
            continue
        other = after.node.get(node.id)
        if other is None:
            patch[node.id] = NEVER
        elif other.when is not node.when and other.when != node.when:
            patch[node.id] = other.when
    return patch


def mutants(rulebase: RuleBase) -> Iterator[Mutant]:
    """Yield every rule base with one fault: of meaning (rules, remedies, the policy), then slips.

    Faults in the conditions of safety-net texts and follow-up notes are not planted: such a text
    decides nothing.
    """
    met: Counter[str] = Counter()
    for mutant in _Plot(rulebase).all():
        met[mutant.name] += 1
        again = met[mutant.name]
        yield replace(mutant, detail=f"{mutant.detail} ({again})") if again > 1 else mutant


class _Plot:
    """Plants faults in one rule base."""

    def __init__(self, rulebase: RuleBase) -> None:
        self.base = rulebase
        self.alarms = alarms_of(rulebase)
        self.read = {
            part.rule
            for node in program_of(rulebase).nodes
            for part in walk(node.when)
            if isinstance(part, RuleIs)
        }

    def all(self) -> Iterator[Mutant]:
        for place, rule in enumerate(self.base.rules):
            yield from self.rule(place, rule)
        for place, remedy in enumerate(self.base.remedies):
            yield from self.remedy(place, remedy)
        yield from self.preferences(self.base.preferences)
        for slip in slips(self.base):
            yield Mutant(
                slip.operator,
                slip.where,
                slip.detail,
                slip.dangerous,
                self.base,
                slip.changes,
                locked=slip.locked,
            )

    def rule(self, place: int, rule: Rule) -> Iterator[Mutant]:
        for fault in faults(rule.when):
            changed = rule.model_copy(update={"when": fault.condition})
            yield self._faulty(
                fault, rule.id, self._with_rule(place, changed), self._alarming(rule, fault)
            )
        level = rule.then.disposition
        if level is not None:
            lower = list(Disposition)[list(Disposition).index(level) + 1]
            if lower is not Disposition.SELF_CARE:
                then = rule.then.model_copy(update={"disposition": lower})
                yield self._structural(
                    Operator.LOWER_DISPOSITION,
                    rule.id,
                    f"{level} → {lower}",
                    self._with_rule(place, rule.model_copy(update={"then": then})),
                    dangerous=True,
                )
        yield self._deleted(place, rule)
        if len(rule.then.recommend) > 1:
            yield from self._fewer_remedies(place, rule)

    def remedy(self, place: int, remedy: Remedy) -> Iterator[Mutant]:
        for at, check in enumerate(remedy.block):
            where = f"contraindication.{remedy.id}.{check.id}"
            yield from self._check(place, remedy, "block", at, where)
        for at, check in enumerate(remedy.ask_first):
            where = f"caution.{remedy.id}.{check.id}"
            yield from self._check(place, remedy, "ask_first", at, where)

    def preferences(self, policy: Preferences) -> Iterator[Mutant]:
        classes = {one.class_ for one in self.base.remedies}
        for value, offers in policy.offers.items():
            for extra in sorted(classes - set(offers)):
                offered = {**policy.offers, value: (*offers, extra)}
                yield self._structural(
                    Operator.WIDEN_PREFERENCE,
                    policy.fact,
                    f"`{value}` also gets {extra}",
                    {"preferences": policy.model_copy(update={"offers": offered})},
                    dangerous=False,
                )

    def _check(self, place: int, remedy: Remedy, key: str, at: int, where: str) -> Iterator[Mutant]:
        checks: tuple[Check, ...] = getattr(remedy, key)
        blocks = key == "block"
        for fault in faults(checks[at].when):
            changed = checks[at].model_copy(update={"when": fault.condition})
            entries = (*checks[:at], changed, *checks[at + 1 :])
            changes = self._with_remedy(place, remedy.model_copy(update={key: entries}))
            yield self._faulty(fault, where, changes, blocks and fault.narrows)
        without = remedy.model_copy(update={key: checks[:at] + checks[at + 1 :]})
        operator = Operator.REMOVE_CONTRAINDICATION if blocks else Operator.REMOVE_CAUTION
        removed = Fault(operator, "removed", NEVER, narrows=True, widens=False)
        yield self._faulty(removed, where, self._with_remedy(place, without), blocks)

    def _deleted(self, place: int, rule: Rule) -> Mutant:
        narrowed = Fault(Operator.DELETE_RULE, "deleted", NEVER, narrows=True, widens=False)
        alarming = self._alarming(rule, narrowed)
        if rule.id in self.alarms and rule.id in self.read:
            # Without a finding that others read nothing loads; that it is never true stands for it.
            never = rule.model_copy(update={"when": NEVER})
            return self._faulty(narrowed, rule.id, self._with_rule(place, never), alarming)
        rules = self.base.rules[:place] + self.base.rules[place + 1 :]
        return self._faulty(narrowed, rule.id, {"rules": rules}, alarming)

    def _fewer_remedies(self, place: int, rule: Rule) -> Iterator[Mutant]:
        for remedy in rule.then.recommend:
            left = tuple(one for one in rule.then.recommend if one != remedy)
            then = rule.then.model_copy(update={"recommend": left})
            yield self._structural(
                Operator.DROP_RECOMMENDATION,
                rule.id,
                f"without `{remedy}`",
                self._with_rule(place, rule.model_copy(update={"then": then})),
                dangerous=False,
            )

    def _alarming(self, rule: Rule, fault: Fault) -> bool:
        """Return whether a fault in a rule can lower the urgency of a case or remove a block."""
        if rule.then.disposition is not None:
            return fault.narrows
        signs = self.alarms.get(rule.id, frozenset())
        return (True in signs and fault.narrows) or (False in signs and fault.widens)

    def _with_rule(self, place: int, rule: Rule) -> dict[str, object]:
        return {"rules": (*self.base.rules[:place], rule, *self.base.rules[place + 1 :])}

    def _with_remedy(self, place: int, remedy: Remedy) -> dict[str, object]:
        remedies = self.base.remedies
        return {"remedies": (*remedies[:place], remedy, *remedies[place + 1 :])}

    def _faulty(
        self,
        fault: Fault,
        where: str,
        changes: dict[str, object],
        dangerous: bool,  # noqa: FBT001
    ) -> Mutant:
        return Mutant(
            fault.operator, where, fault.detail, dangerous, self.base, changes, fault.condition
        )

    def _structural(
        self,
        operator: Operator,
        where: str,
        detail: str,
        changes: dict[str, object],
        *,
        dangerous: bool,
    ) -> Mutant:
        return Mutant(operator, where, detail, dangerous, self.base, changes)
