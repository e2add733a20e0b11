"""Results as a document of tables, readable as it stands and as Markdown."""

from __future__ import annotations

import math
import statistics
import textwrap
from collections.abc import Iterable, Mapping, Sequence

from isolated import Findings
from targets import allowed, distance, is_ours

MILLI, NANO, MEGA, GIGA = 1e-3, 1e-9, 1e6, 1e9
WIDTH = 80
MEASURES = {
    "p50_s": ("p50 per case", "{:.3f} ms", 1 / MILLI),
    "p99_s": ("p99 per case", "{:.3f} ms", 1 / MILLI),
    "build_s": ("build", "{:.3f} s", 1),
    "peak_bytes": ("peak memory", "{:.0f} MB", 1 / MEGA),
    "cold_start_s": ("cold start", "{:.2f} s", 1),
}
"""What a peer is compared in besides cases per second: words, form, and unit."""


def report(results: Findings) -> str:
    """Return the document."""
    parts = [
        "# Benchmarks",
        _setting(results),
        "## Targets",
        _table(
            ("target", "found", ""),
            [
                (one["target"], one["found"], {True: "met", False: "MISSED", None: "-"}[one["met"]])
                for one in results["targets"]
            ],
        ),
        "## One case at a time",
        _wrapped(
            "People of whom everything is known, since other engines know no unknown. Each engine "
            "is asked which of the program's nodes are true, and its answers are compared with "
            "the reference evaluator's before it is timed. `triage assess()` does more: it makes "
            "the whole assessment, with reasons, sources and trace. Time per case is of single "
            "calls, whatever happened during them. Peak memory and cold start (from the start of "
            "the process to the first result) include Python and the rule base."
        ),
        _engines(results["engines"]),
        _failures(results["engines"] + results["engines_copied"]),
        "### Where a peer beats us",
        _losses(results),
        "### Cases in a row",
        "Mean milliseconds per case of the first so many, one after the other.",
        _in_a_row(results["engines"]),
        "## A cohort in columns",
        _columnar(results),
        "### Distance from the limit",
        _limit(results),
        "## More rules",
        "The rule base several times over, each copy with facts, rules and remedies of its own.",
        _copied(results),
        "## Interviews",
        _interviews(results["interview"]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _setting(results: Findings) -> str:
    machine, bandwidth = results["machine"], results["bandwidth"]
    versions = {
        one["engine"]: one["version"]
        for one in results["engines"]
        if not is_ours(one) and not one["failure"]
    }
    (nodes,) = {one["nodes"] for one in results["engines"] if not one["failure"]}
    told = ", ".join(f"{name} {version}" for name, version in versions.items())
    return _wrapped(
        f"Taken on {results['taken_on']}{' (QUICK: figures vary)' if results['quick'] else ''}: "
        f"{machine['processor']}, {machine['cores']} cores, memory {machine['memory']}, "
        f"{machine['system']}, {machine['python']}; {told}, "
        f"polars {results['columnar'][0]['version']}. The shipped rule base: {nodes} nodes. "
        f"Memory copied: {bandwidth['one_core'] / GIGA:.1f} GB/s by one core, "
        f"{bandwidth['all_cores'] / GIGA:.1f} GB/s by all. `make bench` repeats all of it."
    )


def _engines(engines: Sequence[Findings]) -> str:
    rows = [
        (
            one["engine"],
            f"{one['cases_per_s']:,.{0 if one['cases_per_s'] > 1 else 1}f}",
            f"{one['p50_s'] / MILLI:.3f}",
            f"{one['p99_s'] / MILLI:.3f}",
            f"{one['build_s']:.3f}",
            f"{one['peak_bytes'] / MEGA:.0f}",
            f"{one['cold_start_s']:.2f}",
            str(one["checked"]),
        )
        for one in sorted(_measured(engines), key=lambda one: one["p50_s"])
    ]
    names = ("engine", "cases/s", "p50 ms", "p99 ms", "build s", "MB", "cold s", "equal")
    return _table(names, rows)


def _failures(engines: Sequence[Findings]) -> str:
    told = [
        textwrap.fill(
            f"- No figure for {one['engine']} (rules x {one['copies']}): {one['failure']}.",
            WIDTH,
            subsequent_indent="  ",
        )
        for one in engines
        if one["failure"]
    ]
    return "\n".join(told)


def _losses(results: Findings) -> str:
    engines = _measured(results["engines"])
    ours = [one for one in engines if one["name"] in ("verdicts", "assess")]
    peers = [one for one in engines if not is_ours(one)]
    lines: list[str] = []
    for key, (words, form, unit) in MEASURES.items():
        for peer in sorted(peers, key=lambda one: float(one[key])):
            beaten = [one for one in ours if peer[key] < one[key]]
            told = [f"{one['engine']} ({form.format(one[key] * unit)})" for one in beaten]
            if told:
                figure = form.format(peer[key] * unit)
                lines.append(f"- {words}: {peer['engine']} ({figure}) beats {' and '.join(told)}")
    for copies, named in _by_copies(results).items():
        ours_here = [named[name] for name in ("verdicts", "assess") if name in named]
        for peer in named.values():
            beaten = [one for one in ours_here if peer["cases_per_s"] > one["cases_per_s"]]
            if beaten and not is_ours(peer):
                told = [f"{one['engine']} ({one['cases_per_s']:,.0f})" for one in beaten]
                figure = f"{peer['engine']} ({peer['cases_per_s']:,.0f})"
                lines.append(f"- cases/s, rules x {copies}: {figure} beats {' and '.join(told)}")
    filled = [textwrap.fill(line, WIDTH, subsequent_indent="  ") for line in lines]
    return "\n".join(filled) or "Nowhere."


def _in_a_row(engines: Sequence[Findings]) -> str:
    counts = sorted({int(n) for one in _measured(engines) for n in one["s_per_case_of_first"]})
    rows = [
        (
            one["engine"],
            *(
                f"{cost / MILLI:.3f}" if (cost := one["s_per_case_of_first"].get(str(n))) else "-"
                for n in counts
            ),
        )
        for one in _measured(engines)
    ]
    return _table(("engine", *(f"{n:,}" for n in counts)), rows)


def _columnar(results: Findings) -> str:
    half = results["columnar_half_known"]
    table = _table(
        ("cases", "cases/s", "ns per case", "with intake: cases/s", "peak MB"),
        [
            (
                f"{one['rows']:,}",
                f"{one['cases_per_s']:,.0f}",
                f"{1 / one['cases_per_s'] / NANO:.0f}",
                f"{one['cases_per_s_with_intake']:,.0f}",
                f"{one['peak_bytes'] / MEGA:.0f}",
            )
            for one in results["columnar"]
        ],
    )
    first = results["columnar"][0]
    return "\n\n".join(
        (
            _wrapped(
                "From facts in columns to disposition, completeness, red flags, recommendations "
                "and what is left out, in columns. With intake: from a table as a file reader "
                "gives it, every cell checked. More than a million cases are read from memory "
                f"several times. {first['checked']} people, half of them half known, were "
                f"compared with `triage assess()` first. Building takes {first['build_s']:.2f} s; "
                f"the first result stands {first['cold_start_s']:.2f} s after the start of the "
                "process."
            ),
            table,
            _wrapped(
                f"Of whom half of all facts are known: {half['cases_per_s']:,.0f} cases/s, with "
                f"intake {half['cases_per_s_with_intake']:,.0f} ({half['rows']:,} cases)."
            ),
        )
    )


def _limit(results: Findings) -> str:
    one = results["columnar"][-1]
    alone = 1 / one["cases_per_s"] / NANO
    limit = 1 / allowed(results) / NANO
    spent = one["ns_per_case"]
    rows = [(step, f"{cost:.0f}") for step, cost in spent.items()]
    text = (
        f"A case is {one['bytes_per_case']:.1f} bytes of facts. Reading them once at the speed "
        f"memory was copied takes {limit:.1f} ns; all that is done with them takes {alone:.0f} ns, "
        f"{distance(results):.0f} times as long. What that is spent on, one batch at a time, in ns "
        f"per case ({one['threads']} threads; batches overlap when there are more):"
    )
    return f"{_wrapped(text)}\n\n{_table(('step', 'ns per case'), rows)}"


def _copied(results: Findings) -> str:
    by_copies = _by_copies(results)
    columnar = {
        one["copies"]: one for one in (results["columnar"][-1], *results["columnar_copied"])
    }
    names = [one["name"] for one in results["engines"]]
    rows = []
    for name in names:
        costs = [by_copies[copies].get(name) for copies in by_copies]
        if any(costs):
            label = next(one["engine"] for one in costs if one)
            cells = [f"{1 / one['cases_per_s'] / MILLI:.3f}" if one else "-" for one in costs]
            rows.append((label, *cells))
    rows.append(
        (
            "triage columnar",
            *(f"{1 / columnar[copies]['cases_per_s'] / MILLI:.6f}" for copies in by_copies),
        )
    )
    return _table(("ms per case, rules", *(f"x {copies}" for copies in by_copies)), rows)


def _by_copies(results: Findings) -> dict[int, dict[str, Findings]]:
    found: dict[int, dict[str, Findings]] = {}
    for one in _measured(results["engines"] + results["engines_copied"]):
        found.setdefault(one["copies"], {})[one["name"]] = one
    return found


def _interviews(found: Findings) -> str:
    cases, everything = found["cases"], found["everything"]
    levels = list(dict.fromkeys(one["disposition"] for one in cases))
    rows = []
    for level in (*sorted(levels), "all"):
        those = [one for one in cases if level in ("all", one["disposition"])]
        spans = [_span([one[what] for one in those]) for what in ("screens", "items")]
        rows.append((level, str(len(those)), *spans))
    rows.append(("ask everything", "", str(everything["screens"]), str(everything["items"])))
    waits, first = sorted(found["waits_s"]), sorted(found["first_question_s"])
    return "\n\n".join(
        (
            _wrapped(
                f"The {len(cases)} written cases of tests/vignettes/whole_cases, answered as "
                "written, with no preference for natural or medicated help: median (least to most) "
                "of screens shown and of lines or questions answered, by the level reached."
            ),
            _table(("level", "cases", "screens", "items"), rows),
            _wrapped(
                f"From an answer to the next screen: p50 {_rank(waits, 50) / MILLI:.1f} ms, "
                f"p99 {_rank(waits, 99) / MILLI:.1f} ms ({len(waits)} answers). From the command "
                f"to the first question: median {statistics.median(first):.2f} s, longest "
                f"{first[-1]:.2f} s; `triage --help`: median "
                f"{statistics.median(found['help_s']):.2f} s ({len(first)} starts each)."
            ),
        )
    )


def _span(counts: Sequence[int]) -> str:
    return f"{statistics.median(counts):g} ({min(counts)} to {max(counts)})"


def _rank(ranked: Sequence[float], percent: int) -> float:
    return ranked[max(0, math.ceil(len(ranked) * percent / 100) - 1)]


def _measured(engines: Iterable[Findings]) -> list[Findings]:
    return [one for one in engines if not one["failure"]]


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_on_hyphens=False, break_long_words=False)


def _table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table with its columns in line; figures stand to the right."""
    widths: Mapping[int, int] = {
        column: max(len(row[column]) for row in (names, *rows)) for column in range(len(names))
    }
    lines = [
        "| "
        + " | ".join(
            cell.rjust(widths[column]) if column else cell.ljust(widths[column])
            for column, cell in enumerate(row)
        )
        + " |"
        for row in (names, *rows)
    ]
    ruler = "|".join(
        "-" * (width + 1) + (":" if column else "-") for column, width in widths.items()
    )
    return "\n".join((lines[0], f"|{ruler}|", *lines[1:]))
