"""All benchmarks in one run: `python benchmarks/run.py [--quick] [--out FOLDER]`.

Every engine is measured in a process of its own, on the shipped rule base and the same people. Its
results are held to the reference evaluator's first: an engine whose results differ gets no figure.
Nothing that was timed is shown before all have been compared. Writes `results.json`, `results.md`
and `results.svg`, and prints the second.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from agreement import difference
from isolated import HERE, Findings, MeasurementError, measured
from machine import description
from measure import ENGINES
from plot import drawn
from report import report
from targets import judged

REFERENCE = "reference"


@dataclass(frozen=True)
class Budget:
    """How much is measured, and for how long.

    At most `people` are checked, for `checking` seconds; then `seconds` are spent on timing; on
    either for each larger rule base, `seconds_copied`. `patience` is when an engine is given up;
    `rows` are numbers of cases in columns, `copies` how often the rule base is repeated, `cases`
    and `starts` of interviews.
    """

    people: int
    checking: float
    seconds: float
    seconds_copied: float
    patience: float
    rows: tuple[int, ...]
    copies: tuple[int, ...]
    copied_rows: int
    cases: int
    starts: int


FULL = Budget(
    people=500,
    checking=20,
    seconds=6,
    seconds_copied=2,
    patience=60,
    rows=(10**3, 10**4, 10**5, 10**6, 10**7),
    copies=(2, 4, 8),
    copied_rows=10**6,
    cases=1000,
    starts=10,
)
QUICK = Budget(
    people=100,
    checking=0.5,
    seconds=0.5,
    seconds_copied=0.3,
    patience=20,
    rows=(10**3, 10**4, 10**5),
    copies=(2,),
    copied_rows=10**5,
    cases=5,
    starts=1,
)


def main() -> int:
    """Measure everything, write the results, print the table; 0, or 2 for bad use."""
    parser = argparse.ArgumentParser(description="Measure triage against other rule engines.")
    parser.add_argument(
        "--quick", action="store_true", help="a minute, to try it out; figures vary"
    )
    parser.add_argument("--out", type=Path, default=HERE / "results", help="folder for the results")
    given = parser.parse_args()
    budget = QUICK if given.quick else FULL
    results: Findings = {
        "taken_on": datetime.now(UTC).date().isoformat(),
        "quick": given.quick,
        "machine": description(),
        "bandwidth": measured("bandwidth.py", budget.patience),
        "engines": _engines(budget, 1, list(ENGINES)),
        "engines_copied": [],
        "columnar": [_columnar(budget, rows) for rows in budget.rows],
        "columnar_copied": [_columnar(budget, budget.copied_rows, one) for one in budget.copies],
        "columnar_half_known": _columnar(budget, budget.copied_rows, known=0.5),
        "interview": _interviews(budget),
    }
    engines = results["engines"]
    for copies in budget.copies:
        # What failed or was wrong on fewer rules is not tried on more.
        able = [one["name"] for one in engines if not one["failure"]]
        engines = _engines(budget, copies, able)
        results["engines_copied"] += engines
    results["targets"] = judged(results)
    given.out.mkdir(parents=True, exist_ok=True)
    text = report(results)
    (given.out / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    (given.out / "results.md").write_text(text, encoding="utf-8")
    drawn(results, given.out / "results.svg")
    print(text)
    return 0


def _engines(budget: Budget, copies: int, names: list[str]) -> list[Findings]:
    """Return the findings on some engines, or why there are none, for a rule base `copies` times.

    Raises MeasurementError when the reference itself cannot be measured.
    """
    given: dict[str, object] = {"copies": copies, "most": budget.people}
    if copies == 1:
        given |= {"checking": budget.checking, "seconds": budget.seconds}
    else:
        given |= {"checking": budget.seconds_copied, "seconds": budget.seconds_copied}
    # The reference checks everybody, however long that takes.
    checked = {**given, "checking": budget.patience}
    reference = measured("measure.py", 4 * budget.patience, name=REFERENCE, **checked)
    found = []
    for name in names:
        one: Findings = {"name": name, "engine": name, "copies": copies}
        try:
            one |= (
                reference
                if name == REFERENCE
                else measured("measure.py", budget.patience, name=name, **given)
            )
            one["failure"] = difference(one, reference)
        except MeasurementError as error:
            one["failure"] = str(error)
        people = len(one.pop("results", ()))
        _tell(f"{name}, rules x {copies}: {one['failure'] or f'{people} people, results equal'}")
        if one["failure"]:
            one = {key: one[key] for key in ("name", "engine", "copies", "failure")}
        else:
            one |= {"checked": people, "nodes": len(one["nodes"])}
        found.append(one)
    return found


def _columnar(budget: Budget, rows: int, copies: int = 1, known: float = 1.0) -> Findings:
    found = measured("columnar.py", 4 * budget.patience, rows=rows, copies=copies, known=known)
    _tell(f"columns, {rows:,} rows, rules x {copies}: {found['checked']} people, results equal")
    return found


def _interviews(budget: Budget) -> Findings:
    found = measured("interview.py", 4 * budget.patience, most=budget.cases, starts=budget.starts)
    _tell(f"interviews: {len(found['cases'])}")
    return found


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except MeasurementError as error:
        _tell(f"Error: {error}")
        sys.exit(1)
