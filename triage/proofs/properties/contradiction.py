"""No assessment says two things at once.

Two texts of one assessment contradict each other when

- one remedy stands in two of its lists: recommended, left out, could not be checked, not supported;
- a remedy is recommended while another of the same category is left out because of a
  contraindication, and nothing is said about it: no caution of the recommended remedy that reads a
  fact of that contraindication is true or open. (Heat is withheld for a fever; a warm bath is
  recommended, and fever is not mentioned.)

The second is waivable, for a pair, a remedy or a whole category: remedies that share a shelf may
work in quite different ways, and then what speaks against one says nothing of the other.
"""

from __future__ import annotations

from collections.abc import Iterator

import z3

from triage.logic.program import program_of
from triage.model.remedy import Check, Remedy
from triage.model.rulebase import RuleBase
from triage.proofs.properties.remedy import left_out, offerable
from triage.proofs.property import Universal, Violation
from triage.proofs.prover import Prover
from triage.proofs.seen_by_readers import Replay


class OneListPerRemedy(Universal):
    """A remedy is recommended, or left out, or could not be checked; never two of these."""

    id = "one-list-per-remedy"
    statement = "No remedy stands in two lists of one assessment."

    def violations(self, prover: Prover) -> Iterator[Violation]:
        """Yield each remedy that is, or may be, offered and is also left out."""
        for remedy in offerable(prover.rulebase):
            offered = prover.case.node[f"offered.{remedy.id}"]
            listed = z3.Or(offered.is_true, offered.is_open)
            yield Violation((remedy.id,), z3.And(listed, left_out(prover.case, remedy)))

    def seen(self, about: tuple[str, ...], *cases: Replay) -> str:
        """Count the lists of the assessment that name the remedy."""
        (remedy,) = about
        (case,) = cases
        answer = case.assessment
        lists = (
            answer.recommendations,
            answer.left_out,
            answer.not_checked,
            answer.not_supported,
        )
        named = sum(any(one.remedy == remedy for one in part) for part in lists)
        return f"`{remedy}` stands in {named} lists" if named > 1 else ""


class NoContradiction(Universal):
    """What is recommended is not withheld in another form."""

    id = "no-contradiction"
    statement = (
        "No remedy is recommended without a word while another of its category is left out "
        "for a contraindication."
    )
    waivable = True

    def violations(self, prover: Prover) -> Iterator[Violation]:
        """Yield each pair of remedies of a category of which two things can be said."""
        for remedy, other in _pairs(prover.rulebase):
            clashes = [self._clash(prover, remedy, other, check) for check in other.block]
            if clashes:
                about = (remedy.category.value, remedy.id, other.id)
                yield Violation(about, z3.Or(clashes))

    @staticmethod
    def _clash(prover: Prover, remedy: Remedy, other: Remedy, check: Check) -> z3.BoolRef:
        node = prover.case.node
        about_it = _cautions_about(prover.rulebase, remedy, other, check)
        return z3.And(
            node[f"offered.{remedy.id}"].is_true,
            left_out(prover.case, other),
            node[f"contraindication.{other.id}.{check.id}"].is_true,
            *(node[one].is_false for one in about_it),
        )

    def seen(self, about: tuple[str, ...], *cases: Replay) -> str:
        """Look for a contraindication that withholds the other remedy, and no caution about it."""
        _, name, other_name = about
        (case,) = cases
        remedy, other = case.rulebase.remedy[name], case.rulebase.remedy[other_name]
        withheld = {one.remedy for one in case.assessment.left_out}
        if name not in case.offered or other_name not in withheld:
            return ""
        for check in other.block:
            about_it = _cautions_about(case.rulebase, remedy, other, check)
            blocked = case.verdicts[f"contraindication.{other_name}.{check.id}"] is True
            if blocked and case.cautions.keys().isdisjoint(about_it):
                return (
                    f"`{name}` is recommended and `{other_name}` left out for `{check.id}`, "
                    "of which the first says nothing"
                )
        return ""


def _pairs(rulebase: RuleBase) -> Iterator[tuple[Remedy, Remedy]]:
    """Yield each remedy beside each other one of its category."""
    for remedy in offerable(rulebase):
        for other in offerable(rulebase):
            if other is not remedy and other.category is remedy.category:
                yield remedy, other


def _cautions_about(rulebase: RuleBase, remedy: Remedy, other: Remedy, check: Check) -> list[str]:
    """Return the cautions of `remedy` that read a fact of a contraindication of `other`."""
    under = program_of(rulebase).facts_under
    facts = under[f"contraindication.{other.id}.{check.id}"]
    names = [f"caution.{remedy.id}.{one.id}" for one in remedy.ask_first]
    return [name for name in names if under[name] & facts]
