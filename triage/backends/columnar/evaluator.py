"""A cohort assessed: facts in columns in, conclusions in columns out."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from triage.backends.columnar.because import Because
from triage.backends.columnar.conclusions import Choosable, Outcome
from triage.backends.columnar.gates import Gates
from triage.backends.columnar.lists import Listing
from triage.backends.columnar.plan import Plan
from triage.backends.columnar.sharing import with_groups
from triage.model.rulebase import RuleBase
from triage.terms import Disposition

LEVEL = pl.Enum([level.value for level in Disposition])


class Evaluator:
    """One rule base, compiled; made once (about 0.2 s) and used for any number of frames."""

    def __init__(self, rulebase: RuleBase, *, explain: bool = False) -> None:
        """Compile a rule base; with `explain`, also what decided each entry of a list.

        Raises CompileError when a condition or a fact cannot be expressed in columns.
        """
        outcome = Outcome(rulebase)
        self._rulebase = rulebase
        self._levels = outcome.at_level()
        self._lists = {
            "red_flags": _List(outcome.red_flags()),
            "recommendations": _List(outcome.recommendations()),
            "left_out": _List(outcome.left_out()),
        }
        wanted = {f"level {level}": gate for level, gate in self._levels.items()}
        wanted["complete"] = outcome.complete()
        for name, one in self._lists.items():
            wanted |= {f"{name} {at}": entry.gate for at, entry in enumerate(one.entries)}
        self._because = (
            {
                name: Because(rulebase.facts, name, [entry.because() for entry in one.entries])
                for name, one in self._lists.items()
            }
            if explain
            else {}
        )
        for because in self._because.values():
            wanted |= because.wanted
        self._plan = _plan(outcome.gates, wanted, rulebase)

    @property
    def explains(self) -> bool:
        """Return whether it says what decided each entry."""
        return bool(self._because)

    def schema(self) -> dict[str, pl.DataType]:
        """Return the columns that `assess` gives, and their types."""
        lists = {name: pl.List(one.kind) for name, one in self._lists.items()}
        because = {f"{name}_because": pl.List(pl.String()) for name in self._because}
        digest = pl.Enum([self._rulebase.digest])
        return {
            "disposition": LEVEL,
            "complete": pl.Boolean(),
            **lists,
            **because,
            "disclaimer_version": pl.Int32(),
            "knowledge_digest": digest,
        }

    def assess(self, facts: pl.DataFrame) -> pl.DataFrame:
        """Return the conclusions for every row of `facts`, in the columns of `schema`.

        `facts` has one column per fact of the rule base, as `Intake` gives them; where it also says
        what was "not sure", the `..._because` lists do. Lists hold rule
        ids and remedy ids in the order of `Assessment`; `..._because` lists run beside them.
        """
        return self.told(facts, self.truths(facts))

    def truths(self, facts: pl.DataFrame) -> pl.DataFrame:
        """Return the truth of all that `told` reads, a boolean column each, for every row."""
        return self._plan.run(facts)

    def told(self, facts: pl.DataFrame, truths: pl.DataFrame) -> pl.DataFrame:
        """Return what `assess` does, from facts and from what `truths` gave for them."""
        columns: dict[str, pl.Series] = {}
        for name, one in self._lists.items():
            held = [truths[f"{name} {at}"] for at in range(len(one.entries))]
            listing = Listing(held, facts.height)
            columns[name] = listing.names([entry.name for entry in one.entries], one.kind)
            if name in self._because:
                texts = self._because[name].texts(facts, truths, listing.rows)
                columns[f"{name}_because"] = listing.texts(texts)
        version, digest = self._rulebase.disclaimer.version, self._rulebase.digest
        found = truths.select(
            self._disposition().alias("disposition"),
            "complete",
            pl.repeat(version, pl.len(), dtype=pl.Int32).alias("disclaimer_version"),
            pl.repeat(digest, pl.len(), dtype=pl.Enum([digest])).alias("knowledge_digest"),
            *(column.alias(name) for name, column in columns.items()),
        )
        return found.select(self.schema().keys())

    def _disposition(self) -> pl.Expr:
        found = pl.lit(Disposition.SELF_CARE.value, dtype=LEVEL)
        for level in reversed(self._levels):
            this = pl.lit(level.value, dtype=LEVEL)
            found = pl.when(pl.col(f"level {level}")).then(this).otherwise(found)
        return found


def verdicts(rulebase: RuleBase, facts: pl.DataFrame) -> pl.DataFrame:
    """Return the truth of every node of the program, a boolean column each, null where open.

    `facts` has one column per fact of the rule base, as `Intake` gives them: every finding, rule,
    contraindication, caution and offer of a remedy, by its id, for every row.
    """
    outcome = Outcome(rulebase)
    return _plan(outcome.gates, outcome.nodes, rulebase).run(facts)


class _List:
    """The entries a list can hold, and the type of their names."""

    def __init__(self, entries: Sequence[Choosable]) -> None:
        self.entries = entries
        self.kind = pl.Enum(list(dict.fromkeys(entry.name for entry in entries)))


def _plan(gates: Gates, wanted: dict[str, int], rulebase: RuleBase) -> Plan:
    return Plan(with_groups(gates.gates), wanted, rulebase.facts)
