"""Reads `knowledge/portraits/`, the test population: strictly, like all content, and apart from it.

Only `triage simulate` and `triage check` read it. It is no part of the rule base, nor of its
digest: nothing in it can change what a person is told.
"""

from __future__ import annotations

from collections.abc import Mapping

from triage.content.conditions import ConditionReader
from triage.content.digest import digest_of
from triage.content.locate import PORTRAITS
from triage.content.portrait_references import check_family, check_population
from triage.content.shapes import build
from triage.content.strict_yaml import Document, Path, Value, read_yaml
from triage.errors import ContentError, Problem
from triage.model import population, portrait
from triage.model.fact import FactDefinition, FactKind
from triage.model.frozen import Frozen
from triage.model.population import Population, Portraits
from triage.model.portrait import Family
from triage.model.rulebase import RuleBase

POPULATION = f"{PORTRAITS}/population.yaml"
KNOWN_KEYS = frozenset(
    field.alias or name
    for model in (*vars(population).values(), *vars(portrait).values())
    if isinstance(model, type) and issubclass(model, Frozen)
    for name, field in model.model_fields.items()
)


def load_portraits(rulebase: RuleBase, raw: Mapping[str, bytes]) -> Portraits:
    """Return the portraits in files already read, checked against the facts of `rulebase`.

    `raw` is what `read_files` gives of portraits.
    Raises ContentError with every problem found, each as `file:line:col: message`.
    """
    documents = {name: read_yaml(text, name) for name, text in raw.items()}
    if POPULATION not in documents:
        documents[POPULATION] = Document(POPULATION, problems=[Problem(POPULATION, "is missing")])
    facts = {**rulebase.facts, **_former_facts(documents[POPULATION])}
    built = {
        name: build(document, _model(name), _conditions(document, facts), known=KNOWN_KEYS)
        for name, document in documents.items()
        if document.data is not None
    }
    for name, document in documents.items():
        if document.data is None and not document.problems:
            document.report((), "is empty")
        one = built.get(name)
        if isinstance(one, Population):
            check_population(document, one, rulebase, facts)
    everybody = built.get(POPULATION)
    families = [one for _, one in sorted(built.items()) if isinstance(one, Family)]
    first: dict[str, str] = {}
    for name, one in built.items():
        if isinstance(one, Family):
            stem = name.rsplit("/", 1)[1].rsplit(".", 1)[0]
            if one.family != stem:
                message = f"`family` should be `{stem}`, like its file name"
                documents[name].report(("family",), message)
            check_family(documents[name], one, facts, first)
    problems = [one for _, each in sorted(documents.items()) for one in each.in_order()]
    if problems or not isinstance(everybody, Population):
        raise ContentError(problems)
    return Portraits(population=everybody, families=tuple(families), digest=digest_of(raw))


def _model(name: str) -> type[Family | Population]:
    return Population if name == POPULATION else Family


def _former_facts(document: Document) -> dict[str, FactDefinition]:
    """Return a definition for each former line that the population says how to ask today."""
    data = document.data if isinstance(document.data, dict) else {}
    splits, told_as = data.get("splits"), data.get("told_as")
    names = set(splits) if isinstance(splits, dict) else set()
    for one in told_as.values() if isinstance(told_as, dict) else ():
        first = one.get("first") if isinstance(one, dict) else None
        names.update(first if isinstance(first, dict) else ())
    return {
        name: FactDefinition(id=name, kind=FactKind.BOOL, label=name, question="") for name in names
    }


def _conditions(document: Document, facts: dict[str, FactDefinition]) -> Value:
    """Return the data of a document with each `when` in it read into a condition."""
    reader = ConditionReader(document, facts, ())

    def read(data: Value, path: Path) -> Value:
        if isinstance(data, list):
            return [read(one, (*path, at)) for at, one in enumerate(data)]
        if not isinstance(data, dict):
            return data
        changed: dict[str, Value] = {}
        for key, value in data.items():
            if key == "when":
                condition = reader.read(value, (*path, key))
                # A wrong one is reported already; a stand-in keeps "missing" from being said too.
                changed[key] = condition or {"kind": "any", "of": []}  # type: ignore[assignment]  # a model inside plain data
            else:
                changed[key] = read(value, (*path, key))
        return changed

    return read(document.data, ())
