"""The level of each case of a cohort and the rules that fired, without lists or remedies."""

from __future__ import annotations

import polars as pl

from triage.backends.columnar.comparisons import column_type
from triage.backends.columnar.conclusions import Outcome
from triage.backends.columnar.plan import Plan
from triage.backends.columnar.sharing import with_groups
from triage.model.rulebase import RuleBase
from triage.terms import Disposition


class LevelReader:
    """One rule base, compiled to what decides a level; many times as fast as an `Evaluator`."""

    def __init__(self, rulebase: RuleBase) -> None:
        """Compile a rule base; raises CompileError when it cannot be expressed in columns."""
        outcome = Outcome(rulebase)
        self._levels = outcome.at_level()
        self.rules = tuple(one.name for one in outcome.red_flags())
        wanted = {f"level {level}": gate for level, gate in self._levels.items()}
        wanted |= {one.name: one.gate for one in outcome.red_flags()}
        self._plan = Plan(with_groups(outcome.gates.gates), wanted, rulebase.facts)
        self.schema = {one.id: column_type(one) for one in rulebase.facts.values()}

    def read(self, facts: pl.DataFrame) -> pl.DataFrame:
        """Return `urgency` (0 self-care to 4 emergency) and, by its id, whether each rule fired.

        `facts` has the columns of `schema`, null where unknown.
        """
        truths = self._plan.run(facts)
        urgency = pl.lit(Disposition.SELF_CARE.urgency)
        for level in reversed(self._levels):
            urgency = (
                pl.when(pl.col(f"level {level}")).then(pl.lit(level.urgency)).otherwise(urgency)
            )
        return truths.select(urgency.cast(pl.Int8).alias("urgency"), *self.rules)
