"""The text form of a verification report, and of a counterexample as an answers file."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

import click

from triage.cli.show import width
from triage.model.rule import RawValue
from triage.model.rulebase import RuleBase
from triage.proofs.property import Shortfall
from triage.proofs.verdict import Counterexample, Proved, Report, Result, Unknown
from triage.report.as_text import wrapped

_MARGIN = "    "
_WORDS = {
    "proved": "proved",
    "counterexample": "COUNTEREXAMPLE",
    "unknown": "UNKNOWN",
    "encoder_fault": "ENCODER FAULT",
}
_COUNTED = {
    "proved": "proved",
    "counterexample": "with a counterexample",
    "unknown": "unknown",
    "encoder_fault": "where the encoder is at fault",
}


def tell(report: Report, rulebase: RuleBase) -> None:
    """Write the report to standard output: each property, then what was covered."""
    for result in report.results:
        _result(result)
    click.echo()
    counts = Counter(result.verdict.word for result in report.results)
    told = ", ".join(f"{counts[word]} {_COUNTED[word]}" for word in _COUNTED if counts[word])
    _say(f"{len(report.results)} properties: {told}.")
    _say(
        f"Each speaks of every answer set there is: each of {len(rulebase.facts)} facts unknown, "
        f"or any value it can take. That is about {Decimal(report.answer_space):.1e}, exactly"
    )
    for line in textwrap.wrap(str(report.answer_space), width() - 2):
        click.echo(f"  {line}")
    _say(
        f"{report.seconds:.1f} s, {report.solver_calls} solver calls. "
        f"{rulebase.manifest.name} {rulebase.manifest.version}, digest {report.digest[:16]}."
    )


def _say(text: str, first: str = "", rest: str = "") -> None:
    for line in wrapped(text, width(), first, rest):
        click.echo(line)


def _result(result: Result) -> None:
    word = _WORDS[result.verdict.word]
    click.echo(f"{word:15} {result.id}")
    indent = " " * 16
    _say(result.statement, indent, indent)
    if result.waived:
        _say(f"Waived with a reason: {len(result.waived)}.", indent, indent)
    match result.verdict:
        case Counterexample(found, cut):
            _found(found, indent)
            if cut:
                _say("There may be more.", indent, indent)
        case Proved():
            pass
        case Unknown(reason):
            _say(f"{reason}; try a longer --timeout", indent, indent)
        case fault:
            _say(fault.reason, indent, indent)


def _found(found: tuple[Shortfall, ...], indent: str) -> None:
    """List what was found; the answers of the first that is a case follow at the end."""
    for one in found:
        _say(one.says, f"{indent}* ", f"{indent}  ")
    case = next((one for one in found if one.cases), None)
    if case is not None:
        click.echo()
        for line in _lines(case, in_full=False):
            click.echo(f"{_MARGIN}{line}")
        click.echo()


def answers_file(property_id: str, shortfall: Shortfall) -> str:
    """Return a counterexample as a file that `triage assess` reads.

    Of two cases the first is the one that is read; the other follows as `facts_after`.
    """
    lines = [f"# a counterexample to {property_id}", *_lines(shortfall, in_full=True)]
    return "\n".join(lines) + "\n"


def _lines(shortfall: Shortfall, *, in_full: bool) -> Iterator[str]:
    """Yield the lines of an answers file; of a second case only what is new, unless in full."""
    yield from wrapped(shortfall.says, width() - len(_MARGIN), "# ", "# ")
    first = shortfall.cases[0] if shortfall.cases else {}
    for name, case in zip(("facts", "facts_after"), shortfall.cases, strict=False):
        told = case
        if name == "facts_after" and not in_full:
            told = {fact: value for fact, value in case.items() if first.get(fact) != value}
            yield "# and then, all else being the same:"
        yield f"{name}:" if told else f"{name}: {{}}"
        yield from (f"  {line}" for line in _answers(told))


def _answers(case: Mapping[str, RawValue]) -> Iterator[str]:
    for fact, value in case.items():
        match value:
            case bool():
                told = "true" if value else "false"
            case list():
                told = f"[{', '.join(value)}]"
            case _:
                told = str(value)
        yield f"{fact}: {told}"
