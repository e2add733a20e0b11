"""Mistakes that can be made in the small rule base, and what the checks find in it."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from triage.checks.check import CheckContext, Finding
from triage.checks.run import run_checks
from triage.content.load import load_raw
from triage.content.lock import Lock, lock_of

Changes: TypeAlias = dict[str, tuple[str, str]]
"""What to replace by what, by file."""

IN_TIME = date(2026, 12, 1)
"""A day on which no review of the small rule base is overdue."""

GAS = "rules/danger/gas.yaml"
FLOOD = "rules/danger/flood.yaml"
BURST = "rules/water/burst.yaml"
BOILER = "knowledge/questions/boiler.yaml"
HOUSE = "knowledge/questions/house.yaml"
BLEED = "knowledge/remedies/bleed_radiator.yaml"
NET = "knowledge/safety_net.yaml"
COLD = "rules/recommendation/cold_rooms.yaml"
SOURCES = "knowledge/sources/manuals.yaml"
CLAIMS = "knowledge/claims.yaml"

DIARY = """\
sources:
  - {number: 3, short: Diary, citation: A diary., status: confirmed, addresses: [],
     supports: nothing, flags: []}"""
ONE_CLAIM = """\
claims:
  - {number: 1, claim: It mends itself., verdict: unproven, why: It does not., sources: [1]}"""
LONG_WORDS = """\
summary: Considerable accumulations of atmospheric contaminants necessitate comprehensive evacuation
  of the installation by appropriately qualified individuals, notwithstanding inconvenience."""
SHORT_BUT_HARD = """\
worry: catastrophic uncontrollable deflagration of accumulated hydrocarbons
  tell: Immediately evacuate habitable accommodation."""

MISTAKES: dict[str, tuple[str, Changes]] = {
    "an example of a rung that should fire and does not": (
        "examples.hold",
        {BURST: ("boiler.age_years: 30, water.on_floor: true", "boiler.age_years: 3")},
    ),
    "an example of a rung that should stay silent and fires": (
        "examples.hold",
        {
            BURST: (
                "facts: {water.on_floor: false}",
                "facts: {boiler.under_pressure: true, boiler.age_years: 30, water.on_floor: true}",
            )
        },
    ),
    "a ladder without an example that was not asked yet": (
        "examples.hold",
        {BURST: ("{boiler.age_years: 30}\n      stays: open", "{boiler.age_years: 3}")},
    ),
    "an urgent rung that waits for a no": (
        "safety.not-in-red-flag",
        {BURST: ("{fact: water.on_floor, is: true}", "{fact: water.on_floor, is: false}")},
    ),
    "an urgent rung that no reason to come back stands for": (
        "safety.not-told",
        {NET: (", water.burst.urgent_same_day]", "]")},
    ),
    "an emergency rung that allows more than calm": (
        "safety.emergency-allows",
        {BURST: ("      - Open no valve.\n", "      - Open no valve.\n    allow: [close_valve]\n")},
    ),
    "a ladder that rests on a judgement nobody names": (
        "citations.missing",
        {BURST: ("  judgement: Ours.\n", "")},
    ),
    "an example that should fire and does not": (
        "examples.hold",
        {GAS: ("facts: {gas.smell: true}", "facts: {gas.smell: false}")},
    ),
    "an example that should stay silent and fires": (
        "examples.hold",
        {GAS: ("facts: {gas.smell: false}", "facts: {gas.smell: true}")},
    ),
    "no example that was not asked yet": (
        "examples.hold",
        {GAS: ("facts: {}\n      stays: open", "facts: {gas.smell: false}")},
    ),
    "an urgent rule that waits for a no": (
        "safety.not-in-red-flag",
        {FLOOD: ("- {finding: old_boiler, is: true}", "- {finding: old_boiler, is: false}")},
    ),
    "an urgent rule that no reason to come back stands for": (
        "safety.not-told",
        {NET: ("rules: [danger.flood]", "when: {fact: water.on_floor, is: true}")},
    ),
    "a reason to come back that is less urgent than its rule": (
        "safety.not-told",
        {NET: ("level: emergency_now", "level: urgent_same_day")},
    ),
    "an emergency sign for which not sure counts as nothing": (
        "safety.not-sure",
        {HOUSE: ("    not_sure: as_yes\n", "")},
    ),
    "an emergency that allows more than calm": (
        "safety.emergency-allows",
        {GAS: ("    - Touch no switch.\n", "    - Touch no switch.\n  allow: [close_valve]\n")},
    ),
    "a unit that is counted wrongly": (
        "units.factor",
        {BOILER: ("{name: months, times: 1/12}", "{name: months, times: 1/10}")},
    ),
    "a unit of something else": (
        "units.factor",
        {BOILER: ("{name: months, times: 1/12}", "{name: kg, times: 1}")},
    ),
    "a unit that is not counted from nothing": (
        "units.factor",
        {BOILER: ("{name: months, times: 1/12}", "{name: months, times: 1/12, plus: 1}")},
    ),
    "a unit that is not itself": (
        "units.factor",
        {BOILER: ("{name: years}", "{name: years, times: 2}")},
    ),
    "a remedy that no rule names": (
        "safety.remedy-unreachable",
        {COLD: ("[bleed_radiator, close_valve, sealing_potion]", "[close_valve, sealing_potion]")},
    ),
    "a fact that nothing reads": (
        "safety.fact-unused",
        {BLEED: ("{fact: person.skilled, is: false}", "{fact: boiler.under_pressure, is: true}")},
    ),
    "a judgement that is not named": (
        "citations.missing",
        {GAS: ("  judgement: Ours.\n", "")},
    ),
    "a remedy without a source": (
        "citations.missing",
        {
            BLEED: (
                "  says: It often helps.\n  sources: [1]",
                "  says: It often helps.\n  sources: []",
            )
        },
    ),
    "a source that nothing cites": (
        "citations.unused",
        {
            SOURCES: (
                "sources:\n  - number: 1",
                DIARY + "\n  - number: 1",
            )
        },
    ),
    "a strong recommendation on a rumour": (
        "citations.unconfirmed-alone",
        {COLD: ("  sources: [1]", "  sources: [2]")},
    ),
    "a claim that stands alone of 33": (
        "claims.complete",
        {
            CLAIMS: (
                "claims: []",
                ONE_CLAIM,
            )
        },
    ),
    "a long text in long words": (
        "reading.grade",
        {
            BLEED: (
                "summary: Bleed the radiator.",
                LONG_WORDS,
            )
        },
    ),
    "short texts in long words": (
        "reading.grade",
        {
            GAS: (
                "worry: an explosion\n  tell: Gas can explode. Leave.",
                SHORT_BUT_HARD,
            )
        },
    ),
}


def check(
    files: dict[str, bytes],
    changes: Changes | None = None,
    *,
    lock: Lock | None = None,
    today: date = IN_TIME,
) -> list[Finding]:
    """Return what the checks find once `changes` are made in `files`.

    `lock` defaults to the one that fits the changed files.
    """
    for name, (old, new) in (changes or {}).items():
        text = files[name].decode()
        assert old in text, f"{name} does not hold {old!r}"
        files[name] = text.replace(old, new, 1).encode()
    rulebase = load_raw(files)
    held = lock_of(rulebase) if lock is None else lock
    return run_checks(CheckContext(rulebase=rulebase, files=files, lock=held, today=today))
