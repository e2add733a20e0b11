"""`triage score` and `triage claims` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from triage.cli.main import cli

CASES = Path(__file__).parent


def _score(*args: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["score", *map(str, args)], env={"COLUMNS": "80"})
    return result.exit_code, result.output


def test_the_table_shows_measures_with_intervals_and_every_missed_case() -> None:
    status, text = _score(CASES / "whole_cases")
    assert status == 0
    assert text.startswith("50 cases.")
    words = " ".join(text.split())
    assert "safety of advice 50/50 100.0% (95 % interval 92.9% to 100.0%)" in words
    assert "Missed: none" in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_json_holds_the_same_numbers_as_the_table() -> None:
    status, text = _score(CASES / "whole_cases", "--format", "json")
    assert status == 0
    data = json.loads(text)
    assert data["cases"] == len(data["results"]) == 50
    right = sum(one["right"] for one in data["results"])
    assert data["measures"]["accuracy"]["count"] == right
    assert sum(sum(row.values()) for row in data["matrix"].values()) == 50


def test_a_single_file_can_be_scored() -> None:
    status, text = _score(CASES / "remedies.yaml")
    assert status == 0
    assert text.startswith("42 cases.")
    assert "Missed: none" in text


@pytest.mark.parametrize("content", [b"", b"id: x\n", b"\xff\xfe", b"- 1\n", b"id: [\n"])
def test_a_file_that_is_no_case_is_bad_use_and_never_a_traceback(
    tmp_path: Path, content: bytes
) -> None:
    tmp_path.joinpath("x.yaml").write_bytes(content)
    status, text = _score(tmp_path)
    assert status == 2
    assert "x.yaml" in text


def test_a_missing_folder_is_bad_use() -> None:
    status, text = _score(CASES / "nowhere")
    assert status == 2
    assert "no such file or folder" in text


def test_claims_lists_all_33_with_verdict_and_source() -> None:
    result = CliRunner().invoke(cli, ["claims"], env={"COLUMNS": "80"})
    assert result.exit_code == 0
    numbers = [line[:2].strip() for line in result.output.splitlines() if line[2:4] == ". "]
    assert numbers == [str(number) for number in range(1, 34)]
    assert "CONTRADICTED." in result.output
    assert max(len(line) for line in result.output.splitlines()) <= 80


def test_claims_as_json_name_their_sources() -> None:
    result = CliRunner().invoke(cli, ["claims", "--format", "json"])
    data = json.loads(result.output)
    assert [one["number"] for one in data] == list(range(1, 34))
    assert all(one["sources"] and one["verdict"] and one["why"] for one in data)
