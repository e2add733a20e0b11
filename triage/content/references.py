"""What must hold between files before a rule base can be used at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from triage.content.conditions import close_hint
from triage.content.strict_yaml import Document, Path
from triage.errors import FactsError
from triage.model.case import read_facts
from triage.model.condition import RuleIs, walk
from triage.model.knowledge import SourceTheme
from triage.model.question import Question, Topic
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase
from triage.terms import Disposition, QuestionKind

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


def check_references(rulebase: RuleBase, documents: Mapping[str, Document]) -> None:
    """Note in `documents` every duplicate id, dangling reference, wrong path and cycle."""
    _References(rulebase, documents).check()


class _References:
    def __init__(self, rulebase: RuleBase, documents: Mapping[str, Document]) -> None:
        self.rulebase = rulebase
        self.documents = documents
        self.remedies = {one.id for one in rulebase.remedies}
        self.sources = {one.number for one in rulebase.sources}

    def check(self) -> None:
        self.questions()
        for name, document in self.documents.items():
            if name.startswith("rules/"):
                self.rule_file(name, document)
            elif name.startswith("knowledge/remedies/"):
                self.remedy_file(name, document)
            self.source_numbers(document, document.data, ())
        self.source_files()
        self.cycles()
        self.policies()

    def _duplicates(self, document: Document, found: Sequence[tuple[object, Path]]) -> None:
        seen: dict[object, Path] = {}
        for value, path in found:
            if value in seen:
                document.report(path, f"`{value}` appears twice", "every id stands once")
            seen[value] = path

    def questions(self) -> None:
        facts: dict[object, str] = {}
        asked: dict[object, str] = {}
        for name, document in self.documents.items():
            if name.startswith("knowledge/questions/"):
                topic = Topic.model_validate(document.data)
                for index, question in enumerate(topic.questions):
                    path: Path = ("questions", index)
                    self._once(asked, question.id, document, (*path, "id"))
                    self._facts_of(question, facts, document, path)
                    self._shape_of(question, document, path)

    def _facts_of(
        self, question: Question, facts: dict[object, str], document: Document, path: Path
    ) -> None:
        for place, item in enumerate(question.items):
            self._once(facts, item.fact, document, (*path, "items", place, "fact"))
        if question.fact:
            self._once(facts, question.fact, document, (*path, "fact"))
        if not question.facts:
            document.report(path, "sets no fact", "give `fact`, or `items` each with one")

    def _shape_of(self, question: Question, document: Document, path: Path) -> None:
        places = [(one.value, (*path, "choices", i)) for i, one in enumerate(question.choices)]
        self._duplicates(document, places)
        choosing = question.kind in {QuestionKind.SINGLE_CHOICE, QuestionKind.MULTIPLE_CHOICE}
        if choosing != bool(question.choices):
            document.report(path, f"`choices` and the kind `{question.kind}` do not fit")
        if (question.kind is QuestionKind.CHECKLIST) != bool(question.items):
            document.report(path, f"`items` and the kind `{question.kind}` do not fit")
        if question.kind is QuestionKind.NUMBER and question.at_most <= question.at_least:
            document.report(path, "a number needs `at_least`, `at_most` and `unit`")

    def _once(self, seen: dict[object, str], value: object, document: Document, path: Path) -> None:
        if value in seen:
            document.report(path, f"`{value}` is set twice", f"first at {seen[value]}")
        else:
            seen[value] = document.where(path)

    def rule_file(self, name: str, document: Document) -> None:
        wanted = name.removeprefix("rules/").rsplit(".", 1)[0].replace("/", ".")
        data = document.data
        given = data.get("id") if isinstance(data, dict) else None
        if given != wanted:
            document.report(("id",), f"id `{given}` should be `{wanted}`, like its path")
            return
        rule = self.rulebase.rule[wanted]
        self.conclusion(rule, document)
        examples = [
            ("fires", index, one.facts) for index, one in enumerate(rule.examples.fires)
        ] + [
            ("stays_silent", index, one.facts)
            for index, one in enumerate(rule.examples.stays_silent)
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
        for key in then.model_fields_set - _POSSIBLE[rule.salience]:
            document.report(("then", key), f"`{key}` does not belong in a {rule.salience} rule")
        if rule.salience == "finding" and rule.id != f"finding.{then.finding}":
            document.report(("then", "finding"), f"should be `{rule.id.split('.', 1)[1]}`")
        if (rule.salience == "finding") != rule.id.startswith("finding."):
            document.report(("id",), "finding rules, and only they, stand in rules/finding/")
        if then.disposition is Disposition.SELF_CARE:
            document.report(("then", "disposition"), "no rule concludes self_care: it is earned")
        for key in ("allow", "recommend"):
            for index, remedy in enumerate(getattr(then, key)):
                if remedy not in self.remedies:
                    hint = close_hint(remedy, self.remedies)
                    document.report(("then", key, index), f"no such remedy: `{remedy}`", hint)

    def remedy_file(self, name: str, document: Document) -> None:
        wanted = name.rsplit("/", 1)[1].rsplit(".", 1)[0]
        data = document.data
        if not isinstance(data, dict):
            return
        if data.get("id") != wanted:
            document.report(("id",), f"id `{data.get('id')}` should be `{wanted}`, like its file")
        remedy = self.rulebase.remedy.get(wanted)
        if remedy is not None:
            for key, checks in (("block", remedy.block), ("ask_first", remedy.ask_first)):
                ids = [(check.id, (key, index)) for index, check in enumerate(checks)]
                self._duplicates(document, ids)

    def source_numbers(self, document: Document, data: object, path: Path) -> None:
        if isinstance(data, dict):
            for key, value in data.items():
                inner = (*path, key)
                if key == "sources" and "sources/" not in document.name:
                    for number in value if isinstance(value, list) else ():
                        if number not in self.sources:
                            document.report(inner, f"no such source: {number}")
                else:
                    self.source_numbers(document, value, inner)
        elif isinstance(data, list):
            for index, value in enumerate(data):
                self.source_numbers(document, value, (*path, index))

    def source_files(self) -> None:
        seen: dict[object, str] = {}
        for name, document in self.documents.items():
            if name.startswith("knowledge/sources/"):
                theme = SourceTheme.model_validate(document.data)
                for index, source in enumerate(theme.sources):
                    self._once(seen, source.number, document, ("sources", index))

    def cycles(self) -> None:
        """Report findings that read themselves, directly or through others."""
        reads = {
            rule.id: [part.rule for part in walk(rule.when) if isinstance(part, RuleIs)]
            for rule in self.rulebase.rules
            if rule.salience == "finding"
        }
        for start, read in reads.items():
            reached: set[str] = set()
            waiting = list(read)
            while waiting:
                one = waiting.pop()
                if one not in reached:
                    reached.add(one)
                    waiting.extend(reads.get(one, ()))
            if start in reached:
                path = f"rules/{start.replace('.', '/')}.yaml"
                self.documents[path].report(("when",), f"finding `{start}` reads itself")

    def policies(self) -> None:
        policy = self.rulebase.preferences
        document = self.documents["knowledge/preferences.yaml"]
        definition = self.rulebase.facts.get(policy.fact)
        if definition is None:
            document.report(("fact",), f"no such fact: `{policy.fact}`")
        elif set(definition.choices) != set(policy.offers):
            document.report(("offers",), f"should name each choice of `{policy.fact}` once")
        for index, remedy in enumerate(policy.for_everyone):
            if remedy not in self.remedies:
                document.report(("for_everyone", index), f"no such remedy: `{remedy}`")
        texts = self.documents["knowledge/dispositions.yaml"]
        if [one.id for one in self.rulebase.dispositions.dispositions] != list(Disposition):
            texts.report(("dispositions",), "should name every level once, most urgent first")
        for index, fact in enumerate(self.rulebase.manifest.opening):
            if fact not in self.rulebase.facts:
                where = self.documents["knowledge/rulebase.yaml"]
                where.report(("opening", index), f"no such fact: `{fact}`")
