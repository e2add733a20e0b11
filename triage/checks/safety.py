"""Checks that no rule waits for ever and no remedy slips past."""

from __future__ import annotations

from collections.abc import Iterator

from triage.checks.check import Check, CheckContext, Finding, remedy_file
from triage.model.condition import AnyOf, FactIs, Not, RuleIs, facts_of, walk
from triage.terms import Disposition, NotSure, RemedyCategory, Stance


class NoNotInRedFlags(Check):
    """A red-flag rule waits for a "no".

    What: `not`, `is: false` inside a red-flag rule of an emergency or same-day level.
    Why: an unknown answer keeps the whole rule unknown, so a red flag waits for a reassurance.
    Fix: say what is present instead; a reassurance must not be needed to raise an alarm.
    """

    id = "safety.not-in-red-flag"

    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield each negation in an urgent rule."""
        for rule in context.rulebase.disposing_rules:
            level = rule.then.disposition
            if level is None or level.urgency < 3:  # noqa: PLR2004  (same day and above)
                continue
            for part in walk(rule.when):
                negated = isinstance(part, Not) or (
                    isinstance(part, FactIs | RuleIs) and part.value is False
                )
                if negated:
                    yield self.found(context.place_of(rule), "waits for a `no` in an urgent rule")


class RemedyReachable(Check):
    """A remedy is in no recommendation rule.

    What: every remedy is named by at least one recommendation rule.
    Why: a remedy that nothing names can never be shown, or said to be left out.
    Fix: name it in a rule of rules/recommendation/.
    """

    id = "safety.remedy-unreachable"

    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield each remedy that nothing recommends."""
        named = {one for rule in context.rulebase.rules for one in rule.then.recommend}
        for remedy in context.rulebase.remedies:
            if remedy.id not in named:
                yield self.found(remedy_file(remedy.id), "is named by no recommendation rule")


class FactsUsed(Check):
    """A question is asked for nothing.

    What: every fact is read by some rule, remedy or text.
    Why: people answer questions because the answer matters.
    Fix: read the fact, or stop asking.
    """

    id = "safety.fact-unused"

    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield each fact that nothing reads."""
        rulebase = context.rulebase
        read = {rulebase.preferences.fact}
        conditions = [rule.when for rule in rulebase.rules]
        conditions += [
            check.when
            for remedy in rulebase.remedies
            if remedy.stance is Stance.OFFER or remedy.block
            for check in (*remedy.block, *remedy.ask_first)
        ]
        conditions += [one.when for one in rulebase.safety_net.items if one.when is not None]
        conditions += [one.when for one in rulebase.safety_net.advice if one.when is not None]
        conditions += [one.when for one in rulebase.follow_up.items if one.when is not None]
        for condition in conditions:
            read |= facts_of(condition)
        for fact in rulebase.facts.values():
            if fact.id not in read:
                yield self.found("knowledge/questions/", f"fact `{fact.id}` is read by nothing")


class NotSureGuardsEmergency(Check):
    """An unsure answer to an emergency sign would be taken lightly.

    What: a yes/no fact that alone makes an emergency rule true, as the whole of its condition or as
    one of several of which any is enough, has `not_sure: as_yes`.
    Why: who is unsure about such a sign needs the same help as who says yes.
    Fix: add `not_sure: as_yes` to the fact's question.
    """

    id = "safety.not-sure"

    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield each fact that alone decides an emergency but has no `as_yes`."""
        rulebase = context.rulebase
        for rule in rulebase.disposing_rules:
            level = rule.then.disposition
            if level is None or level.urgency < 4:  # noqa: PLR2004  (emergencies only)
                continue
            parts = rule.when.of if isinstance(rule.when, AnyOf) else (rule.when,)
            for part in parts:
                if not isinstance(part, FactIs) or part.value is not True:
                    continue
                if rulebase.facts[part.fact].not_sure is not NotSure.AS_YES:
                    yield self.found(
                        context.place_of(rule),
                        f"`{part.fact}` alone decides, but lacks `not_sure: as_yes`",
                    )


class EmergencyAllowsCalm(Check):
    """A remedy is allowed in an emergency that is more than calm.

    What: `allow` of an emergency rule names only remedies of the category `mind`.
    Why: a tablet, warmth or an exercise delays the help that is needed, or does harm meanwhile.
    Fix: take it out. How to sit or lie is said in `while_waiting`.
    """

    id = "safety.emergency-allows"

    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield each other remedy that an emergency rule allows."""
        rulebase = context.rulebase
        for rule in rulebase.disposing_rules:
            if rule.then.disposition is not Disposition.EMERGENCY_NOW:
                continue
            for place, name in enumerate(rule.then.allow):
                remedy = rulebase.remedy[name]
                if remedy.category is not RemedyCategory.MIND:
                    where = context.place_of(rule, "allow", place)
                    what = f"an emergency allows `{name}`, which is of category `{remedy.category}`"
                    yield self.found(where, what, "only `mind` may be allowed in an emergency")
