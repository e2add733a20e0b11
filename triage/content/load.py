"""Reads a rule base from its folder.

Time and memory grow in step with what is read: our rule base and 10,000 rules more (10,307 files,
17 MB, 710,000 values) took 15 s of processor time and 400 MB with Python 3.11. The limits here, in
`locate.py` (files) and in `strict_yaml.py` (one file, one text) let a rule base be twice as large.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from triage.content.cache import read_cached, write_cached
from triage.content.conditions import ConditionReader
from triage.content.digest import digest_of
from triage.content.locate import folder_of
from triage.content.parts import Parts
from triage.content.references import check_references
from triage.content.shapes import build
from triage.content.strict_yaml import MAX_BYTES, Document, Value, read_yaml
from triage.content.strict_yaml import Path as Place
from triage.content.texts import in_language
from triage.errors import ContentError, Problem
from triage.locks import Guard
from triage.model.fact import FactDefinition
from triage.model.frozen import Frozen
from triage.model.knowledge import (
    Claims,
    Disclaimer,
    Dispositions,
    FollowUp,
    Manifest,
    Preferences,
    SafetyNet,
    SourceTheme,
    Waivers,
)
from triage.model.ladder import LadderFile
from triage.model.locale import Locale
from triage.model.question import Topic
from triage.model.region import Regions
from triage.model.remedy import Remedy
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase
from triage.terms import RuleStatus
from triage.wording import SOURCE_LANGUAGE

SINGLE: dict[str, type[Frozen]] = {
    "rulebase": Manifest,
    "dispositions": Dispositions,
    "disclaimer": Disclaimer,
    "preferences": Preferences,
    "safety_net": SafetyNet,
    "follow_up": FollowUp,
    "claims": Claims,
}
"""Files that stand once, directly in `knowledge/`, and what each holds."""

OPTIONAL: dict[str, type[Frozen]] = {"regions": Regions, "waivers": Waivers}
"""Files a rule base may do without."""

FOLDERS = frozenset({"questions", "remedies", "sources", "locales"})
"""Folders of `knowledge/` that hold one file per topic, remedy, theme or language."""

MAX_TOTAL = 40_000_000
"""Bytes of all files together; ours have about a million."""

MAX_VALUES = 1_500_000
"""Values in all files together; ours have some 33,000. Each costs memory, however short it is."""

_CONDITION_LISTS = frozenset({"block", "ask_first", "items", "advice"})

FROM_LADDER = frozenset({"rung"})
"""Keys of a rule that no file gives: loading sets them."""


def load(
    path: str | Path | None = None, *, lang: str = SOURCE_LANGUAGE, cached: bool = True
) -> RuleBase:
    """Return the rule base in the folder `path`, or the one that comes with this package.

    `path` names a folder that holds `rules/` and `knowledge/`. `lang` is the language of its texts
    (`es`); what has no current translation stays English. With `cached`, a compiled copy is kept
    in the user's cache folder, keyed by the digest of the files (no health data in it).

    Raises ContentError with every problem found, each as `file:line:col: message`, or when there
    is no translation into `lang` at all.
    """
    return in_language(load_raw(read_files(path), cached=cached), lang)


def read_files(path: str | Path | None = None, *, portraits: bool = False) -> dict[str, bytes]:
    """Return the bytes of every content file, by path; with `portraits`, of every portrait file.

    Raises ContentError if one is unreadable, or when they are too many or too large together.
    """
    raw: dict[str, bytes] = {}
    problems: list[Problem] = []
    total = 0
    for name, entry in folder_of(path, portraits=portraits).content.items():
        if not entry.is_file():
            problems.append(Problem(name, "is not a file"))
            continue
        try:
            with entry.open("rb") as file:
                raw[name] = file.read(MAX_BYTES + 1)
            total += len(raw[name])
            if total > MAX_TOTAL:
                message = f"files of more than {MAX_TOTAL:,} bytes"
                raise ContentError.one(str(path or ""), message, "split the rule base")
        except OSError as error:
            problems.append(Problem(name, f"cannot be read: {error.strerror}"))
    if problems:
        raise ContentError(problems)
    return raw


def load_raw(raw: dict[str, bytes], *, cached: bool = False) -> RuleBase:
    """Return the rule base in files already read; see `load`."""
    digest = digest_of(raw)
    rulebase = read_cached(digest) if cached else None
    if rulebase is None:
        rulebase = _Loader(raw, digest).rulebase()
        if cached:
            write_cached(rulebase)
    return rulebase


class _Loader:
    """One pass over the files; problems are collected and raised together at the end."""

    def __init__(self, raw: dict[str, bytes], digest: str) -> None:
        self.digest = digest
        self.documents: dict[str, Document] = {}
        self.ladders: dict[str, LadderFile] = {}
        values = 0
        for name, text in raw.items():
            self.documents[name] = document = read_yaml(text, name)
            values += len(document.places)
            if values > MAX_VALUES:
                message = f"the rule base holds more than {MAX_VALUES:,} values up to here"
                raise ContentError.one(name, message, "split it")

    def rulebase(self) -> RuleBase:
        topics = self.topics()
        facts = {
            one.id: one
            for topic in topics.values()
            for asked in topic.questions
            for one in asked.definitions()
        }
        self.facts_are_known = all(
            name in topics for name in self.documents if name.startswith("knowledge/questions/")
        )
        single = {stem: self.single(stem, model, facts) for stem, model in SINGLE.items()}
        rules = self.rules(facts, single["rulebase"])
        remedies = self.remedies(facts)
        for stem, model in OPTIONAL.items():
            if f"knowledge/{stem}.yaml" in self.documents:
                single[stem] = self.single(stem, model, facts)
        locales = self.locales()
        themes = {
            document.name: theme
            for document in self.below("knowledge/sources/")
            if (theme := build(document, SourceTheme, document.data))
        }
        known = {f"{name}.yaml" for name in (*SINGLE, *OPTIONAL)}
        for name, document in self.documents.items():
            parts = name.split("/")
            inside = parts[1] in FOLDERS and len(parts) == 3  # noqa: PLR2004  (folder/kind/file)
            if parts[0] == "knowledge" and not inside and parts[-1] not in known:
                document.problems.append(Problem(name, "is no file of a rule base"))
        sources = [one for theme in themes.values() for one in theme.sources]
        whole = {
            "manifest": single["rulebase"],
            "digest": self.digest,
            "topics": tuple(sorted(topics.values(), key=lambda topic: topic.order)),
            "rules": tuple(sorted(rules, key=lambda rule: rule.id)),
            "remedies": tuple(sorted(remedies, key=lambda remedy: remedy.id)),
            "sources": tuple(sorted(sources, key=lambda source: source.number)),
            "locales": tuple(locales),
            "ladders": tuple(
                sorted((file.head() for file in self.ladders.values()), key=lambda one: one.id)
            ),
            **{stem: model for stem, model in single.items() if stem != "rulebase"},
        }
        # Some parts may be missing: what they refer to is checked all the same, in one run.
        construct: Callable[..., RuleBase] = RuleBase.model_construct
        readable = construct(**whole)
        check_references(Parts(self.documents, topics, themes, readable, self.ladders))
        self.stop_on_problems()
        return RuleBase.model_validate(whole)

    def stop_on_problems(self) -> None:
        problems = [
            problem
            for _, document in sorted(self.documents.items())
            for problem in document.in_order()
        ]
        if problems:
            raise ContentError(problems)

    def below(self, prefix: str) -> Iterator[Document]:
        """Yield the readable documents below a folder; empty files are reported."""
        for name, document in self.documents.items():
            if name.startswith(prefix):
                if document.data is None and not document.problems:
                    document.problems.append(Problem(name, "is empty"))
                if document.data is not None:
                    yield document

    def topics(self) -> dict[str, Topic]:
        return {
            document.name: topic
            for document in self.below("knowledge/questions/")
            if (topic := build(document, Topic, document.data))
        }

    def locales(self) -> list[Locale]:
        found: list[Locale] = []
        for document in self.below("knowledge/locales/"):
            locale = build(document, Locale, document.data)
            if locale is None:
                continue
            found.append(locale)
            stem = document.name.rsplit("/", 1)[1].rsplit(".", 1)[0]
            if locale.language != stem or stem == SOURCE_LANGUAGE:
                document.report(("language",), f"`language` should be `{stem}`, like its file name")
        return found

    def rules(self, facts: dict[str, FactDefinition], manifest: Frozen | None) -> list[Rule]:
        """Return the rules in every file: one, or those of the rungs of its ladder."""
        found: list[Rule] = []
        for document in self.below("rules/"):
            data = document.data
            if isinstance(data, dict):
                for key in FROM_LADDER & data.keys():
                    document.report((key,), f"key `{key}` is unknown")
                data = {**_defaults(manifest), **data}
            if isinstance(data, dict) and "ladder" in data:
                rungs = self.with_conditions(document, data, facts, {"ladder"})
                ladder = build(document, LadderFile, rungs)
                if ladder is not None:
                    self.ladders[document.name] = ladder
                    found += ladder.rules()
                continue
            rule = build(document, Rule, self.with_condition(document, data, (), facts))
            if rule is not None:
                found.append(rule)
        return found

    def remedies(self, facts: dict[str, FactDefinition]) -> list[Remedy]:
        found: list[Remedy] = []
        for document in self.below("knowledge/remedies/"):
            data = self.with_conditions(document, document.data, facts)
            remedy = build(document, Remedy, data)
            if remedy is not None:
                found.append(remedy)
        return found

    def single(
        self, stem: str, model: type[Frozen], facts: dict[str, FactDefinition]
    ) -> Frozen | None:
        name = f"knowledge/{stem}.yaml"
        document = self.documents.get(name)
        if document is None:
            self.documents[name] = Document(name, problems=[Problem(name, "is missing")])
            return None
        if document.data is None:
            if not document.problems:
                document.problems.append(Problem(name, "is empty"))
            return None
        return build(document, model, self.with_conditions(document, document.data, facts))

    @cached_property
    def findings(self) -> set[str]:
        prefix = "rules/finding/"
        names = (name for name in self.documents if name.startswith(prefix))
        return {name.removeprefix(prefix).rsplit(".", 1)[0] for name in names}

    def with_condition(
        self, document: Document, data: Value, path: Place, facts: dict[str, FactDefinition]
    ) -> Value:
        """Return `data` with its `when` read into a condition (left out when it is wrong)."""
        if not isinstance(data, dict) or "when" not in data:
            return data
        reader = ConditionReader(
            document, facts, self.findings, facts_are_known=self.facts_are_known
        )
        before = len(document.problems)
        condition = reader.read(data["when"], (*path, "when"))
        if condition is None and len(document.problems) == before and self.facts_are_known:
            document.report((*path, "when"), "is not a condition")
        changed: dict[str, Value] = dict(data)
        # A wrong condition is reported already: a stand-in keeps "missing" from being said too.
        changed["when"] = condition or {"kind": "any", "of": []}  # type: ignore[assignment]  # a model inside plain data
        return changed

    def with_conditions(
        self,
        document: Document,
        data: Value,
        facts: dict[str, FactDefinition],
        lists: Collection[str] = _CONDITION_LISTS,
    ) -> Value:
        """Return the data of a document, with each `when` inside those of its lists read."""
        if not isinstance(data, dict):
            return data
        changed: dict[str, Value] = dict(data)
        for key, entries in data.items():
            if key in lists and isinstance(entries, list):
                changed[key] = [
                    self.with_condition(document, entry, (key, index), facts)
                    for index, entry in enumerate(entries)
                ]
        return changed


def _defaults(manifest: Frozen | None) -> Mapping[str, Value]:
    """Return what holds of a rule file that says nothing else of it."""
    if not isinstance(manifest, Manifest):  # it is reported; what stands here is never used
        return {"status": RuleStatus.DRAFT.value, "reviews": [], "review_due": "2000-01-01"}
    due = manifest.review_due.isoformat()
    return {"status": manifest.status.value, "reviews": [], "review_due": due}


_reading = Guard()
_own: list[RuleBase] = []


def own_rulebase() -> RuleBase:
    """Return the rule base that comes with this package, read once in a process.

    Whatever is made from a rule base is kept for that very object, so all share one. Raises
    ContentError as `load` does.
    """
    if not _own:
        with _reading:
            if not _own:
                _own.append(load())
    return _own[0]
