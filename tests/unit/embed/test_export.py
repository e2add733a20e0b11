"""What `triage export` writes: files that belong together, and name what they hold."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from triage.cli.main import cli
from triage.embed.digest import compact
from triage.embed.export import compiled
from triage.logic.program import program_of
from triage.model.rulebase import RuleBase
from triage.terms import Disposition, Strength


@pytest.fixture(scope="module")
def files(shipped: RuleBase) -> dict[str, bytes]:
    return compiled(shipped, ["es"])


def test_there_is_one_logic_and_a_text_for_each_language(files: dict[str, bytes]) -> None:
    assert set(files) == {
        "logic.json",
        "text.en.json",
        "text.es.json",
        "symptom-triage.js",
        "symptom-triage.css",
    }
    logic = json.loads(files["logic.json"])
    for language in ("en", "es"):
        text = json.loads(files[f"text.{language}.json"])
        assert text["language"] == language
        assert text["logic"] == logic["digest"]
        assert text["fixed"]["knowledge"]["status"] == "draft"


def test_a_digest_is_that_of_the_file_without_it(files: dict[str, bytes]) -> None:
    for name in ("logic.json", "text.es.json"):
        data = json.loads(files[name])
        digest = data.pop("digest")
        assert hashlib.sha256(compact(data)).hexdigest() == digest


def test_it_holds_every_node_fact_level_and_strength(
    files: dict[str, bytes], shipped: RuleBase
) -> None:
    logic = json.loads(files["logic.json"])
    assert list(logic["nodes"]) == [node.id for node in program_of(shipped).nodes]
    assert [one["id"] for one in logic["facts"]] == list(shipped.facts)
    assert logic["levels"] == [str(level) for level in Disposition]
    assert logic["strengths"] == [str(strength) for strength in Strength]
    assert logic["language"] == "en"


def test_parts_are_made_of_earlier_ones_and_numbers_are_whole(files: dict[str, bytes]) -> None:
    logic = json.loads(files["logic.json"], parse_float=pytest.fail)
    for number, part in enumerate(logic["parts"]):
        if part[0] in {"not", "all", "any", "count"}:
            assert all(one < number for one in part[2 if part[0] == "count" else 1 :])


def test_no_word_for_a_person_stands_in_the_logic(
    files: dict[str, bytes], shipped: RuleBase
) -> None:
    logic = files["logic.json"].decode()
    for question in shipped.questions.values():
        assert question.ask not in logic
    for remedy in shipped.remedies:
        assert remedy.summary not in logic


def test_the_same_rules_give_the_same_bytes(files: dict[str, bytes], shipped: RuleBase) -> None:
    assert compiled(shipped, ["es"]) == files


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    out = str(tmp_path / "file" / "folder")
    done = CliRunner().invoke(cli, ["export", "--out", out])
    assert done.exit_code == 2
    assert "cannot be made: Not a directory" in done.stderr


def test_its_document_names_every_member_and_every_kind_of_part(files: dict[str, bytes]) -> None:
    document = (Path(__file__).parents[3] / "docs" / "compiled-format.md").read_text()
    logic = json.loads(files["logic.json"])
    text = json.loads(files["text.en.json"])
    kinds = {part[0] for part in logic["parts"]}
    assert len(kinds) > 7
    for kind in kinds:
        assert f'["{kind}", ' in document, kind
    for member in {*logic, *text} - {"kind"}:
        assert f"`{member}`" in document, member
