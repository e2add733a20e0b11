"""Contract files: one YAML file per chapter, one entry per rule, one line per set of answers.

    oral_nsaid.ulcer:
      applies:
        - {condition.ulcer: true}
      ruled_out:
        - {condition.ulcer: false}

Entries of red flags also hold `level`, those of recommendations the remedies they `recommend`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

from triage.author.contracts.contracts import PREFIX, Chapter, Contract, Contracts, chapter_of
from triage.content.shapes import build
from triage.content.strict_yaml import MAX_BYTES, Document, read_yaml
from triage.errors import ContentError, FactsError
from triage.model.fact import Facts
from triage.model.frozen import Frozen
from triage.model.given import plain_value, read_facts
from triage.model.rule import RawValue
from triage.model.rulebase import RuleBase
from triage.terms import Disposition

WIDTH = 100

ABOUT = {
    Chapter.RED_FLAGS: "The level each rule leads to, and answers that fire it or rule it out.",
    Chapter.FINDINGS: "Answers that make each finding true, or rule it out.",
    Chapter.CONTRAINDICATIONS: "Answers with which a remedy must be blocked, or must not be.",
    Chapter.CAUTIONS: "Answers with which a remedy needs a word with a professional first.",
    Chapter.RECOMMENDATIONS: "The remedies each rule names, and answers with which it does.",
}
"""What stands at the top of each file."""


class Entry(Frozen):
    """One contract as it stands in its file."""

    level: Disposition | None = None
    recommend: tuple[str, ...] = ()
    applies: tuple[dict[str, RawValue], ...] = ()
    ruled_out: tuple[dict[str, RawValue], ...] = ()


def read_contracts(rulebase: RuleBase, folder: Path) -> Contracts:
    """Return the contracts in the files of `folder`, by node id; a file that is missing is empty.

    An entry for a rule or check that is gone is returned too; see `breaches`.

    Raises ContentError with every mistake, among them answers that cannot be given any more.
    """
    documents = [(chapter, _open(folder / f"{chapter}.yaml")) for chapter in Chapter]
    found: dict[str, Contract] = {}
    for chapter, document in documents:
        data = {} if document.data is None else document.data
        if not isinstance(data, dict):
            document.report((), "should be a mapping of rules or checks to their contracts")
            continue
        for name, value in data.items():
            entry = build(document, Entry, value, (name,))
            if entry is not None:
                node = PREFIX.get(chapter, "") + name
                found[node] = _contract(rulebase, document, name, node, entry)
    problems = [problem for _, document in documents for problem in document.problems]
    if problems:
        raise ContentError(problems)
    return found


def write_contracts(rulebase: RuleBase, contracts: Contracts, folder: Path) -> None:
    """Write the contracts into the files of `folder`, in the order of their names."""
    folder.mkdir(parents=True, exist_ok=True)
    for chapter in Chapter:
        entries = {
            node.removeprefix(PREFIX.get(chapter, "")): contract
            for node, contract in sorted(contracts.items())
            if chapter_of(rulebase, node) is chapter
        }
        text = "\n".join(_lines(rulebase, chapter, entries))
        (folder / f"{chapter}.yaml").write_text(f"{text}\n", encoding="utf-8")


def _open(file: Path) -> Document:
    if not file.exists():
        return Document(str(file))
    try:
        with file.open("rb") as stream:
            return read_yaml(stream.read(MAX_BYTES + 1), str(file))
    except OSError as error:
        raise ContentError.one(str(file), f"cannot be read: {error.strerror}") from error


def _contract(
    rulebase: RuleBase, document: Document, name: str, node: str, entry: Entry
) -> Contract:
    def read(key: str, lines: tuple[dict[str, RawValue], ...]) -> tuple[Facts, ...]:
        facts: list[Facts] = []
        for place, line in enumerate(lines):
            try:
                facts.append(read_facts(rulebase, line))
            except FactsError as error:
                for one in error.problems:
                    path = (name, key, place, one.where)
                    document.report(path, f"`{one.where}`: {one.message}", one.hint)
        return tuple(facts)

    applies, ruled_out = read("applies", entry.applies), read("ruled_out", entry.ruled_out)
    return Contract(node, entry.level, entry.recommend, applies, ruled_out)


def _lines(rulebase: RuleBase, chapter: Chapter, entries: Mapping[str, Contract]) -> Iterator[str]:
    yield f"# {ABOUT[chapter]}"
    yield "# Worked out from the rules once, then kept. A person looks at a line that no longer"
    yield "# holds, and corrects the rule or takes the line out. `triage contracts` adds new lines."
    for name, contract in entries.items():
        yield ""
        yield f"{name}:"
        if contract.level is not None:
            yield f"  level: {contract.level}"
        if contract.recommend:
            yield f"  recommend: [{', '.join(contract.recommend)}]"
        for key, lines in (("applies", contract.applies), ("ruled_out", contract.ruled_out)):
            if lines:
                yield f"  {key}:"
                for facts in lines:
                    yield from _line(rulebase, facts)


def _line(rulebase: RuleBase, facts: Facts) -> list[str]:
    def shown(name: str) -> str:
        match plain_value(facts[name], rulebase.facts[name].choices):
            case bool() as answer:
                return str(answer).lower()
            case list() as chosen:
                return f"[{', '.join(chosen)}]"
            case value:
                return str(value)

    whole = ", ".join(f"{name}: {shown(name)}" for name in facts)
    return textwrap.wrap(
        f"{{{whole}}}", WIDTH, initial_indent="    - ", subsequent_indent="       ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
