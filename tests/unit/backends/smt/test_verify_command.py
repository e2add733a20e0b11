"""`triage verify`: what it prints, what it saves, and how it exits."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from triage.api import assess
from triage.cli.inputs import read_answers
from triage.cli.main import cli
from triage.content.load import load
from triage.extras import how_to_install
from triage.proofs.registry import PROPERTIES

SMALL = Path(__file__).parents[2] / "content" / "small"
"""A small rule base in which a finished self-care case can be left without a recommendation."""

Verify = Callable[..., Result]


@pytest.fixture
def verify(tmp_path: Path) -> Verify:
    folder = tmp_path / "content"
    shutil.copytree(SMALL, folder)

    def run(*args: str | Path) -> Result:
        arguments = ["verify", "--knowledge", str(folder), *map(str, args)]
        return CliRunner().invoke(cli, arguments)

    return run


def test_a_proof_exits_zero_and_says_how_much_it_covers(verify: Verify) -> None:
    result = verify("--property", "red-flags-dominate")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("proved")
    assert "red-flags-dominate" in result.stdout
    assert "1 properties: 1 proved." in result.stdout
    assert "850176" in result.stdout


def test_every_property_is_told_within_eighty_columns(verify: Verify) -> None:
    result = verify()
    assert all(f" {one.id}" in result.stdout for one in PROPERTIES)
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "\x1b" not in result.output


def test_a_counterexample_exits_one_and_is_saved_as_answers(verify: Verify, tmp_path: Path) -> None:
    saved = tmp_path / "found.yaml"
    result = verify("--property", "self-care-has-help", "--save-counterexample", saved)
    assert result.exit_code == 1
    assert result.stdout.startswith("COUNTEREXAMPLE")
    rulebase = load(tmp_path / "content")
    assessment = assess(read_answers(rulebase, str(saved)), rulebase)
    assert assessment.complete
    assert assessment.disposition == "self_care"
    assert assessment.recommendations == ()
    for line in saved.read_text(encoding="utf-8").splitlines():
        assert line.strip().lstrip("# ") in result.stdout + "a counterexample to self-care-has-help"


def test_json_holds_the_same_as_the_text(verify: Verify) -> None:
    result = verify("--format", "json", "--property", "self-care-has-help")
    assert result.exit_code == 1
    data = json.loads(result.stdout)
    assert data["answer_space"] == "850176"
    assert len(data["digest"]) == 64
    (one,) = data["properties"]
    assert one.keys() >= {"id", "statement", "verdict", "seconds", "counterexample"}
    assert one["verdict"] == "counterexample"
    assert one["counterexample"]["facts"]["gas.smell"] is False
    assert one["counterexample"]["facts_after"] is None


def test_several_properties_come_in_the_order_of_the_registry(verify: Verify) -> None:
    result = verify("--format", "json", "--property", "one-truth", "--property", "one-disposition")
    assert [one["id"] for one in json.loads(result.stdout)["properties"]] == [
        "one-truth",
        "one-disposition",
    ]


def test_no_time_exits_three(verify: Verify) -> None:
    result = verify("--timeout", "0.000001", "--property", "one-disposition")
    assert result.exit_code == 3
    assert result.stdout.startswith("UNKNOWN")


def test_no_counterexample_saves_nothing_and_says_so(verify: Verify, tmp_path: Path) -> None:
    saved = tmp_path / "found.yaml"
    result = verify("--property", "one-truth", "--save-counterexample", saved)
    assert result.exit_code == 0
    assert not saved.exists()
    assert "nothing was saved" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--property", "one-dispositon"), "did you mean `one-disposition`?"),
        (("--property", "?"), "one of one-truth, "),
        (("--timeout", "0"), "0"),
        (("--property", "self-care-has-help", "--save-counterexample", "/no/such/x"), "/no/such/x"),
    ],
)
def test_bad_use_exits_two_with_a_hint(
    verify: Verify, arguments: tuple[str, ...], message: str
) -> None:
    result = verify(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_waiver_that_cannot_be_is_named_with_its_file(verify: Verify, tmp_path: Path) -> None:
    waiver = "{property: red-flags-dominate, about: [danger.gas], reason: None.}"
    file = tmp_path / "content" / "knowledge" / "waivers.yaml"
    file.write_text(f"waivers: [{waiver}]\n", encoding="utf-8")
    result = verify()
    assert result.exit_code == 2
    assert "knowledge/waivers.yaml: `red-flags-dominate` cannot be waived" in result.stderr


def test_without_the_solver_it_says_what_to_install(
    verify: Verify, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in list(sys.modules):
        if name.startswith(("z3", "triage.backends.smt", "triage.proofs", "triage.cli.verify_")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "z3", None)
    result = verify()
    assert result.exit_code == 2
    assert how_to_install("verify") in result.stderr


def test_the_page_on_proofs_names_every_property_in_order() -> None:
    page = Path(__file__).parents[4] / "docs" / "proofs.md"
    rows = [line for line in page.read_text(encoding="utf-8").splitlines() if line[:3] == "| `"]
    assert [row.split("`")[1] for row in rows] == [one.id for one in PROPERTIES]
