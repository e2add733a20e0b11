"""The commands that look into a rule base: what they print, and how they end."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from triage.cli.main import cli
from triage.extras import how_to_install

SMALL = Path(__file__).parents[1] / "content" / "small"
Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    def _run(*args: str | Path, stdin: str | None = None) -> Result:
        return CliRunner().invoke(cli, [str(one) for one in args], input=stdin)

    return _run


def _json(result: Result) -> Any:  # noqa: ANN401  (whatever the command wrote)
    return json.loads(result.stdout)


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """Return a folder with the small rule base, its flood rule one level lower."""
    shutil.copytree(SMALL, tmp_path / "edited")
    file = tmp_path / "edited" / "rules" / "danger" / "flood.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("urgent_same_day", "clinician_within_days"), encoding="utf-8")
    return tmp_path / "edited"


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "answers.yaml"
    file.write_text("gas.smell: false\nboiler.age_years: 20\n", encoding="utf-8")
    return file


def test_coverage_counts_answers_and_folders(run: Run, answers: Path) -> None:
    result = run("coverage", answers.parent, "--knowledge", SMALL, "--format", "json")
    assert result.exit_code == 0
    found = _json(result)
    assert found["cases"] == 1
    rules = {one["id"]: one for one in found["rules"]}
    assert rules["finding.old_boiler"]["true"] == 1
    assert found["values"]["gas.smell"] == {"true": 0, "false": 1, "unknown": 0}


def test_coverage_reads_vignettes_as_whole_cases(run: Run, tmp_path: Path) -> None:
    case = "title: A leak, story: It leaks., expected: self_care, facts: {}"
    (tmp_path / "leaks.yaml").write_text(
        "origin: made up\ngold_from: authors\n"
        "defaults: {boiler.state: running, boiler.age_years: 3, house.cold_rooms: [hall],"
        " wish.kind: either}\n"
        f"cases: [{{id: a, {case}}}, {{id: b, {case}, not_told: [water.on_floor]}}]\n",
        encoding="utf-8",
    )
    found = _json(run("coverage", tmp_path, "--knowledge", SMALL, "--format", "json"))
    assert found["values"]["water.on_floor"] == {"true": 0, "false": 1, "unknown": 1}


def test_coverage_as_text_fits_eighty_columns_and_names_what_is_missing(
    run: Run, answers: Path
) -> None:
    result = run("coverage", answers, "--knowledge", SMALL)
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    assert "Fired in no case" in result.stdout
    assert "  danger.gas" in result.stdout.splitlines()


def test_coverage_takes_a_pipe(run: Run) -> None:
    result = run("coverage", "-", "--knowledge", SMALL, stdin="gas.smell: true\n")
    assert result.stdout.startswith("1 case\n")


@pytest.mark.parametrize(
    ("text", "says"),
    [("gas.smel: true\n", "no such fact"), ("- a\n", "should hold answers"), ("{", ":1:")],
)
def test_coverage_refuses_what_is_no_case(run: Run, tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(text, encoding="utf-8")
    result = run("coverage", file, "--knowledge", SMALL)
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stdout == ""


def test_coverage_of_an_empty_folder_is_bad_use(run: Run, tmp_path: Path) -> None:
    result = run("coverage", tmp_path, "--knowledge", SMALL)
    assert result.exit_code == 2
    assert "holds no case" in result.stderr


def test_graph_writes_svg_or_dot_to_standard_output(run: Run) -> None:
    svg = run("graph", "danger.flood", "--knowledge", SMALL)
    assert ET.fromstring(svg.stdout).tag.endswith("svg")  # noqa: S314  (our own text)
    dot = run("graph", "danger.flood", "--format", "dot", "--knowledge", SMALL)
    assert dot.stdout.startswith('digraph "Water and age"')
    assert run("graph", "--knowledge", SMALL).exit_code == 0


def test_graph_of_nothing_known_is_bad_use(run: Run) -> None:
    result = run("graph", "danger.flod", "--knowledge", SMALL)
    assert result.exit_code == 2
    assert "did you mean `danger.flood`?" in result.stderr


def test_diff_of_two_alike_is_proved_equivalent(run: Run, tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "copy")
    result = run("diff", SMALL, tmp_path / "copy")
    assert (result.exit_code, result.stdout) == (
        0,
        "Equivalent: proved for every possible set of answers.\n",
    )


def test_diff_shows_the_cases_and_the_cause(run: Run, edited: Path) -> None:
    result = run("diff", SMALL, edited, "--format", "json")
    assert result.exit_code == 1
    found = _json(result)
    assert not found["equivalent"]
    (cause,) = found["causes"]
    change = {"id": "danger.flood", "change": "urgent_same_day → clinician_within_days"}
    assert cause["changes"] == [change]
    case = cause["cases"][0]
    assert case["old"]["disposition"] == "urgent_same_day"
    assert case["new"]["disposition"] == "clinician_within_days"


def test_a_case_of_diff_can_be_assessed_with_both_versions(
    run: Run, edited: Path, tmp_path: Path
) -> None:
    found = _json(run("diff", SMALL, edited, "--format", "json"))
    case = found["causes"][0]["cases"][0]
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case["facts"]), encoding="utf-8")
    for folder, side in ((SMALL, "old"), (edited, "new")):
        told = _json(run("assess", file, "--knowledge", folder, "--format", "json"))
        assert told["disposition"] == case[side]["disposition"]


def test_diff_as_text_fits_eighty_columns(run: Run, edited: Path) -> None:
    result = run("diff", SMALL, edited)
    assert "Because of danger.flood (urgent_same_day → clinician_within_days):" in result.stdout
    assert all(len(line) <= 80 for line in result.stdout.splitlines())


def test_diff_without_the_solver_says_what_to_install(
    run: Run, edited: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "triage.cli.diff_run", None)
    monkeypatch.delitem(sys.modules, "triage.cli.diff_run")
    for name in [
        one for one in sys.modules if one.startswith(("z3", "triage.backends.smt", "triage.proofs"))
    ]:
        monkeypatch.delitem(sys.modules, name)
    for name in ("triage.author.difference.difference", "triage.author.faults.proving"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "z3", None)
    result = run("diff", SMALL, edited)
    assert result.exit_code == 2
    assert how_to_install("verify") in result.stderr


def test_diff_that_runs_out_of_time_decides_nothing(run: Run, edited: Path) -> None:
    result = run("diff", SMALL, edited, "--timeout", "0.000001")
    assert result.exit_code == 3
    assert result.stdout == ""
    assert "not decided" in result.stderr


def test_mutate_names_the_dangerous_faults_first_and_fails(run: Run) -> None:
    result = run("mutate", "--knowledge", SMALL)
    assert result.exit_code == 1
    assert "Dangerous and unnoticed: remove contraindication (1)" in result.stdout
    assert "contraindication.bleed_radiator.pressure" in result.stdout
    assert "by the lock alone" in result.stdout
    headings = [line for line in result.stdout.splitlines() if "nnoticed: " in line]
    assert headings == sorted(headings, key=lambda line: line.startswith("Unnoticed: "))
    assert all(len(line) <= 80 for line in result.stdout.splitlines())


def test_mutate_fails_only_while_a_dangerous_fault_goes_unnoticed(run: Run) -> None:
    seen = set()
    for every in range(8, 60):
        result = run("mutate", "--every", str(every), "--knowledge", SMALL, "--format", "json")
        survivors = _json(result)["survivors"]
        dangerous = any(survivor["dangerous"] for survivor in survivors)
        assert result.exit_code == int(dangerous)
        seen.add((bool(survivors), dangerous))
        if len(seen) == 3:
            break
    assert seen == {(False, False), (True, False), (True, True)}


def test_mutate_as_json_lists_the_survivors(run: Run) -> None:
    found = _json(run("mutate", "--knowledge", SMALL, "--format", "json"))
    assert 0 < found["score"] < 1
    names = {one["fault"] for one in found["survivors"] if one["dangerous"]}
    assert "contraindication.bleed_radiator.pressure: remove_contraindication: removed" in names
    assert {one["kind"] for one in found["survivors"]} >= {"remove_contraindication"}
    assert found["noticed_by"]["verify"] == 0
    assert found["by_operator"]["milder_text"]["by_lock_alone"] > 0


def test_mutate_can_plant_a_part_of_the_faults(run: Run) -> None:
    whole = _json(run("mutate", "--knowledge", SMALL, "--format", "json"))["faults"]
    third = _json(run("mutate", "--every", "3", "--knowledge", SMALL, "--format", "json"))
    assert third["faults"] == -(-whole // 3)


def test_mutate_can_ask_the_solver_about_every_fault(run: Run) -> None:
    args = ("mutate", "--every", "4", "--prove", "all", "--format", "json", "--knowledge", SMALL)
    assert _json(run(*args))["noticed_by"]["verify"] > 0


def test_counterfactuals_are_told_up_and_down(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "leak.yaml"
    file.write_text("water.on_floor: true\nboiler.age_years: 20\n", encoding="utf-8")
    result = run("explain", file, "--counterfactual", "--knowledge", SMALL)
    assert result.exit_code == 0
    assert "More urgent, with one other answer" in result.stdout
    assert "water on the floor: no (now: yes)" in result.stdout
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    found = _json(
        run("explain", file, "--counterfactual", "--format", "json", "--knowledge", SMALL)
    )
    assert found["disposition"] == "urgent_same_day"
    assert found["up"][0]["changes"] == {"gas.smell": {"from": None, "to": True}}


def test_explain_takes_a_name_or_counterfactual_but_not_both(run: Run, answers: Path) -> None:
    both = run("explain", answers, "danger.gas", "--counterfactual", "--knowledge", SMALL)
    neither = run("explain", answers, "--knowledge", SMALL)
    assert (both.exit_code, neither.exit_code) == (2, 2)
