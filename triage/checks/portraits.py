"""Checks the test population that `triage simulate` draws from."""

from __future__ import annotations

from collections.abc import Iterator

from triage.checks.check import Check, CheckContext, Finding
from triage.content.portraits import POPULATION, load_portraits
from triage.errors import ContentError
from triage.model.fact import FactKind


class PortraitsHold(Check):
    """A portrait names what is not there, or holds a number that cannot be.

    What: every line of knowledge/portraits names a fact of fitting kind; every number is possible
    and rests on a source or an assumption that says why; every least level has its reason.
    Why: a simulation of people who answer nothing that is asked would look like safety.
    Fix: name the line under `splits` in population.yaml, or put the number right.
    """

    id = "portraits.hold"

    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield each mistake, and each question that no person drawn can answer."""
        if not context.portraits:
            return
        try:
            portraits = load_portraits(context.rulebase, context.portraits)
        except ContentError as error:
            for one in error.problems:
                yield self.found(one.where, one.message, one.hint)
            return
        population = portraits.population
        told = {*population.values, *population.told_as}
        role = portraits.population.roles.sex
        for definition in context.rulebase.facts.values():
            name = definition.id
            if definition.kind is FactKind.BOOL or name in told:
                continue
            if role is not None and role.fact == name:
                continue
            if all(name in one.values for one in portraits.every):
                continue
            message = f"`{name}` has no values: whoever's portrait does not say is not sure of it"
            yield self.found(POPULATION, message, "add it under `values`", warning=True)
