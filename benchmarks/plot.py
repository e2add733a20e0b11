"""Results as a picture: speed, growth with cases, growth with rules, screens per interview."""

from __future__ import annotations

from collections import Counter
from math import log10
from pathlib import Path

import matplotlib as mpl
from isolated import Findings
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from targets import allowed, is_ours

OURS, PEER, LIMIT = "#0b6e4f", "#9a9a9a", "#b3261e"
MILLI = 1e-3
PANEL_POINTS = 225
"""Height of a panel of the picture, roughly, in points."""
LINE_POINTS = 8


def drawn(results: Findings, file: Path) -> None:
    """Write the picture of some results as SVG."""
    with mpl.rc_context(
        {"svg.fonttype": "none", "svg.hashsalt": "triage", "font.size": 9, "axes.grid": True,
         "grid.color": "#e6e6e6", "axes.axisbelow": True}
    ):  # fmt: skip
        figure = Figure(figsize=(11, 8.5), layout="constrained")
        speed, cases, rules, screens = figure.subplots(2, 2).flat
        _speed(speed, results)
        _cases(cases, results)
        _rules(rules, results)
        _screens(screens, results["interview"])
        note = "QUICK run, figures vary. " if results["quick"] else ""
        machine = results["machine"]
        figure.suptitle(
            f"{note}{machine['processor']}, {machine['cores']} cores, {results['taken_on']}",
            fontsize=9,
        )
        figure.savefig(file, format="svg", metadata={"Date": None})


def _speed(axes: Axes, results: Findings) -> None:
    bars = [
        (one["engine"], one["cases_per_s"], OURS if is_ours(one) else PEER)
        for one in results["engines"]
        if not one["failure"]
    ]
    columns = results["columnar"][-1]
    bars.append(("triage columnar, with intake", columns["cases_per_s_with_intake"], OURS))
    bars.append(("triage columnar", columns["cases_per_s"], OURS))
    bars.append(("memory limit", allowed(results), LIMIT))
    bars.sort(key=lambda bar: bar[1])
    names, speeds, colours = zip(*bars, strict=True)
    drawn_bars = axes.barh(names, speeds, color=colours)
    axes.bar_label(
        drawn_bars,
        [f"{speed:,.{0 if speed > 1 else 1}f}" for speed in speeds],
        padding=3,
        fontsize=8,
    )
    axes.set_xscale("log")
    axes.set_xlim(0.1, max(speeds) * 3000)
    axes.set_title("Cases per second (logarithmic)")


def _cases(axes: Axes, results: Findings) -> None:
    columns = {one["rows"]: 1 / one["cases_per_s"] / MILLI for one in results["columnar"]}
    lines, colours = {"triage columnar": columns}, {"triage columnar": OURS}
    for one in results["engines"]:
        if not one["failure"] and one["s_per_case_of_first"]:
            name = one["engine"]
            lines[name] = {int(n): s / MILLI for n, s in one["s_per_case_of_first"].items()}
            colours[name] = OURS if is_ours(one) else PEER
    _lines(axes, lines, colours)
    axes.set_xlim(right=max(columns) * 60)
    axes.set_xlabel("cases in a row")
    axes.set_title("Milliseconds per case, as cases grow")


def _rules(axes: Axes, results: Findings) -> None:
    points: dict[str, dict[int, float]] = {}
    colours: dict[str, str] = {}
    columnar = [results["columnar"][-1], *results["columnar_copied"]]
    for one in (*results["engines"], *results["engines_copied"], *columnar):
        if not one.get("failure"):
            name = one["engine"]
            points.setdefault(name, {})[one["copies"]] = 1 / one["cases_per_s"] / MILLI
            colours[name] = OURS if is_ours(one) else PEER
    _lines(axes, points, colours)
    every = sorted({copies for costs in points.values() for copies in costs})
    axes.set_xscale("log", base=2)
    axes.set_xticks(every, [f"{copies} x" for copies in every])
    axes.set_xlim(right=max(every) * 2)
    axes.set_xlabel("the rule base, so many times over")
    axes.set_title("Milliseconds per case, as rules grow")


def _lines(axes: Axes, lines: dict[str, dict[int, float]], colours: dict[str, str]) -> None:
    """Draw lines and write each name at its end, names that would meet one above the other."""
    axes.set_xscale("log")
    axes.set_yscale("log")
    for name, points in lines.items():
        where = sorted(points)
        costs = [points[one] for one in where]
        axes.plot(where, costs, color=colours[name], marker="o", markersize=3)
    low, high = (log10(edge) for edge in axes.get_ylim())
    taken: dict[int, float] = {}
    for name, points in sorted(lines.items(), key=lambda line: line[1][max(line[1])]):
        end = max(points)
        height = (log10(points[end]) - low) / (high - low) * PANEL_POINTS
        free = max(height, taken.get(end, -LINE_POINTS) + LINE_POINTS)
        taken[end] = free
        axes.annotate(
            name,
            (end, points[end]),
            xytext=(5, free - height),
            textcoords="offset points",
            fontsize=7,
            color=colours[name],
            va="center",
        )


def _screens(axes: Axes, found: Findings) -> None:
    levels = {
        "emergency": ("emergency_now", "#b3261e"),
        "other than self-care": ("", "#d9a441"),
        "self-care": ("self_care", OURS),
    }
    named = {level for level, _ in levels.values() if level}
    most = max(one["screens"] for one in found["cases"])
    below = [0] * (most + 1)
    for name, (level, colour) in levels.items():
        counts = Counter(
            one["screens"]
            for one in found["cases"]
            if one["disposition"] == level or (not level and one["disposition"] not in named)
        )
        heights = [counts[screens] for screens in range(most + 1)]
        axes.bar(range(most + 1), heights, bottom=below, color=colour, label=name)
        below = [under + height for under, height in zip(below, heights, strict=True)]
    axes.set_xlabel(f"screens (asking everything: {found['everything']['screens']})")
    axes.set_ylabel("written cases")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_title("Screens until the end of the interview")
    axes.legend(frameon=False)
