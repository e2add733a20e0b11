"""Files from elsewhere: every command refuses, at its place, what could do harm."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run

SMALL = Path(__file__).parents[1] / "unit" / "content" / "small"
STEERING = ["\x1b", "\x9b", "\0", "\x07", "\u202e", "\u2066", "\u2028"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the small rule base."""
    return shutil.copytree(SMALL, tmp_path / "copy")


@pytest.mark.parametrize("character", STEERING)
@pytest.mark.parametrize("command", ["ask --plain", "assess -", "questions", "check", "graph"])
def test_a_rule_base_cannot_steer_the_terminal(
    run: Run, copy: Path, tmp_path: Path, character: str, command: str
) -> None:
    rule = copy / "rules" / "danger" / "gas.yaml"
    escape = f"\\u{ord(character):04x}"
    rule.write_text(rule.read_text().replace("title: ", f'title: "{escape}" #', 1))
    words = command.split()
    where = [str(copy)] if command == "check" else ["--knowledge", str(copy)]
    report = tmp_path / "handout.txt"
    if words[0] in {"ask", "assess"}:
        where += ["--report", str(report)]
    done = run(*words, *where, stdin="{}")
    assert done.exit_code in {1, 2}
    told = f"rules/danger/gas.yaml:3:8: a control character is not allowed: U+{ord(character):04X}"
    assert told in done.output
    assert character not in done.output
    assert not report.exists()


@pytest.mark.parametrize("character", STEERING)
def test_answers_and_saved_sessions_cannot_steer_the_terminal(
    run: Run, tmp_path: Path, character: str
) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"pain.location": [f"low_back{character}"]}))
    done = run("assess", file)
    assert done.exit_code == 2
    assert f"answers.json:1:20: a control character is not allowed: U+{ord(character):04X}" in (
        done.output
    )
    saved = {"format": 1, "answers": [], "set_aside": [{"question": f"x{character}"}]}
    file.write_text(json.dumps(saved))
    done = run("ask", "--plain", "--resume", file)
    assert done.exit_code == 2
    assert f"a control character is not allowed: U+{ord(character):04X}" in done.output
    assert character not in done.output


@pytest.mark.parametrize(
    ("command", "asks"),
    [
        ("ask --plain --knowledge {}", "the cache"),
        ("assess - --knowledge {}", "the cache"),
        ("explain - --counterfactual --knowledge {}", "the cache"),
        ("questions --knowledge {}", "the cache"),
        ("batch {}/none.csv {}/out.csv --knowledge {}", "the files"),
        ("check {}", "the files"),
        ("claims --knowledge {}", "the files"),
        ("coverage {} --knowledge {}", "the files"),
        ("diff {} {}", "the files"),
        ("lock {}", "the files"),
        ("graph --knowledge {}", "the files"),
        ("mutate --knowledge {}", "the files"),
        ("score {} --knowledge {}", "the files"),
        ("texts --lang es --knowledge {}", "the files"),
        ("verify --knowledge {}", "the files"),
    ],
)
def test_only_what_a_person_waits_for_asks_the_cache(
    run: Run, copy: Path, monkeypatch: pytest.MonkeyPatch, command: str, asks: str
) -> None:
    def stop_at(name: str) -> Callable[..., None]:
        def stop(*_given: object) -> None:
            raise LookupError(name)

        return stop

    monkeypatch.setattr("triage.content.load.read_cached", stop_at("the cache"))
    monkeypatch.setattr("triage.content.load.read_yaml", stop_at("the files"))
    done = run(*[word.replace("{}", str(copy)) for word in command.split()])
    assert repr(done.exception) == repr(LookupError(asks)), done.output


def test_a_rule_that_nobody_reads_is_a_finding(run: Run, copy: Path) -> None:
    run("lock", copy)
    assert run("check", copy).exit_code == 0
    rule = copy / "rules" / "danger" / "gas.yaml"
    for name in ("gas_two.YAML", "gas_three.yaml.txt"):
        rule.with_name(name).write_text(rule.read_text())
    done = run("check", copy)
    assert done.exit_code == 1
    assert "2 problems" in done.output
    for name in ("gas_three.yaml.txt", "gas_two.YAML"):
        assert f"rules/danger/{name}: looks like content, and nobody reads it [content.unread]" in (
            done.output
        )
    assert "hint: content ends in `.yaml`" in done.output
    rule.write_text("id: [")
    broken = run("check", copy)
    assert "3 problems" in broken.output
    assert "gas_two.YAML" in broken.output


def test_a_rule_base_that_links_out_is_refused_by_check_and_lock(run: Run, copy: Path) -> None:
    victim = copy.parent / "victim"
    victim.write_text("tok_12345\n")
    (copy / "rules" / "rules.lock").unlink(missing_ok=True)
    (copy / "rules" / "rules.lock").symlink_to(victim)
    for command, status in (("check", 1), ("lock", 2)):
        done = run(command, copy)
        assert done.exit_code == status
        assert "rules/rules.lock: is a link that leads out of the folder" in done.output
        assert "tok" not in done.output
    assert victim.read_text() == "tok_12345\n"
