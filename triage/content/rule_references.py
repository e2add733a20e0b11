"""Rules: id and path, what each band concludes, examples, and findings that read each other."""

from __future__ import annotations

from collections.abc import Mapping

from triage.content.ladder_references import check_ladder, check_remedies
from triage.content.parts import ID, Ids, Parts, file_of
from triage.content.strict_yaml import Document
from triage.errors import FactsError
from triage.model.condition import RuleIs, walk
from triage.model.given import read_facts
from triage.model.ladder import RungExamples
from triage.model.rule import Examples, Rule
from triage.terms import Disposition

_NEEDED = {
    "finding": ("finding", "label"),
    "red_flag": ("disposition", "worry", "tell"),
    "fallback": ("disposition", "worry", "tell"),
    "recommendation": ("recommend",),
}
_POSSIBLE = {
    "finding": {"finding", "label"},
    "red_flag": {"disposition", "worry", "tell", "while_waiting", "allow"},
    "fallback": {"disposition", "worry", "tell", "while_waiting", "allow"},
    "recommendation": {"recommend", "strength"},
}

NODE_FAMILIES = frozenset(
    {
        "level", "contraindication", "caution", "indicated", "wanted", "held", "offered",
        "mentioned", "safety_net", "advice", "follow_up",
    }
)  # fmt: skip
"""First words of the node ids that a program makes itself; no folder of rules may be called so."""

FEWEST_SILENT = 2
"""Near misses of a rule: one answered otherwise, one not asked yet."""

TOO_FEW_SILENT = "needs at least two near misses: one answered otherwise, one not asked yet"

LONGEST_CHAIN = 40
"""Findings that may stand on each other; every reader walks down such a chain."""


def check_rules(parts: Parts, ids: Ids) -> None:
    """Note every rule with a wrong path, conclusion or example, and every cycle of findings."""
    _Rules(parts, ids).check()


class _Rules:
    def __init__(self, parts: Parts, ids: Ids) -> None:
        self.parts = parts
        self.ids = ids
        self.rulebase = parts.rulebase
        self.facts_are_known = parts.facts_are_known

    def check(self) -> None:
        for name in self.parts.names("rules/"):
            self.rule_file(name, self.parts.documents[name])
        self.cycles()

    def rule_file(self, name: str, document: Document) -> None:
        wanted = name.removeprefix("rules/").rsplit(".", 1)[0].replace("/", ".")
        data = document.data
        if not isinstance(data, dict):
            return
        given = data.get("id")
        if given != wanted:
            document.report(("id",), f"id `{given}` should be `{wanted}`, like its path")
            return
        self.ids.named(document, ("id",), wanted, ID)
        self.ids.once("rule", wanted, document, ("id",))
        family = wanted.split(".")[0]
        if family in NODE_FAMILIES or "." not in wanted:
            hint = "move the file to a folder with another name"
            document.report(("id",), f"rules cannot stand in `rules/{family}`", hint)
        ladder = self.parts.ladders.get(name)
        rule = self.rulebase.rule.get(wanted)
        if ladder is not None:
            check_ladder(ladder, document, self.parts, self.ids)
        elif rule is not None and "ladder" not in data:
            self.conclusion(rule, document)
            if len(rule.examples.stays_silent) < FEWEST_SILENT:
                document.report(("examples", "stays_silent"), TOO_FEW_SILENT)
        told = (ladder or rule) if self.facts_are_known else None
        if told is not None:
            self.examples(told.examples, document)

    def examples(self, told: Examples | RungExamples, document: Document) -> None:
        examples = [("fires", index, one.facts) for index, one in enumerate(told.fires)] + [
            ("stays_silent", index, one.facts) for index, one in enumerate(told.stays_silent)
        ]
        for kind, index, facts in examples:
            try:
                read_facts(self.rulebase, facts)
            except FactsError as error:
                for problem in error.problems:
                    path = ("examples", kind, index, "facts", problem.where)
                    document.report(path, f"`{problem.where}` {problem.message}", problem.hint)

    def conclusion(self, rule: Rule, document: Document) -> None:
        then = rule.then
        for key in _NEEDED[rule.salience]:
            if not getattr(then, key):
                document.report(("then",), f"a {rule.salience} rule needs `{key}` in `then`")
        for key in sorted(then.model_fields_set - _POSSIBLE[rule.salience]):
            document.report(("then", key), f"`{key}` does not belong in a {rule.salience} rule")
        if rule.salience == "finding" and rule.id != f"finding.{then.finding}":
            document.report(("then", "finding"), f"should be `{rule.id.split('.', 1)[1]}`")
        if (rule.salience == "finding") != rule.id.startswith("finding."):
            document.report(("id",), "finding rules, and only they, stand in rules/finding/")
        if then.disposition is Disposition.SELF_CARE:
            document.report(("then", "disposition"), "no rule concludes self_care: it is earned")
        for key in ("allow", "recommend"):
            check_remedies(self.parts, document, ("then", key), getattr(then, key))

    def cycles(self) -> None:
        """Report findings that read themselves, or that stand on too long a chain of others."""
        finding = {rule.id: rule for rule in self.rulebase.rules if rule.salience == "finding"}
        reads = {
            name: {part.rule for part in walk(rule.when) if isinstance(part, RuleIs)}
            for name, rule in finding.items()
        }
        level = 0
        while reads and level <= LONGEST_CHAIN:
            ready = {name for name, read in reads.items() if read.isdisjoint(reads)}
            if not ready:
                break
            reads = {name: read for name, read in reads.items() if name not in ready}
            level += 1
        for name in reads:
            where = self.parts.documents.get(file_of(name))
            if where is None:
                continue
            if level > LONGEST_CHAIN:
                where.report(("when",), f"stands on more than {LONGEST_CHAIN} other findings")
            elif _reaches(name, name, reads):
                where.report(("when",), f"finding `{name}` reads itself")


def _reaches(start: str, goal: str, reads: Mapping[str, set[str]]) -> bool:
    """Return whether `goal` is read from `start`, directly or through others."""
    reached: set[str] = set()
    waiting = list(reads[start])
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting.extend(reads.get(one, ()))
    return goal in reached
