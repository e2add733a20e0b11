"""`triage simulate` as it is called: text, JSON, the picture, mistakes, and being stopped."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from boilers import TROUBLES, raw
from click.testing import CliRunner, Result

from triage.cli.main import cli
from triage.extras import how_to_install
from triage.simulate import run as running
from triage.simulate.outcome import Outcome
from triage.wording import speaking

SMALL = Path(__file__).parents[1] / "content" / "small"
Run = Callable[..., Result]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return a folder with the small rule base and its portraits."""
    folder = tmp_path / "house"
    shutil.copytree(SMALL, folder)
    (folder / "knowledge" / "portraits").mkdir()
    for name, text in raw().items():
        (folder / name).write_bytes(text)
    return folder


@pytest.fixture
def run(house: Path) -> Run:
    def _run(*args: str, command: str = "simulate") -> Result:
        return CliRunner().invoke(cli, [command, *args, "--knowledge", str(house)])

    return _run


def test_worst_comes_first_and_the_digests_are_told(run: Run) -> None:
    result = run("--people", "400")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "400 people, everything told, with background, range mid, seed 1"
    assert lines[1].startswith("rules ")
    rows = [one.split()[0] for one in lines if one.startswith(("burst", "leak", "draught", "warm"))]
    assert rows == ["burst", "leak", "draught", "warm"]
    assert "2 emergency and same-day conditions: mean reach " in result.stdout
    assert "  danger.flood" in result.stdout
    assert "screens" not in result.stdout
    assert run("--people", "400").stdout == result.stdout
    assert run("--people", "400", "--seed", "2").stdout != result.stdout


def test_the_interview_tells_how_much_was_asked(run: Run) -> None:
    result = run("--people", "40", "--interview", "--no-background", "--portrait", "troubles")
    assert result.exit_code == 0
    assert "led through the interview, without background" in result.stdout
    assert "screens" in result.stdout
    assert "draught" not in result.stdout


def test_json_has_every_number(run: Run) -> None:
    result = run("--people", "400", "--format", "json", "--range", "low", "--not-sure", "0.05")
    found = json.loads(result.stdout)
    assert (found["range"], found["not_sure"], found["seed"]) == ("low", 0.05, 1)
    assert found["dangerous"]["conditions"] == 2
    (burst, _) = found["conditions"]
    assert burst["reach"]["of"] == 100
    assert burst["reach"]["interval_95"][0] < burst["reach"]["share"]
    assert found["ordinary"]["rules"]["danger.flood"]["of"] == 200
    curve = [one["rule"] for one in found["curve"]]
    assert curve.index("danger.gas") < curve.index("danger.flood") == len(curve) - 1
    assert len(found["rulebase_digest"]) == len(found["portraits_digest"]) == 64


def test_the_picture_is_written(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "curve.svg"
    assert run("--people", "100", "--svg", str(file)).exit_code == 0
    assert file.read_text(encoding="utf-8").startswith("<svg ")
    result = run("--people", "100", "--svg", str(tmp_path))
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_a_portrait_that_is_not_there_is_named_with_what_was_meant(run: Run) -> None:
    result = run("--portrait", "burts", "--portrait", "nobody")
    assert result.exit_code == 2
    assert "no such portrait or family: `burts`\n    hint: did you mean `burst`?" in result.stderr
    assert "`nobody`" in result.stderr


def test_a_mistake_in_a_portrait_stops_before_anybody_is_drawn(run: Run, house: Path) -> None:
    text = (house / TROUBLES).read_text(encoding="utf-8")
    (house / TROUBLES).write_text(text.replace("freq: 0.8,", "freq: 1.8,"), encoding="utf-8")
    result = run()
    assert result.exit_code == 2
    assert f"{TROUBLES}:23:24: `freq`" in result.stderr
    assert result.stdout == ""


def test_check_reads_the_portraits_too(house: Path) -> None:
    text = (house / TROUBLES).read_text(encoding="utf-8")
    (house / TROUBLES).write_text(text.replace("gas.smell: {", "gas.smel: {"), encoding="utf-8")
    (house / "knowledge" / "portraits" / "more.YAML").write_text("", encoding="utf-8")
    result = CliRunner().invoke(cli, ["check", str(house), "--today", "2026-12-01"])
    assert result.exit_code == 1
    assert f"{TROUBLES}:9:7: no such fact: `gas.smel` [portraits.hold]" in result.stdout
    assert "did you mean `gas.smell`?" in result.stdout
    assert "knowledge/portraits/more.YAML: looks like content" in result.stdout


def test_a_run_that_is_stopped_prints_what_was_done(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = running.outcomes_of

    def stopped(*args: object) -> Iterator[Outcome]:
        yield next(outcomes(*args))  # type: ignore[arg-type]  # what simulate hands over
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "outcomes_of", stopped)
    result = run("--people", "400", "--interview")
    assert result.exit_code == 130
    assert result.stdout.startswith("Stopped early")
    assert "\n10 people, led through" in result.stdout


def test_it_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [
        one for one in sys.modules if one.startswith(("triage.cli.simulate_", "triage.simulate"))
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "numpy", None)
    result = run()
    assert result.exit_code == 2
    assert how_to_install("batch") in result.stderr


def test_it_speaks_spanish(run: Run) -> None:
    with speaking("es"):
        result = run("--people", "40")
    assert result.stdout.startswith("40 personas, todo dicho, con trasfondo")
    assert "Reglas detrás de las alarmas evitables" in result.stdout
