"""Measures one engine that takes a case at a time, in a process of its own.

First the results are taken down for comparison, and only then is time taken.
"""

from __future__ import annotations

import importlib
import itertools
import math
import time
from array import array
from collections.abc import Sequence
from importlib.metadata import version

from encoding import encode
from engine import Engine
from isolated import Findings, answer
from machine import peak_bytes
from people import people
from replicate import replicated

from triage.content.load import load

ENGINES = {
    "reference": ("ours", "Reference", "symptom-triage"),
    "verdicts": ("ours", "Verdicts", "symptom-triage"),
    "assess": ("ours", "Assess", "symptom-triage"),
    "rete": ("ours", "Rete", "symptom-triage"),
    "zen": ("peer_zen", "Zen", "zen-engine"),
    "clips": ("peer_clips", "Clips", "clipspy"),
    "business-rules": ("peer_business_rules", "BusinessRules", "business-rules"),
    "rule-engine": ("peer_rule_engine", "RuleEngine", "rule-engine"),
    "experta": ("peer_experta", "Experta", "experta"),
    "experta-positive": ("peer_experta", "ExpertaPositive", "experta"),
    "durable": ("peer_durable", "Durable", "durable_rules"),
}
"""Engines by short name: module, class, and the distribution whose version is told."""

NANO = 1e-9


def measure(  # noqa: PLR0913  (what to measure, and for how long)
    *, name: str, copies: int, most: int, checking: float, seconds: float, started: int
) -> Findings:
    """Return the findings on one engine, on the rule base `copies` times over.

    `most` people at most are checked, fewer when `checking` seconds are over; then those are
    assessed again and again for `seconds`, each time taken. `results` has for each person checked
    the true nodes as bits of a number: the first node of `nodes` is the lowest bit.
    """
    module, kind, distribution = ENGINES[name]
    engine: Engine = getattr(importlib.import_module(module), kind)()
    rulebase = load()
    if copies > 1:
        rulebase = replicated(rulebase, copies)
    encoding = encode(rulebase)
    before = time.perf_counter()
    engine.build(encoding)
    built = time.perf_counter() - before
    everybody = people(rulebase, most)
    first = engine.prepare(next(everybody))
    engine.true_nodes(engine.run(first))
    cold = (time.monotonic_ns() - started) * NANO
    nodes = list(encoding.graph.root)
    bit = {node: 1 << place for place, node in enumerate(nodes)}
    cases: list[object] = []
    results: list[str] = []
    until = time.perf_counter() + checking
    for case in itertools.chain([first], map(engine.prepare, everybody)):
        found = engine.true_nodes(engine.run(case))
        cases.append(case)
        results.append(hex(sum(bit[node] for node in found)))
        if time.perf_counter() > until:
            break
    return {
        "engine": engine.name,
        "version": version(distribution),
        "copies": copies,
        "nodes": nodes,
        "results": results,
        "build_s": built,
        "cold_start_s": cold,
        **_summary(_times(engine, cases, seconds)),
        "peak_bytes": peak_bytes(),
    }


def _times(engine: Engine, cases: list[object], seconds: float) -> Sequence[float]:
    """Return seconds per case, in the order they were taken, until time is over."""
    times = array("d")
    until = time.perf_counter() + seconds
    for case in itertools.cycle(cases):
        before = time.perf_counter_ns()
        engine.run(case)
        times.append((time.perf_counter_ns() - before) * NANO)
        if time.perf_counter() > until:
            break
    return times


def _summary(times: Sequence[float]) -> Findings:
    """Return cases per second, percentiles, and the mean of the first 10, 100, 1000... cases."""
    ranked = sorted(times)
    decades = [10**power for power in range(1, 8) if 10**power <= len(times)]
    return {
        "timed": len(times),
        "cases_per_s": len(times) / sum(times),
        "p50_s": _percentile(ranked, 50),
        "p99_s": _percentile(ranked, 99),
        "s_per_case_of_first": {str(count): sum(times[:count]) / count for count in decades},
    }


def _percentile(ranked: Sequence[float], percent: int) -> float:
    """Return the smallest value that `percent` of all values do not exceed (nearest rank)."""
    return ranked[max(0, math.ceil(len(ranked) * percent / 100) - 1)]


if __name__ == "__main__":
    answer(measure)
