"""A small test population for the small rule base: two troubles, two kinds of ordinary houses."""

from __future__ import annotations

from triage.content.portraits import load_portraits
from triage.model.population import Portraits
from triage.model.rulebase import RuleBase

POPULATION = "knowledge/portraits/population.yaml"
TROUBLES = "knowledge/portraits/troubles.yaml"
ORDINARY = "knowledge/portraits/ordinary.yaml"

FILES = {
    POPULATION: """\
roles: {age: boiler.age_years}
age_bands: [10, 30]
values:
  boiler.age_years: {p10: 2, median: 8, p90: 20, assumed: as seen}
  boiler.state: {dist: {running: 0.9, "off": 0.1}, assumed: as seen}
  house.cold_rooms: {shares: {kitchen: 0.5, bath: 0.2}, assumed: as seen}
  wish.kind: {dist: {natural: 0.5, either: 0.5}, assumed: as seen}
everyone:
  gas.smell: {freq: 0.02, range: [0, 0.1], assumed: noses differ}
where:
  - id: cold_kitchen
    when: {fact: house.cold_rooms, includes: kitchen}
    signs:
      boiler.under_pressure: {freq: 0.3, assumed: guessed}
prevalence:
  person.skilled: {by_age: [0.1, 0.2, 0.3], source: [1]}
exclusive:
  - {fact: water.on_floor, when: {fact: boiler.state, is: "off"}}
unavoidable_escalations:
  - {when: {fact: gas.smell, is: true}, level: emergency_now, why: gas}
sources:
  - {number: 1, cite: A survey, seen: a shelf}
""",
    TROUBLES: """\
family: troubles
portraits:
  - id: leak
    title: A gas leak
    least_level: emergency_now
    why_level: it explodes
    female: {freq: 0.5, assumed: anybody}
    signs:
      gas.smell: {freq: 0.9, range: [0.8, 1], source: [1]}
    signs_without_fact:
      "a hissing sound": {freq: 0.4, assumed: some}
    together:
      - {of: [gas.smell, "a hissing sound"], both: 0.38, why: one hole}
  - id: burst
    title: A burst boiler
    least_level: urgent_same_day
    why_level: it floods
    female: {freq: 0.5, assumed: anybody}
    values:
      boiler.age_years: {bins: [[20, 40, 1]], assumed: old ones burst}
      boiler.state: {dist: {running: 1}, assumed: it still runs}
    signs:
      water.on_floor: {freq: 0.8, assumed: most}
      boiler.under_pressure: {freq: 0.5, given: [water.on_floor], source: [1], derived: half}
sources:
  - {number: 1, cite: A manual, seen: a shelf}
""",
    ORDINARY: """\
family: ordinary
portraits:
  - id: draught
    title: A draught
    least_level: self_care
    most_level: self_care
    why_level: close the window
    weight: {freq: 0.75, assumed: common}
    female: {freq: 0.5, assumed: anybody}
    values:
      boiler.age_years: {bins: [[30, 30, 1]], assumed: old houses}
    signs:
      water.on_floor: {freq: 0.4, assumed: rain comes in}
    higher_is_right_if: {why: two signs, when: {fact: boiler.under_pressure, is: true}}
  - id: warm
    title: All is well
    least_level: self_care
    why_level: nothing is wrong
    weight: {freq: 0.25, assumed: rare}
    female: {freq: 0.5, assumed: anybody}
""",
}


def raw(changes: dict[str, tuple[str, str]] | None = None) -> dict[str, bytes]:
    """Return the files, with one text replaced in each of some; it must stand there."""
    found = dict(FILES)
    for name, (old, new) in (changes or {}).items():
        assert old in found[name]
        found[name] = found[name].replace(old, new)
    return {name: text.encode() for name, text in found.items()}


def portraits(rulebase: RuleBase, changes: dict[str, tuple[str, str]] | None = None) -> Portraits:
    """Return the portraits in the files."""
    return load_portraits(rulebase, raw(changes))
