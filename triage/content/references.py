"""What must hold between files before a rule base can be used at all."""

from __future__ import annotations

from triage.content.conditions import close_hint
from triage.content.parts import Ids, Parts, stem_of
from triage.content.question_references import check_questions
from triage.content.rule_references import check_rules
from triage.content.strict_yaml import Document, Path
from triage.model.knowledge import SafetyNet, SafetyNetItem
from triage.terms import LOCATION, Disposition


def check_references(parts: Parts) -> None:
    """Note in the documents every duplicate id, dangling reference, wrong path and cycle.

    Nothing is said of a reference to something that may stand in a file that could not be read.
    """
    ids = Ids()
    check_questions(parts, ids)
    check_rules(parts, ids)
    _References(parts, ids).check()


class _References:
    def __init__(self, parts: Parts, ids: Ids) -> None:
        self.parts = parts
        self.ids = ids
        self.rulebase = parts.rulebase
        self.documents = parts.documents
        self.remedies = parts.remedies
        self.sources = {one.number for one in parts.rulebase.sources}

    def check(self) -> None:
        for name in self.parts.names("knowledge/remedies/"):
            self.remedy_file(name, self.documents[name])
        self.source_files()
        if self.parts.sources_are_known:
            for name, document in self.documents.items():
                if not name.startswith("knowledge/sources/"):
                    self.source_numbers(document, document.data, ())
        self.texts()
        self.policies()

    def remedy_file(self, name: str, document: Document) -> None:
        remedy = self.rulebase.remedy.get(stem_of(name))
        data = document.data
        if isinstance(data, dict):
            self.ids.like_its_file(document, "id", str(data.get("id")))
        if remedy is not None:
            for key, checks in (("block", remedy.block), ("ask_first", remedy.ask_first)):
                self.ids.listed(document, (key,), [check.id for check in checks])

    def texts(self) -> None:
        net = self.rulebase.safety_net
        if net is not None:
            document = self.documents["knowledge/safety_net.yaml"]
            self.ids.listed(document, ("items",), [one.id for one in net.items])
            self.ids.listed(document, ("advice",), [one.id for one in net.advice])
            self.reasons_to_come_back(document, net)
        follow_up = self.rulebase.follow_up
        if follow_up is not None:
            document = self.documents["knowledge/follow_up.yaml"]
            self.ids.listed(document, ("items",), [one.id for one in follow_up.items])

    def reasons_to_come_back(self, document: Document, net: SafetyNet) -> None:
        for index, item in enumerate(net.items):
            if item.rules and item.when is not None:
                hint = "what stands behind `rules` is worked out from them"
                document.report(("items", index, "when"), "cannot stand beside `rules`", hint)
            for place, name in enumerate(item.rules):
                rule = self.rulebase.rule.get(name)
                if rule is not None and rule.then.disposition is None:
                    where = ("items", index, "rules", place)
                    document.report(where, f"`{name}` concludes no disposition")
                elif rule is None and not self.parts.holds_rule(name):
                    hint = close_hint(name, self.rulebase.rule)
                    where = ("items", index, "rules", place)
                    document.report(where, f"no such rule: `{name}`", hint)
            self.places(document, index, item)
        known = {topic.topic for topic in self.rulebase.topics} | self.rulebase.facts.keys()
        for place, name in enumerate(net.stays):
            if name not in known and self.parts.facts_are_known:
                hint = close_hint(name, known)
                document.report(("stays", place), f"no such topic or fact: `{name}`", hint)

    def places(self, document: Document, index: int, item: SafetyNetItem) -> None:
        fact = self.rulebase.facts.get(LOCATION)
        known = fact.choices if fact is not None else ()
        for place, name in enumerate(item.places):
            if name not in known and self.parts.facts_are_known:
                where = ("items", index, "places", place)
                message = f"`{name}` is no choice of `{LOCATION}`"
                document.report(where, message, close_hint(name, known))

    def source_numbers(self, document: Document, data: object, path: Path) -> None:
        if isinstance(data, dict):
            for key, value in data.items():
                inner = (*path, key)
                if key == "sources" and isinstance(value, list):
                    for index, number in enumerate(value):
                        if isinstance(number, int) and number not in self.sources:
                            document.report((*inner, index), f"no such source: {number}")
                else:
                    self.source_numbers(document, value, inner)
        elif isinstance(data, list):
            for index, value in enumerate(data):
                self.source_numbers(document, value, (*path, index))

    def source_files(self) -> None:
        for name, theme in self.parts.themes.items():
            document = self.documents[name]
            self.ids.like_its_file(document, "theme", theme.theme)
            for index, source in enumerate(theme.sources):
                self.ids.once("source", source.number, document, ("sources", index, "number"))

    def policies(self) -> None:
        policy = self.rulebase.preferences
        if policy is not None:
            document = self.documents["knowledge/preferences.yaml"]
            definition = self.rulebase.facts.get(policy.fact)
            if definition is None and self.parts.facts_are_known:
                hint = close_hint(policy.fact, self.rulebase.facts)
                document.report(("fact",), f"no such fact: `{policy.fact}`", hint)
            elif definition is not None and set(definition.choices) != set(policy.offers):
                document.report(("offers",), f"should name each choice of `{policy.fact}` once")
            for index, remedy in enumerate(policy.for_everyone):
                if remedy not in self.remedies:
                    hint = close_hint(remedy, self.remedies)
                    document.report(("for_everyone", index), f"no such remedy: `{remedy}`", hint)
        levels = self.rulebase.dispositions
        if levels is not None and [one.id for one in levels.dispositions] != list(Disposition):
            texts = self.documents["knowledge/dispositions.yaml"]
            texts.report(("dispositions",), "should name every level once, most urgent first")
        manifest = self.rulebase.manifest
        if manifest is not None and self.parts.facts_are_known:
            for index, fact in enumerate(manifest.opening):
                if fact not in self.rulebase.facts:
                    where = self.documents["knowledge/rulebase.yaml"]
                    hint = close_hint(fact, self.rulebase.facts)
                    where.report(("opening", index), f"no such fact: `{fact}`", hint)
