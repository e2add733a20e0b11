"""A meaning does not change unseen: what the lock holds, and what it says of a change."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from mistakes import check

from triage.cli.main import cli
from triage.content.load import load_raw
from triage.content.lock import Lock, lock_of, lock_text, read_lock
from triage.errors import ContentError

FLOOD = "rules/danger/flood.yaml"
BLEED = "knowledge/remedies/bleed_radiator.yaml"
VALVE = "knowledge/remedies/close_valve.yaml"
NET = "knowledge/safety_net.yaml"

MEANINGS = {
    "a level": (FLOOD, "urgent_same_day", "routine_appointment", "danger.flood"),
    "a condition": (FLOOD, "water.on_floor, is: true", "gas.smell, is: true", "danger.flood"),
    "what is held back": (FLOOD, "allow: [close_valve]", "allow: []", "danger.flood"),
    "a threshold": (
        "rules/finding/old_boiler.yaml",
        "at_least: 15}\n\nthen",
        "at_least: 14}\n\nthen",
        "finding.old_boiler",
    ),
    "a contraindication": (
        BLEED,
        "{fact: boiler.under_pressure, is: true}",
        "{fact: gas.smell, is: true}",
        "remedies.bleed_radiator",
    ),
    "how a remedy is used": (BLEED, "- Do it slowly.", "- Do it fast.", "remedies.bleed_radiator"),
    "a stance": (VALVE, "stance: offer", "stance: not_supported", "remedies.close_valve"),
    "a reason to come back": (NET, "level: urgent_same_day", "level: self_care", "safety_net"),
}


@pytest.fixture
def old(small_files: dict[str, bytes]) -> Lock:
    """Return the lock of the small rule base as it is on disk."""
    return lock_of(load_raw(small_files))


@pytest.mark.parametrize("meaning", MEANINGS)
def test_a_changed_meaning_under_the_same_version_fails(
    small_files: dict[str, bytes], old: Lock, meaning: str
) -> None:
    name, before, after, locked = MEANINGS[meaning]
    found = [
        one
        for one in check(small_files, {name: (before, after)}, lock=old)
        if one.check == "lock.meaning"
    ]
    assert [(one.where, one.warning) for one in found] == [(name, False)]
    assert locked in old


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (FLOOD, "tell: It may burst.", "tell: It can burst."),
        (FLOOD, "rationale: For tests.", "rationale: For more tests."),
        (FLOOD, "name: it is so", "name: it is so indeed"),
        (BLEED, "because: Hot water would spray.", "because: Hot water sprays."),
        (
            FLOOD,
            "- {fact: water.on_floor, is: true}\n    - {finding: old_boiler, is: true}",
            "- {finding: old_boiler, is: true}\n    - {fact: water.on_floor, is: true}",
        ),
    ],
    ids=["words", "rationale", "example", "reason", "order of parts"],
)
def test_wording_and_order_are_no_change_of_meaning(
    small_files: dict[str, bytes], old: Lock, name: str, before: str, after: str
) -> None:
    assert check(small_files, {name: (before, after)}, lock=old) == []


def test_a_raised_version_asks_for_a_new_lock(small_files: dict[str, bytes], old: Lock) -> None:
    (found,) = check(small_files, {FLOOD: ("version: 1", "version: 2")}, lock=old)
    assert found.message == "version 2 is not locked yet"


def test_a_version_cannot_go_back(small_files: dict[str, bytes], old: Lock) -> None:
    (found,) = check(small_files, lock={**old, "danger.flood": (3, "0" * 16)})
    assert found.message == "version 1 is older than the locked 3"


def test_a_rule_that_is_new_or_gone_is_named(small_files: dict[str, bytes], old: Lock) -> None:
    fewer = {name: entry for name, entry in old.items() if name != "danger.flood"}
    (new,) = check(small_files, lock=fewer)
    assert new.message == "`danger.flood` is not locked yet"
    (gone,) = check(small_files, lock={**old, "danger.ghost": (1, "0" * 16)})
    assert gone.message == "`danger.ghost` is locked but does not exist"


@pytest.fixture
def folder(tmp_path: Path, small_files: dict[str, bytes]) -> Path:
    """Return a folder that holds the small rule base."""
    for name, raw in small_files.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(raw)
    return tmp_path


def test_the_command_writes_the_lock_and_check_is_content_with_it(folder: Path, old: Lock) -> None:
    assert CliRunner().invoke(cli, ["lock", str(folder)]).exit_code == 0
    assert folder.joinpath("rules/rules.lock").read_text(encoding="utf-8") == lock_text(old)
    assert read_lock(folder) == old
    result = CliRunner().invoke(cli, ["check", str(folder), "--today", "2026-12-01"])
    assert (result.exit_code, result.stdout) == (0, "")


def test_the_command_refuses_to_lock_a_change_without_a_version(folder: Path) -> None:
    CliRunner().invoke(cli, ["lock", str(folder)])
    flood = folder / FLOOD
    text = flood.read_text(encoding="utf-8")
    flood.write_text(text.replace("urgent_same_day", "routine_appointment"), encoding="utf-8")
    before = folder.joinpath("rules/rules.lock").read_bytes()
    refused = CliRunner().invoke(cli, ["lock", str(folder)])
    assert refused.exit_code == 1
    assert "rules/danger/flood.yaml: the meaning changed under version 1" in refused.stdout
    assert folder.joinpath("rules/rules.lock").read_bytes() == before
    bumped = flood.read_text(encoding="utf-8").replace("version: 1", "version: 2")
    flood.write_text(bumped, encoding="utf-8")
    assert CliRunner().invoke(cli, ["lock", str(folder)]).exit_code == 0


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("danger.flood 1\n", "rules/rules.lock:1:1"),
        ("# head\ndanger.flood one 00ff\n", "rules/rules.lock:2:1"),
        ("danger.gas 1 00ff\ndanger.gas 1 00ff\n", "rules/rules.lock:2:1"),
    ],
)
def test_a_broken_lock_is_named_with_its_line(folder: Path, text: str, where: str) -> None:
    folder.joinpath("rules/rules.lock").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_lock(folder)
    assert [problem.where for problem in caught.value.problems] == [where]
    result = CliRunner().invoke(cli, ["check", str(folder)])
    assert result.exit_code == 1
    assert where in result.stdout


def test_no_lock_at_all_is_a_warning(folder: Path) -> None:
    result = CliRunner().invoke(cli, ["check", str(folder), "--today", "2026-12-01"])
    assert result.exit_code == 0
    assert "rules/rules.lock: warning: is missing" in result.stdout
