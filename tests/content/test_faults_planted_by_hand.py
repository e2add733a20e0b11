"""Faults that an edit of our content could bring in: `triage check` names each of them.

Each is one that once passed unseen, or could. It is planted in the bytes of one file and checked
against the lock as it is shipped; then once more as if an author had raised the version and locked
it, to know what notices a fault that somebody means (`docs/insight.md` tells the same).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import pytest

from triage.checks.check import Check, CheckContext, Finding
from triage.checks.examples import ExamplesHold
from triage.checks.lock import NothingSilent
from triage.checks.reading import PlainWords
from triage.checks.run import CHECKS
from triage.content.load import load_raw, read_files
from triage.content.locate import content_root
from triage.content.lock import Lock, lock_of, read_lock

WRITTEN = date(2026, 11, 22)
QUICK: list[type[Check]] = [one for one in CHECKS if one not in {ExamplesHold, PlainWords}]
"""These two take most of the time of all checks; they are held by tests of their own."""

SADDLE = "rules/nerves/cauda_equina.yaml"
COLLAPSE = "rules/heart_lung/collapse.yaml"
TABLETS = "knowledge/remedies/oral_nsaid.yaml"
NET = "knowledge/safety_net.yaml"
SPANISH = "knowledge/locales/es.yaml"


@cache
def _shipped() -> dict[str, bytes]:
    return read_files()


def _whole(file: str) -> str:
    return _shipped()[file].decode()


@dataclass(frozen=True)
class Fault:
    """What is replaced by what in which file, and who notices.

    `lock_says` is what the lock says, `once_locked` are the checks that notice it all the same once
    it is locked, `with_it` is what an author has to change beside it.
    """

    file: str
    before: str
    after: str
    lock_says: str
    once_locked: frozenset[str] = frozenset()
    with_it: tuple[tuple[str, str, str], ...] = ()


OUTDATED = frozenset({"locales.complete"})

FAULTS = {
    "a contraindication is dropped": Fault(
        TABLETS,
        """\
  - id: kidney_disease
    when: {any: [{fact: condition.kidney_disease, is: true}, {fact: history.dialysis, is: true}]}
    because: It can harm weak kidneys further.
    sources: [101, 108]
""",
        "",
        "the meaning changed",
        OUTDATED,
    ),
    "a not is lost": Fault(
        "rules/fallback/other_location.yaml",
        "    - not:\n        any:\n",
        "    - all:\n      - any:\n",
        "the meaning changed",
    ),
    "a threshold is moved by one": Fault(
        "rules/children/any_pain.yaml",
        "when: {fact: patient.age_years, at_most: 17}",
        "when: {fact: patient.age_years, at_most: 16}",
        "the meaning changed",
    ),
    "an emergency is made less urgent": Fault(
        COLLAPSE,
        "level: emergency_now",
        "level: urgent_same_day",
        "the meaning changed",
        OUTDATED,
        with_it=(
            *[(COLLAPSE, "rung: emergency_now", "rung: urgent_same_day")] * 3,
            (NET, "heart_lung.collapse.emergency_now", "heart_lung.collapse.urgent_same_day"),
        ),
    ),
    "an emergency allows warmth and tablets": Fault(
        SADDLE,
        "allow: [stay_calm]",
        "allow: [stay_calm, heat_pack, oral_nsaid]",
        "the meaning changed",
        frozenset({"safety.emergency-allows"}),
    ),
    "an emergency is deleted": Fault(
        NET,
        "heart_lung.collapse.emergency_now",
        "head_neck.stroke.emergency_now",
        "`heart_lung.collapse` is locked but does not exist",
        OUTDATED,
        with_it=((COLLAPSE, _whole(COLLAPSE), ""),),
    ),
    "an emergency can never be found": Fault(
        COLLAPSE,
        "when: {fact: general.collapsed, is: true}",
        "when: {all: [{fact: general.collapsed, is: true}, {fact: general.collapsed, is: false}]}",
        "the meaning changed",
        frozenset({"safety.not-in-red-flag"}),
    ),
    "an emergency is called harmless": Fault(
        SADDLE,
        "Go to an emergency department now. What you told us",
        "This is harmless. Stay at home. What you told us",
        "the texts changed",
        OUTDATED,
    ),
    "unsure about an emergency sign counts as nothing": Fault(
        "knowledge/questions/warning_signs.yaml",
        "label: passing out\n        not_sure: as_yes\n",
        "label: passing out\n",
        "the meaning changed",
        frozenset({"safety.not-sure"}),
    ),
    "a question asks for the opposite": Fault(
        "knowledge/questions/nerves.yaml",
        "Numb or strange feeling between the legs",
        "Normal feeling between the legs",
        "the texts changed",
        OUTDATED,
    ),
    "tablets are told to everybody": Fault(
        "knowledge/preferences.yaml",
        "for_everyone: [",
        "for_everyone: [oral_nsaid, ",
        "the meaning changed",
    ),
    "tablets are called natural": Fault(
        TABLETS, "class: medicated", "class: natural", "the meaning changed"
    ),
    "a week is a day": Fault(
        "knowledge/questions/complaint.yaml",
        "{name: weeks, times: 7}",
        "{name: weeks, times: 1}",
        "the meaning changed",
        frozenset({"units.factor"}),
    ),
    "a dose is more than doubled": Fault(
        "knowledge/remedies/paracetamol.yaml",
        "Never more than 8 in 24 hours",
        "Never more than 18 in 24 hours",
        "the texts changed",
        OUTDATED,
    ),
    "a number to call is wrong": Fault(
        "knowledge/regions.yaml",
        'emergency: ["112"]',
        'emergency: ["113"]',
        "the meaning changed",
    ),
    "a weak remedy is recommended": Fault(
        "rules/recommendation/acupuncture_low_back.yaml",
        "strength: may_try",
        "strength: recommended",
        "the meaning changed",
    ),
    "signs of nerves are no signs": Fault(
        NET,
        "stays:\n",
        "stays:\n  - nerves\n",
        "the meaning changed",
    ),
    "the Spanish of an emergency says to wait": Fault(
        SPANISH,
        "Pida ayuda de emergencia ahora mismo",
        "Espere en casa unas semanas",
        "the translation into `es` of `knowledge/dispositions` changed",
    ),
    "a rule cites what does not carry it": Fault(
        SADDLE, "sources: [7, 8, 9, 32]", "sources: [103, 105, 106]", "the evidence changed"
    ),
    "the level of an emergency says to rest": Fault(
        "knowledge/dispositions.yaml",
        "action: Call your emergency number or go to an emergency department now.",
        "action: Rest at home.",
        "the texts changed",
        OUTDATED,
    ),
    "the disclaimer claims a diagnosis": Fault(
        "knowledge/disclaimer.yaml",
        'short: "This is not a diagnosis.',
        'short: "A doctor made this diagnosis.',
        "the texts changed",
        OUTDATED,
    ),
    "who waits is told to drive": Fault(
        SADDLE,
        "Do not drive yourself.",
        "Drive yourself to the beach.",
        "the texts changed",
        OUTDATED,
    ),
}


def _planted(fault: Fault) -> dict[str, bytes]:
    files = dict(_shipped())
    for file, before, after in ((fault.file, fault.before, fault.after), *fault.with_it):
        text = files[file].decode()
        assert before in text, f"{file} does not hold {before!r}"
        files[file] = text.replace(before, after, 1).encode()
    return {name: raw for name, raw in files.items() if raw}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_named_until_it_is_locked(name: str) -> None:
    fault = FAULTS[name]
    files = _planted(fault)
    rulebase = load_raw(files)

    def found(lock: Lock | None, checks: list[type[Check]]) -> list[Finding]:
        context = CheckContext(rulebase=rulebase, files=files, lock=lock, today=WRITTEN)
        return [one for check in checks for one in check().findings(context)]

    silent = found(read_lock(content_root()), [NothingSilent])
    assert [one for one in silent if one.message.startswith(fault.lock_says)]
    assert all(not one.warning for one in silent)
    noticed = {one.check for one in found(lock_of(rulebase), QUICK)}
    assert noticed == fault.once_locked
