"""`triage assess`, `explain`, `questions` and `check`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run

from triage import Assessment
from triage.model.rulebase import RuleBase

KEYS = {
    "disposition", "complete", "red_flags", "not_ruled_out", "unanswered", "recommendations",
    "left_out", "not_checked", "not_supported", "safety_net", "follow_up", "disclaimer",
    "knowledge", "trace",
}  # fmt: skip


def test_json_has_the_promised_keys_and_reads_back(run: Run) -> None:
    done = run("assess", "-", "--format", "json", stdin="nerve.saddle_numbness: true\n")
    assert done.exit_code == 0
    result = json.loads(done.stdout)
    assert set(result) >= KEYS
    assert result["disposition"] == "emergency_now"
    assert result["red_flags"][0]["because"][0]["facts"] == {"nerve.saddle_numbness": True}
    assert result["knowledge"]["status"] == "draft"
    assert Assessment.model_validate(result).model_dump(mode="json", by_alias=True) == result


def test_no_answers_are_no_reassurance(run: Run) -> None:
    done = run("assess", "-", "--format", "json", stdin="{}")
    result = json.loads(done.stdout)
    assert result["disposition"] == "clinician_within_days"
    assert result["complete"] is False
    assert result["recommendations"] == []
    assert result["not_ruled_out"]


def test_text_says_what_to_do_first_and_ends_with_the_disclaimer(run: Run) -> None:
    done = run("assess", "-", stdin="chest.pressure: true\n")
    lines = done.stdout.splitlines()
    assert "EMERGENCY" in lines[0]
    assert "No clinician has reviewed" in " ".join(done.stdout.split()) or (
        "no clinician has reviewed" in " ".join(done.stdout.split())
    )
    assert max(map(len, lines)) <= 80


def test_not_sure_about_an_emergency_sign_counts_as_yes(run: Run) -> None:
    done = run("assess", "-", "--format", "json", stdin="nerve.saddle_numbness: not_sure\n")
    assert json.loads(done.stdout)["disposition"] == "emergency_now"


def test_every_mistake_is_reported_at_once_with_a_place_and_a_hint(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("nerve.sadle_numbness: true\npatient.age_years: 999\ngeneral.fever: maybe\n")
    done = run("assess", file)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert f"{file}:1:1" in done.stderr
    assert "did you mean `nerve.saddle_numbness`?" in done.stderr
    assert f"{file}:2:1" in done.stderr
    assert f"{file}:3:1" in done.stderr


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b"{",
        b"- a\n- b\n",
        b"a: 1\na: 2\n",
        b"patient.age_years: .nan",
        b"patient.age_years: -3",
        b"patient.age_years: 120.6",
        b"patient.age_years: 99999999999999999999999999",
        b"pain.location: []",
        b"pain.location: low_back",
        b"pain.location: [[[[[[[[low_back]]]]]]]]",
        b"x: " + b"[" * 3000,
        b"x: !!python/object/apply:os.system [ls]",
        b"a: &a [1]\nb: [*a, *a]",
        b"a" * 1_000_001,
        b"---\na: 1\n---\nb: 2\n",
        b"? [1, 2]\n: 3\n",
        b"null",
        b"patient.age_years: {a: b}",
        b"general.fever: 'true'",
        b"\x1b]0;title\x07: true",
    ],
)
def test_bad_answers_exit_2_without_a_traceback(run: Run, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "answers.yaml"
    file.write_bytes(content)
    done = run("assess", file)
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr
    assert len(done.stderr) < 5000


def test_a_missing_file_is_named(run: Run, tmp_path: Path) -> None:
    done = run("assess", tmp_path / "nowhere.yaml")
    assert done.exit_code == 2
    assert "nowhere.yaml: cannot be read" in done.stderr


def test_explain_tells_why_not_and_suggests(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(
        "pain.location: [low_back]\nmedicine.warfarin: true\npreference.kind: natural\n"
    )
    done = run("explain", file, "wintergreen_oil")
    assert done.exit_code == 0
    assert "left out" in done.stdout
    assert "warfarin: yes" in done.stdout
    wrong = run("explain", file, "wintergren_oil")
    assert wrong.exit_code == 2
    assert "did you mean `wintergreen_oil`?" in wrong.stderr


def test_explain_tells_of_rules_and_remedies(run: Run, rulebase: RuleBase) -> None:
    for name in [*list(rulebase.rule)[::20], *list(rulebase.remedy)[::10]]:
        done = run("explain", "-", name, stdin="patient.age_years: 40\n")
        assert done.exit_code == 0, name
        assert done.stdout.strip()


def test_questions_lists_every_fact(run: Run, rulebase: RuleBase) -> None:
    text = run("questions").stdout
    data = json.loads(run("questions", "--format", "json").stdout)
    assert len(data) == len(rulebase.topics)
    for fact in rulebase.facts:
        assert fact in text


def test_check_reports_all_mistakes_of_a_folder(run: Run, tmp_path: Path) -> None:
    source = Path(__file__).parents[2]
    for folder in ("rules", "knowledge"):
        subprocess.run(["cp", "-r", source / folder, tmp_path / folder], check=True)
    rule = next(
        one
        for one in sorted((tmp_path / "rules").rglob("*.yaml"))
        if "level: emerg" in one.read_text()
    )
    rule.write_text(rule.read_text().replace("level: emergency_now", "level: emergency_soon", 1))
    remedy = tmp_path / "knowledge" / "remedies" / "heat_pack.yaml"
    remedy.write_text(remedy.read_text().replace("title:", "titel:", 1))
    done = run("check", tmp_path)
    assert done.exit_code == 1
    assert f"{rule.relative_to(tmp_path)}:" in done.stdout
    assert "key `titel` is unknown" in done.stdout
    assert "did you mean `title`?" in done.stdout


def test_a_misspelt_command_is_bad_use(run: Run) -> None:
    done = run("asses")
    assert done.exit_code == 2
    assert "Did you mean `assess`?" in done.output


def test_knowledge_can_be_another_folder(run: Run, tmp_path: Path) -> None:
    done = run("assess", "-", "--knowledge", tmp_path, stdin="{}")
    assert done.exit_code == 2
    assert "has no folder `rules`" in done.stderr


def test_a_closed_pipe_is_no_traceback() -> None:
    done = subprocess.run(  # noqa: S602  (the pipe is the point)
        f"{sys.executable} -m triage questions | head -1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr


def test_a_part_of_a_rule_id_is_enough_to_be_told_the_whole(run: Run) -> None:
    done = run("explain", "-", "cauda", stdin="nerve.saddle_numbness: true\n")
    assert done.exit_code == 2
    assert "hint: did you mean `nerves.cauda_equina.emergency_now`" in done.stderr
