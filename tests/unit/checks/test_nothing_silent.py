"""Nothing a person acts on changes unseen: what the lock holds, and what it says of a change."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path

import pytest
from click.testing import CliRunner
from mistakes import Changes, check

from triage.checks.check import Finding
from triage.cli.main import cli
from triage.content.load import load_raw
from triage.content.locales import locale_lines
from triage.content.lock import Entry, Lock, lock_of, lock_text, read_lock
from triage.content.marks import contents_of
from triage.content.texts import mark_of, texts_of
from triage.errors import ContentError
from triage.model.locale import Locale, Translation
from triage.model.rulebase import RuleBase
from triage.terms import RuleStatus

GAS = "rules/danger/gas.yaml"
FLOOD = "rules/danger/flood.yaml"
OLD = "rules/finding/old_boiler.yaml"
BLEED = "knowledge/remedies/bleed_radiator.yaml"
VALVE = "knowledge/remedies/close_valve.yaml"
NET = "knowledge/safety_net.yaml"
LATER = "knowledge/follow_up.yaml"
LEVELS = "knowledge/dispositions.yaml"
DISCLAIMER = "knowledge/disclaimer.yaml"
BOILER = "knowledge/questions/boiler.yaml"
HOUSE = "knowledge/questions/house.yaml"
WISHES = "knowledge/preferences.yaml"
SOURCES = "knowledge/sources/manuals.yaml"
REGIONS = "knowledge/regions.yaml"
SPANISH = "knowledge/locales/es.yaml"

MEANING, TEXTS, EVIDENCE = "the meaning", "the texts", "the evidence"

CHANGES: dict[str, tuple[str, str, str, str]] = {
    "a level": (MEANING, FLOOD, "urgent_same_day", "routine_appointment"),
    "a condition": (MEANING, FLOOD, "water.on_floor, is: true", "gas.smell, is: true"),
    "what is held back": (MEANING, FLOOD, "allow: [close_valve]", "allow: []"),
    "a threshold": (MEANING, OLD, "at_least: 15}\n\nthen", "at_least: 14}\n\nthen"),
    "a contraindication": (
        MEANING,
        BLEED,
        "{fact: boiler.under_pressure, is: true}",
        "{fact: gas.smell, is: true}",
    ),
    "a class": (MEANING, BLEED, "class: natural", "class: professional"),
    "a stance": (MEANING, VALVE, "stance: offer", "stance: not_supported"),
    "the level of a reason to come back": (
        MEANING,
        NET,
        "level: urgent_same_day",
        "level: self_care",
    ),
    "what stays": (MEANING, NET, "stays: [boiler]", "stays: [boiler, gas.smell]"),
    "what a preference gets": (MEANING, WISHES, "[natural, professional]", "[natural]"),
    "a unit": (MEANING, BOILER, "times: 1/12", "times: 1/11"),
    "what unsure counts as": (MEANING, HOUSE, "    not_sure: as_yes\n", ""),
    "a number to call": (MEANING, REGIONS, 'emergency: ["112"]', 'emergency: ["113"]'),
    "what to do": (TEXTS, GAS, "tell: Gas can explode. Leave.", "tell: Gas is harmless. Stay."),
    "what to do while waiting": (TEXTS, GAS, "- Touch no switch.", "- Touch any switch."),
    "how a remedy is used": (TEXTS, BLEED, "- Do it slowly.", "- Do it fast."),
    "why a remedy is left out": (
        TEXTS,
        BLEED,
        "because: Hot water would spray.",
        "because: It would do nothing.",
    ),
    "what a level asks for": (TEXTS, LEVELS, "action: Leave the house.", "action: Stay in."),
    "the disclaimer": (TEXTS, DISCLAIMER, "short: Not a plumber.", "short: A plumber."),
    "a question": (TEXTS, HOUSE, "ask: Do you smell gas?", "ask: Do you smell no gas?"),
    "a line of a question": (TEXTS, BOILER, "text: The needle is in", "text: The needle is not in"),
    "a follow-up": (TEXTS, LATER, "text: Look again", "text: Do not look again"),
    "sources of a rule": (EVIDENCE, GAS, "sources: [1]", "sources: [2]"),
    "a grade": (EVIDENCE, BLEED, "grade: low", "grade: high"),
    "a source": (EVIDENCE, SOURCES, "citation: ", "citation: Not "),
}


def _spanish(base: RuleBase) -> Locale:
    texts = {
        key: Translation(of=mark_of(text), text=f"En español: {text}")
        for key, text in texts_of(base).items()
    }
    return Locale(language="es", name="español", status=RuleStatus.DRAFT, texts=texts)


@pytest.fixture
def files(small_files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files of the small rule base, with a number to call and all in Spanish."""
    small_files[REGIONS] = (
        b"version: 1\nregions:\n"
        b'  - {id: DE, name: Germany, territories: [DE], emergency: ["112"]}\n'
    )
    locale = _spanish(load_raw(small_files))
    small_files[SPANISH] = "\n".join(locale_lines(locale, locale.texts)).encode()
    return small_files


@pytest.fixture
def old(files: dict[str, bytes]) -> Lock:
    """Return the lock of the files as they are."""
    return lock_of(load_raw(files))


def _lock_findings(files: dict[str, bytes], changes: Changes, lock: Lock) -> list[Finding]:
    return [one for one in check(files, changes, lock=lock) if one.check.startswith("lock.")]


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_under_the_same_version_is_named(
    files: dict[str, bytes], old: Lock, change: str
) -> None:
    kind, name, before, after = CHANGES[change]
    (found,) = _lock_findings(files, {name: (before, after)}, old)
    assert found.message == f"{kind} changed under version 1"
    assert found.where.startswith(f"{name}:")
    assert not found.warning
    assert "set `version: 2`, then run `triage lock`" in found.hint


@pytest.mark.parametrize("change", CHANGES)
def test_a_raised_version_asks_for_a_new_lock_only(
    files: dict[str, bytes], old: Lock, change: str
) -> None:
    _, name, before, after = CHANGES[change]
    text = files[name].decode().replace(before, after, 1)
    if name == SOURCES:
        text = text.replace("number: 1", "number: 1\n    version: 2", 1)
    elif "version: 1" in text:
        text = text.replace("version: 1", "version: 2", 1)
    else:
        text = f"version: 2\n{text}"
    found = _lock_findings(files, {name: (files[name].decode(), text)}, old)
    assert [one.message for one in found] == ["version 2 is not locked yet"]


def test_the_version_to_raise_is_named_with_its_line(files: dict[str, bytes], old: Lock) -> None:
    (found,) = _lock_findings(files, {GAS: ("Touch no", "Touch every")}, old)
    assert found.where == f"{GAS}:2:1"


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (FLOOD, "rationale: For tests.", "rationale: For more tests."),
        (FLOOD, "name: it is so", "name: it is so indeed"),
        (
            FLOOD,
            "- {fact: water.on_floor, is: true}\n    - {finding: old_boiler, is: true}",
            "- {finding: old_boiler, is: true}\n    - {fact: water.on_floor, is: true}",
        ),
        (FLOOD, "tell: It may burst.", "tell: >-\n    It may\n    burst."),
    ],
    ids=["rationale", "example", "order of parts", "line breaks"],
)
def test_what_no_person_acts_on_is_not_locked(
    files: dict[str, bytes], old: Lock, name: str, before: str, after: str
) -> None:
    assert _lock_findings(files, {name: (before, after)}, old) == []


def test_a_changed_translation_is_named_with_its_line(files: dict[str, bytes], old: Lock) -> None:
    (found,) = _lock_findings(files, {SPANISH: ("Gas can explode. Leave.", "Espere.")}, old)
    assert found.message == "the translation into `es` of `danger.gas` changed under version 1"
    lines = files[SPANISH].decode().splitlines()
    assert found.where == f"{SPANISH}:{lines.index('  rule.danger.gas.title:') + 1}:3"
    assert "set `version: 2` in knowledge/locales/es.yaml" in found.hint


def test_a_translation_marked_as_current_that_nobody_made_anew_is_named(
    files: dict[str, bytes], old: Lock
) -> None:
    new = "Gas is harmless. Stay."
    before = mark_of("Gas can explode. Leave.")
    changes = {
        GAS: ("version: 1", "version: 2"),
        SPANISH: (f"of: {before}", f"of: {mark_of(new)}"),
    }
    files[GAS] = files[GAS].replace(b"Gas can explode. Leave.", new.encode())
    found = _lock_findings(files, changes, old)
    assert sorted(one.message for one in found) == [
        "the translation into `es` of `danger.gas` changed under version 1",
        "version 2 is not locked yet",
    ]


def test_a_translation_under_a_new_version_asks_for_a_new_lock_only(
    files: dict[str, bytes], old: Lock
) -> None:
    files[SPANISH] = files[SPANISH].replace(b"Gas can explode. Leave.", b"Espere.")
    (found,) = _lock_findings(files, {SPANISH: ("version: 1", "version: 2")}, old)
    assert found.message == "version 2 is not locked yet"
    assert found.where == f"{SPANISH}:1:1"


def test_a_translation_that_is_dropped_is_named(files: dict[str, bytes], old: Lock) -> None:
    base = load_raw(files)
    locale = base.locales[0]
    kept = {key: one for key, one in locale.texts.items() if not key.startswith("disclaimer.")}
    lines = locale_lines(locale.model_copy(update={"texts": kept}), kept)
    files[SPANISH] = "\n".join(lines).encode()
    (found,) = _lock_findings(files, {}, old)
    assert "the translation into `es` of `knowledge/disclaimer` changed" in found.message


def test_a_new_translation_only_has_to_be_locked(files: dict[str, bytes]) -> None:
    english = {name: raw for name, raw in files.items() if name != SPANISH}
    found = _lock_findings(files, {}, lock_of(load_raw(english)))
    messages = {one.message for one in found}
    assert "the translation into `es` of `danger.gas` is not locked yet" in messages
    assert all(one.message.endswith("not locked yet") for one in found)


def test_every_text_is_locked(shipped: RuleBase) -> None:
    told = texts_of(shipped)
    locked = {
        key: text
        for content in contents_of(shipped).values()
        for key, text in (content().texts or {}).items()
    }
    assert locked == told


def test_a_version_cannot_go_back(files: dict[str, bytes], old: Lock) -> None:
    (found,) = _lock_findings(files, {}, {**old, "danger.flood": Entry(3, {"meaning": "0" * 16})})
    assert found.message == "version 1 is older than the locked 3"


def test_a_rule_that_is_new_or_gone_is_named(files: dict[str, bytes], old: Lock) -> None:
    fewer = {name: entry for name, entry in old.items() if name != "danger.flood"}
    (new,) = _lock_findings(files, {}, fewer)
    assert new.message == "`danger.flood` is not locked yet"
    (gone,) = _lock_findings(files, {}, {**old, "danger.ghost": Entry(1)})
    assert gone.message == "`danger.ghost` is locked but does not exist"


def test_a_mark_that_is_missing_in_the_lock_is_named(files: dict[str, bytes], old: Lock) -> None:
    marks = {kind: mark for kind, mark in old["danger.gas"].marks.items() if kind != "texts"}
    (found,) = _lock_findings(files, {}, {**old, "danger.gas": Entry(1, marks)})
    assert found.message == "the texts of `danger.gas` are not locked yet"


@pytest.fixture
def folder(tmp_path: Path, files: dict[str, bytes]) -> Path:
    """Return a folder that holds the small rule base."""
    for name, raw in files.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(raw)
    return tmp_path


def _edit(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_the_command_writes_the_lock_and_check_is_content_with_it(folder: Path, old: Lock) -> None:
    assert CliRunner().invoke(cli, ["lock", str(folder)]).exit_code == 0
    assert folder.joinpath("rules/rules.lock").read_text(encoding="utf-8") == lock_text(old)
    assert read_lock(folder) == old
    result = CliRunner().invoke(cli, ["check", str(folder), "--today", "2026-12-01"])
    assert "lock." not in result.stdout


@pytest.mark.parametrize(
    ("name", "before", "after", "told"),
    [
        (FLOOD, "urgent_same_day", "routine_appointment", f"{FLOOD}:2:1: the meaning changed"),
        (DISCLAIMER, "Not a plumber", "A plumber", f"{DISCLAIMER}:1:1: the texts changed"),
        (GAS, "sources: [1]", "sources: [2]", f"{GAS}:2:1: the evidence changed"),
        (SPANISH, "Not a plumber", "Un fontanero", "`es` of `knowledge/disclaimer` changed"),
    ],
    ids=["meaning", "texts", "evidence", "translation"],
)
def test_the_command_refuses_to_lock_a_change_without_a_version(
    folder: Path, name: str, before: str, after: str, told: str
) -> None:
    CliRunner().invoke(cli, ["lock", str(folder)])
    _edit(folder / name, before, after)
    locked = folder.joinpath("rules/rules.lock").read_bytes()
    refused = CliRunner().invoke(cli, ["lock", str(folder)])
    assert refused.exit_code == 1
    assert told in refused.stdout
    assert folder.joinpath("rules/rules.lock").read_bytes() == locked
    _edit(folder / name, "version: 1", "version: 2")
    assert CliRunner().invoke(cli, ["lock", str(folder)]).exit_code == 0


def test_the_command_refuses_a_version_that_went_back(folder: Path) -> None:
    _edit(folder / GAS, "version: 1", "version: 2")
    CliRunner().invoke(cli, ["lock", str(folder)])
    _edit(folder / GAS, "version: 2", "version: 1")
    refused = CliRunner().invoke(cli, ["lock", str(folder)])
    assert refused.exit_code == 1
    assert f"{GAS}:2:1: version 1 is older than the locked 2" in refused.stdout


def test_a_merged_translation_steps_its_version(folder: Path) -> None:
    CliRunner().invoke(cli, ["lock", str(folder)])
    _edit(folder / GAS, "Gas can explode. Leave.", "Gas can explode. Go out.")
    _edit(folder / GAS, "version: 1", "version: 2")
    knowledge = ["--knowledge", str(folder)]
    to_do = CliRunner().invoke(cli, ["texts", "--lang", "es", *knowledge]).stdout
    filled = folder / "filled.yaml"
    filled.write_text(to_do.replace('text: ""', 'text: "Salga."'), encoding="utf-8")
    merge = ["texts", "--lang", "es", "--merge", str(filled), *knowledge]
    assert CliRunner().invoke(cli, merge).exit_code == 0
    assert folder.joinpath(SPANISH).read_text(encoding="utf-8").startswith("version: 2\n")
    assert CliRunner().invoke(cli, ["lock", str(folder)]).exit_code == 0


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("danger.flood\n", "rules/rules.lock:1:1"),
        ("# head\ndanger.flood one meaning=00ff\n", "rules/rules.lock:2:1"),
        ("danger.gas 1 00ff\n", "rules/rules.lock:1:1"),
        ("danger.gas 1 meaning=00ff\ndanger.gas 1 meaning=00ff\n", "rules/rules.lock:2:1"),
    ],
)
def test_a_broken_lock_is_named_with_its_line(folder: Path, text: str, where: str) -> None:
    folder.joinpath("rules/rules.lock").write_text(text, encoding="utf-8")
    root: Traversable = folder
    with pytest.raises(ContentError) as caught:
        read_lock(root)
    assert [problem.where for problem in caught.value.problems] == [where]
    result = CliRunner().invoke(cli, ["check", str(folder)])
    assert result.exit_code == 1
    assert where in result.stdout


def test_no_lock_at_all_is_a_warning(folder: Path) -> None:
    result = CliRunner().invoke(cli, ["check", str(folder), "--today", "2026-12-01"])
    assert "rules/rules.lock: warning: is missing" in result.stdout
