"""Measures the rules on people who do not exist, and writes docs/accuracy.md from what was found.

`python tests/docs/accuracy.py --write` draws people anew (some minutes), keeps the numbers in
docs/accuracy.json, the curve in docs/accuracy.svg, and writes the document. Without people,
`--page` only writes the document again, from the numbers kept and from the readings of today.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass

from accuracy_page import ROOT, Data, page

from triage.cli.simulate_data import data
from triage.content.load import load, read_files
from triage.content.portraits import load_portraits
from triage.model.population import Portraits
from triage.model.rulebase import RuleBase
from triage.simulate.curve import curve
from triage.simulate.draw import Reach, Wishes
from triage.simulate.picture import svg_of
from triage.simulate.report import Report
from triage.simulate.run import CONDITIONS, Plan, chosen, simulate

DOCS = ROOT / "docs"
PAGE, NOW, BEFORE = "accuracy.md", "accuracy.json", "accuracy_baseline.json"
NOTES, CURVE = "accuracy_notes.json", "accuracy.svg"
SEED = 1
RULES = 20
"""Rules listed behind escalations."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the simulation that the document shows, and the command that repeats it."""

    people: int
    interview: bool = False
    reach: str = "mid"
    background: bool = True
    not_sure: float = 0.0
    only: str = ""

    @property
    def command(self) -> str:
        """Return the command for the shell."""
        words = [f"triage simulate --people {self.people} --seed {SEED}"]
        words += ["--interview"] * self.interview
        words += [f"--range {self.reach}"] * (self.reach != "mid")
        words += ["--no-background"] * (not self.background)
        words += [f"--not-sure {self.not_sure}"] * bool(self.not_sure)
        words += [f"--portrait {self.only}"] * bool(self.only)
        return " ".join(words)

    def plan(self, portraits: Portraits) -> Plan:
        """Return the plan of the run."""
        some = chosen(portraits, [self.only] if self.only else [])
        wishes = Wishes(SEED, Reach(self.reach), self.background, self.not_sure)
        return Plan(self.people, some, wishes, self.interview)


RUNS = {
    "interview": Run(3800, interview=True),
    "interview_bare": Run(1900, interview=True, background=False, only=CONDITIONS),
    "told": Run(20_000),
    "told_bare": Run(10_000, background=False, only=CONDITIONS),
    "low": Run(20_000, reach="low"),
    "low_bare": Run(10_000, reach="low", background=False, only=CONDITIONS),
    "high": Run(20_000, reach="high"),
    "high_bare": Run(10_000, reach="high", background=False, only=CONDITIONS),
    "unsure": Run(500, interview=True, background=False, not_sure=0.05, only="plain_back_pain"),
}


def measured(rulebase: RuleBase, portraits: Portraits) -> tuple[dict[str, Data], Report]:
    """Return what every run found, by its name, and the report of everything told."""
    reports = {
        name: simulate(rulebase, portraits, run.plan(portraits)) for name, run in RUNS.items()
    }
    return {name: kept(data(report)) for name, report in reports.items()}, reports["told"]


def kept(found: Data) -> Data:
    """Return the numbers of a run that the document shows, out of `triage simulate`'s JSON."""
    ordinary = found["ordinary"]
    assert isinstance(ordinary, dict)
    alarms = ordinary["rules"]
    return {
        **{key: found[key] for key in ("people", "interview", "background", "range", "not_sure")},
        "dangerous": found["dangerous"],
        "conditions": [_row(one) for one in _list(found["conditions"])],
        "ordinary": {
            key: _counted(ordinary[key])
            for key in (
                "same_day_or_more", "avoidable_same_day_or_more", "avoidable_emergency",
                "self_care_or_routine",
            )
        },
        "kinds": [_row(one) for one in _list(ordinary["kinds"])],
        "rules": {name: _counted(alarms[name]) for name in list(alarms)[:RULES]},
    }  # fmt: skip


def _row(one: Data) -> Data:
    shown = {key: one[key] for key in ("id", "people", "least_level", "counted")}
    shares = (
        "reach",
        "same_day_or_more",
        "sent_home",
        "avoidable_same_day_or_more",
        "avoidable_emergency",
    )
    shown |= {key: _counted(one[key])[0] for key in shares if key in one}
    return {**shown, **{key: one[key] for key in ("median_screens", "median_lines") if key in one}}


def _counted(share: object) -> list[int]:
    assert isinstance(share, dict)
    return [share["count"], share["of"]]


def _list(some: object) -> list[Data]:
    assert isinstance(some, list)
    return some


def read(name: str) -> Data:
    """Return a file of numbers or notes in docs/."""
    found = json.loads((DOCS / name).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def _write(name: str, found: Data) -> None:
    text = json.dumps(found, indent=1, ensure_ascii=False)
    text = re.sub(r"\[\s+(\d+),\s+(\d+)\s+\]", r"[\1, \2]", text)  # a count of how many
    text = re.sub(r"\{[^{}]+\}", lambda row: re.sub(r"\n\s*", " ", row[0]), text)  # a row, a line
    (DOCS / name).write_text(f"{text}\n", encoding="utf-8")


def current_page(rulebase: RuleBase) -> str:
    """Return the document as it should stand now."""
    again = [run.command for run in RUNS.values()]
    return page(read(NOW), read(BEFORE), read(NOTES), rulebase, again)


def main(arguments: list[str]) -> None:
    """Write the numbers (with `--write`) and the document."""
    rulebase = load(cached=False)
    if "--write" in arguments:
        portraits = load_portraits(rulebase, read_files(portraits=True))
        runs, report = measured(rulebase, portraits)
        _write(NOW, {"rulebase": rulebase.digest, "portraits": portraits.digest, "runs": runs})
        title = "Reach of dangerous conditions against ordinary people alarmed without need"
        (DOCS / CURVE).write_text(svg_of(curve(report), title, RUNS["told"].command), "utf-8")
    text = current_page(rulebase)
    (DOCS / PAGE).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
