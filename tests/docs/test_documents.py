"""The documents show what the program does."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
from documents import CONSOLE, PYCON, ROOT, commands, run
from examples import EXAMPLES, FOLDER
from people import Person, interview

from triage.cli.main import COMMANDS
from triage.model.rulebase import RuleBase
from triage.session.session import Session

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SHOWN = [
    pytest.param(command, output, id=f"{path.name}: {command}"[:70])
    for path in DOCUMENTS
    for block in CONSOLE.findall(path.read_text(encoding="utf-8"))
    for command, output in commands(block)
]


@pytest.mark.parametrize(("command", "output"), SHOWN)
def test_a_command_in_a_document_prints_what_it_shows(command: str, output: str) -> None:
    assert run(command) == output


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_python_in_a_document_runs_as_shown(path: Path) -> None:
    blocks = PYCON.findall(path.read_text(encoding="utf-8"))
    parser = doctest.DocTestParser()
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for block in blocks:
        runner.run(parser.get_doctest(block, {}, path.name, path.name, 0))
    assert runner.failures == 0


def test_links_between_documents_lead_somewhere() -> None:
    for path in [*DOCUMENTS, ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_the_readme_names_every_command() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"triage {command}" in text, command


def test_the_map_of_the_tree_names_what_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    tree = text.split("```text\n")[1].split("```")[0]
    for line in tree.splitlines():
        name = line.split()[0]
        assert (ROOT / name).exists(), name


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_person_of_an_example_types_what_is_asked_and_ends_where_the_text_says(
    name: str, shipped: RuleBase
) -> None:
    example = EXAMPLES[name]
    assert (FOLDER / name).read_text(encoding="utf-8") == example.typed(shipped)
    session = Session(shipped)
    interview(session, Person(example.whole).told(shipped))
    told = session.assess()
    assert told.disposition is example.ends
    assert told.complete
