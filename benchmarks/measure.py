"""Measures one engine in a process of its own and prints what it found as JSON.

First the results are taken down for comparison, and only then is time taken. Called by `run.py`.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import resource
import sys
import time
from importlib.metadata import version
from typing import Any

from encoding import encode
from engine import Engine
from people import people
from replicate import replicated

from triage.content.load import load

ENGINES = {
    "assess": ("ours", "Assess", "symptom-triage"),
    "verdicts": ("ours", "Verdicts", "symptom-triage"),
    "reference": ("ours", "Reference", "symptom-triage"),
    "rete": ("ours", "Rete", "symptom-triage"),
    "clips": ("peer_clips", "Clips", "clipspy"),
    "zen": ("peer_zen", "Zen", "zen-engine"),
    "rule-engine": ("peer_rule_engine", "RuleEngine", "rule-engine"),
    "business-rules": ("peer_business_rules", "BusinessRules", "business-rules"),
    "experta": ("peer_experta", "Experta", "experta"),
    "experta-positive": ("peer_experta", "ExpertaPositive", "experta"),
    "durable": ("peer_durable", "Durable", "durable_rules"),
}
"""Engines by short name: module, class, and the distribution whose version is told."""

NANO = 1e-9


def measure(name: str, copies: int, most: int, seconds: float, started: int) -> dict[str, Any]:
    """Return the findings on one engine.

    `most` people at most are checked and timed, fewer when `seconds` of checking are over;
    `started` is when this process was started (nanoseconds of `time.monotonic_ns`).
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
    cases = [engine.prepare(person) for person in people(rulebase, most)]
    engine.true_nodes(engine.run(cases[0]))
    cold = (time.monotonic_ns() - started) * NANO
    digests: list[str] = []
    until = time.perf_counter() + seconds
    for case in cases:
        nodes = sorted(engine.true_nodes(engine.run(case)))
        digests.append(hashlib.sha256("\n".join(nodes).encode()).hexdigest()[:16])
        if time.perf_counter() > until:
            break
    times = _times(engine, cases[: len(digests)], seconds)
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "name": engine.name,
        "version": _version(distribution),
        "copies": copies,
        "nodes": len(encoding.graph.root),
        "build_s": built,
        "cold_start_s": cold,
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit,
        "digests": digests,
        "times_s": times,
    }


def _times(engine: Engine, cases: list[object], seconds: float) -> list[float]:
    """Return the time of each case: the least of up to five passes within `seconds`."""
    best = [float("inf")] * len(cases)
    until = time.perf_counter() + seconds
    for _ in range(5):
        for place, case in enumerate(cases):
            before = time.perf_counter_ns()
            engine.run(case)
            best[place] = min(best[place], (time.perf_counter_ns() - before) * NANO)
        if time.perf_counter() > until:
            break
    return best


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except ModuleNotFoundError:
        return "this checkout"


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    json.dump(measure(**given), sys.stdout)
