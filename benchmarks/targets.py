"""What was aimed at, and whether it was reached."""

from __future__ import annotations

from isolated import Findings

MILLION = 1_000_000
FLAT_FROM, FLAT_TO = 10**5, 10**7
FLAT = 1.25
"""How far apart costs per case may be and still count as the same: noise of a shared machine."""


def judged(results: Findings) -> list[Findings]:
    """Return each target with what was found: `target`, `found`, `met` (None: not measured)."""
    engines = {one["name"]: one for one in results["engines"]}
    speed = {name: one.get("cases_per_s", 0.0) for name, one in engines.items()}
    peers = {name: one for name, one in speed.items() if not is_ours(engines[name])}
    columns = results["columnar"][-1]["cases_per_s"]
    with_intake = results["columnar"][-1]["cases_per_s_with_intake"]
    best = max(peers, key=lambda name: peers[name])
    costs = [
        1e9 / one["cases_per_s"]
        for one in results["columnar"]
        if FLAT_FROM <= one["rows"] <= FLAT_TO
    ]
    apart = max(costs) / min(costs)
    return [
        _target("columns: at least 1,000,000 cases/s", f"{columns:,.0f}", columns >= MILLION),
        _target(
            "the same, every cell of a table checked first",
            f"{with_intake:,.0f}",
            with_intake >= MILLION,
        ),
        _ratio("columns: at least 1,000 x clipspy", columns, speed["clips"], 1000),
        _ratio(
            "verdicts of one case: at least 10 x clipspy", speed["verdicts"], speed["clips"], 10
        ),
        _ratio("whole assess() of one case: the same", speed["assess"], speed["clips"], 10),
        _ratio("verdicts of one case: ahead of zen-engine", speed["verdicts"], speed["zen"], 1),
        _ratio(
            f"whole assess(): ahead of every peer (best: {engines[best]['engine']})",
            speed["assess"],
            peers[best],
            1,
        ),
        _target(
            "columns: cost per case flat from 10^5 to 10^7 cases",
            f"{min(costs):.0f} to {max(costs):.0f} ns ({len(costs)} sizes)",
            apart <= FLAT if len(costs) > 1 else None,
        ),
        _target(
            "columns: within 20 x of what memory allows",
            f"{distance(results):.0f} x",
            distance(results) <= 20,  # noqa: PLR2004  (stands in the text)
        ),
    ]


def is_ours(engine: Findings) -> bool:
    """Return whether findings are on one of our own readers."""
    return str(engine["engine"]).startswith("triage")


def allowed(results: Findings) -> float:
    """Return the cases per second that reading their facts once from memory allows."""
    bandwidth = max(results["bandwidth"].values())
    return float(bandwidth / results["columnar"][-1]["bytes_per_case"])


def distance(results: Findings) -> float:
    """Return how many times slower the columnar reader is than `allowed`."""
    return float(allowed(results) / results["columnar"][-1]["cases_per_s"])


def _ratio(target: str, ours: float, other: float, least: float) -> Findings:
    if not ours or not other:
        return _target(target, "not measured", None)
    return _target(target, f"{ours / other:,.1f} x", ours / other >= least)


def _target(target: str, found: str, met: bool | None) -> Findings:  # noqa: FBT001  (a verdict)
    return {"target": target, "found": found, "met": met}
