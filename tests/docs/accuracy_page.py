"""The page that shows how well the rules do: docs/accuracy.md, from numbers kept and readings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean
from textwrap import wrap
from typing import TypeAlias

from triage.author.cases.agreement import score_readings
from triage.author.cases.readings import read_readings
from triage.model.rulebase import RuleBase

ROOT = Path(__file__).parents[2]
Data: TypeAlias = Mapping[str, object]
Runs: TypeAlias = Mapping[str, Data]

ENOUGH = 0.8
"""A condition reached less often than that needs its reason."""


def page(now: Data, before: Data, notes: Data, rulebase: RuleBase, again: Sequence[str]) -> str:
    """Return the document; `again` are the commands that repeat what it shows."""
    return "\n".join((*_page(now, before, notes, rulebase, again), ""))


def _page(
    now: Data, before: Data, notes: Data, rulebase: RuleBase, again: Sequence[str]
) -> Iterator[str]:
    runs, old = _runs(now), _runs(before)
    yield "# How well the rules do"
    yield ""
    yield "Written by `python tests/docs/accuracy.py --write`. Reasons that people wrote stand in"
    yield "[accuracy_notes.json](accuracy_notes.json), the figures in"
    yield "[accuracy.json](accuracy.json), those of before in"
    yield "[accuracy_baseline.json](accuracy_baseline.json)."
    yield ""
    yield from _LIMITS
    yield ""
    yield "## The targets"
    yield ""
    yield "Mid range, through the interview, where nothing else is said."
    yield ""
    yield "| | before | now | at least |"
    yield "|---|---|---|---|"
    for title, target, cell in _TARGETS:
        yield f"| {title} | {cell(old)} | {cell(runs)} | {target} |"
    yield ""
    yield "The same with every number at the low and at the high end of its range, everything told:"
    yield ""
    yield "| | low, before | low, now | high, before | high, now |"
    yield "|---|---|---|---|---|"
    for title, at_end in _ENDS:
        cells = " | ".join(at_end(some, end) for end in ("low", "high") for some in (old, runs))
        yield f"| {title} | {cells} |"
    yield ""
    yield "## Reach against escalation"
    yield ""
    yield "![Reach of dangerous conditions against ordinary people alarmed](accuracy.svg)"
    yield ""
    yield "Rules are added one by one: each time the one that reaches most for each it alarms."
    yield "Numbered are the rules that cost most."
    yield ""
    yield "What stands in the way of the targets that are missed:"
    yield ""
    in_the_way = notes["in_the_way"]
    assert isinstance(in_the_way, list)
    for note in in_the_way:
        yield from wrap(f"- {note}", 100, subsequent_indent="  ")
    yield ""
    yield from _tables(runs, old, notes)
    yield from _readings(rulebase)
    yield "## Again"
    yield ""
    yield f"Rule base `{str(now['rulebase'])[:16]}`, portraits `{str(now['portraits'])[:16]}`."
    yield ""
    yield "```"
    yield from again
    yield "triage score --readings tests/readings"
    yield "```"


_LIMITS = """\
**These people do not exist, and no clinician has reviewed them.** They are drawn from
[portraits](../knowledge/portraits/README.md): how many people with a condition, or with none, would
tick each line. Most of these numbers are assumed; the rest come mostly from studies in which a
clinician asked. Lines are drawn apart unless a portrait says that they go together. So a figure
here says how rules behave on these assumptions, and serves to compare two versions of the rules.
It does not say how many real people would be helped or harmed.""".splitlines()


def _runs(some: Data) -> dict[str, Data]:
    runs = some["runs"]
    assert isinstance(runs, dict)
    return runs


def _mean(runs: Runs, name: str, key: str) -> str:
    dangerous = runs.get(name, {}).get("dangerous")
    value = dangerous[key] if isinstance(dangerous, dict) else None
    return "-" if value is None else f"{value:.1%}"


def _ordinary(runs: Runs, name: str, key: str) -> str:
    ordinary = runs.get(name, {}).get("ordinary")
    if not isinstance(ordinary, dict):
        return "-"
    count, of = ordinary[key]
    return f"{count / of:.1%}"


def _worst(runs: Runs) -> str:
    some = [one for one in _list(runs["told"]["conditions"]) if _is_dangerous(one)]
    return str(sum(_rate(one, "reach") < ENOUGH for one in some))


def _is_dangerous(one: Data) -> bool:
    return bool(one["counted"]) and one["least_level"] in {"emergency_now", "urgent_same_day"}


def _rate(one: Data, key: str) -> float:
    count, people = one[key], one["people"]
    assert isinstance(count, int)
    assert isinstance(people, int)
    return count / people


def _unsure(runs: Runs) -> str:
    (one,) = _list(runs["unsure"]["conditions"])
    return f"{_rate(one, 'same_day_or_more'):.1%}"


def _burden(runs: Runs) -> str:
    kinds = _list(runs["interview"]["kinds"])
    screens = mean(float(str(one["median_screens"])) for one in kinds)
    lines = mean(float(str(one["median_lines"])) for one in kinds)
    return f"{screens:.1f} / {lines:.0f}"


_TARGETS: tuple[tuple[str, str, Callable[[Runs], str]], ...] = (
    ("emergency and same-day conditions: mean reach of the least level, with background",
     "95 %", lambda runs: _mean(runs, "interview", "mean_reach")),
    ("the same, without it", "92 %", lambda runs: _mean(runs, "interview_bare", "mean_reach")),
    ("conditions reached in less than 80 % (everything told)", "none without a reason", _worst),
    ("sent home (self-care or routine), with background", "at most 0.7 %",
     lambda runs: _mean(runs, "interview", "mean_sent_home")),
    ("the same, without it", "at most 1.5 %",
     lambda runs: _mean(runs, "interview_bare", "mean_sent_home")),
    ("ordinary people: same day or more, right or not", "-",
     lambda runs: _ordinary(runs, "interview", "same_day_or_more")),
    ("ordinary people: avoidable same day or more", "at most 15 %",
     lambda runs: _ordinary(runs, "interview", "avoidable_same_day_or_more")),
    ("ordinary people: avoidable emergency", "at most 3 %",
     lambda runs: _ordinary(runs, "interview", "avoidable_emergency")),
    ("ordinary people: self-care or routine", "60 %",
     lambda runs: _ordinary(runs, "interview", "self_care_or_routine")),
    ("a healthy person unsure of 5 % of lines: same day or more", "at most 10 %", _unsure),
    ("screens / lines to the end, ordinary people (mean of medians)", "-", _burden),
)  # fmt: skip

_ENDS: tuple[tuple[str, Callable[[Runs, str], str]], ...] = (
    ("mean reach, with background", lambda runs, end: _mean(runs, end, "mean_reach")),
    ("mean reach, without", lambda runs, end: _mean(runs, f"{end}_bare", "mean_reach")),
    ("sent home, with background", lambda runs, end: _mean(runs, end, "mean_sent_home")),
    ("sent home, without", lambda runs, end: _mean(runs, f"{end}_bare", "mean_sent_home")),
    ("ordinary people: avoidable same day or more",
     lambda runs, end: _ordinary(runs, end, "avoidable_same_day_or_more")),
    ("ordinary people: avoidable emergency",
     lambda runs, end: _ordinary(runs, end, "avoidable_emergency")),
    ("ordinary people: self-care or routine",
     lambda runs, end: _ordinary(runs, end, "self_care_or_routine")),
)  # fmt: skip


def _tables(runs: Runs, old: Runs, notes: Data) -> Iterator[str]:
    reasons = notes["below_80"]
    assert isinstance(reasons, dict)
    told = _list(runs["told"]["conditions"])
    bare = {str(one["id"]): one for one in _list(runs["told_bare"]["conditions"])}
    was = {str(one["id"]): one for one in _list(old["told"]["conditions"])}
    yield "## Conditions, worst first (everything told)"
    yield ""
    yield "| condition | least level | before | reached now | without background | home, without |"
    yield "|---|---|---|---|---|---|"
    for one in told:
        name = str(one["id"])
        before = f"{_rate(was[name], 'reach'):.0%}" if name in was else "-"
        yield (
            f"| {name} | {one['least_level']} | {before} | {_rate(one, 'reach'):.0%} "
            f"| {_rate(bare[name], 'reach'):.0%} | {_rate(bare[name], 'sent_home'):.1%} |"
        )
    yield ""
    low = [one for one in told if _is_dangerous(one) and _rate(one, "reach") < ENOUGH]
    if low:
        yield "Why these are reached in less than 80 %:"
        yield ""
        for one in low:
            yield f"- {one['id']}: {reasons.get(one['id'], 'no reason is written yet: missed.')}"
        yield ""
    yield "## Ordinary people, most often alarmed first (everything told)"
    yield ""
    yield "| kind | avoidable same day or more | avoidable emergency | self-care or routine |"
    yield "|---|---|---|---|"
    for one in _list(runs["told"]["kinds"]):
        cells = ("avoidable_same_day_or_more", "avoidable_emergency", "sent_home")
        yield f"| {one['id']} | " + " | ".join(f"{_rate(one, key):.0%}" for key in cells) + " |"
    yield ""
    yield "Rules behind avoidable escalations (several can fire in one person):"
    yield ""
    yield "| rule | share of ordinary people |"
    yield "|---|---|"
    rules = runs["told"]["rules"]
    assert isinstance(rules, dict)
    for rule, (count, of) in rules.items():
        yield f"| {rule} | {count / of:.1%} |"
    yield ""


def _readings(rulebase: RuleBase) -> Iterator[str]:
    stories, readings = read_readings(rulebase, ROOT / "tests" / "readings")
    yield "## Readings"
    yield ""
    yield f"{len(stories)} people in words (tests/readings), coded by readers who saw the questions"
    yield "and not the rules, and then triaged. Before: careful reader (A) 12 of 34 dangerous and"
    yield "10 of 27 ordinary people at an accepted level; anxious reader (C) 28 of 34 and 6 of 27."
    yield ""
    if not readings:
        yield "No reading of the present questions is kept yet."
        yield ""
        return
    yield "| reading | dangerous right | ordinary right | exact | under | over | sent home | |"
    yield "|---|---|---|---|---|---|---|---|"
    for one in score_readings(rulebase, stories, readings):
        shares = (
            one.share(lambda case: case.is_accepted, "dangerous"),
            one.share(lambda case: case.is_accepted, "ordinary"),
            one.share(lambda case: case.is_exact),
            one.share(lambda case: case.is_under),
            one.share(lambda case: case.is_over),
            one.share(lambda case: case.is_sent_home, "dangerous"),
        )
        cells = " | ".join(f"{share.count}/{share.of}" for share in shares)
        yield f"| {one.reading.name} | {cells} | {'stale' if one.reading.stale else ''} |"
    yield ""


def _list(some: object) -> list[Data]:
    assert isinstance(some, list)
    return some
