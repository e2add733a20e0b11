"""`triage mutate`: whether anybody would notice a slip in the rules or the texts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from triage.author.cases.vignette import read_vignettes
from triage.author.faults.conditions import Operator
from triage.author.faults.mutants import Mutant, mutants
from triage.author.faults.mutation import Mutation, MutationScore, Refuter, Result
from triage.cli.inputs import (
    format_option,
    knowledge_option,
    open_rulebase,
    solver_needed,
    told_plainly,
)
from triage.cli.show import width
from triage.cli.status import FINDINGS
from triage.cli.stopping import ended_by_ctrl_c
from triage.model.rulebase import RuleBase
from triage.report.as_text import wrapped


@click.command("mutate")
@click.option(
    "--vignettes",
    type=click.Path(exists=True, path_type=Path),
    metavar="PATH",
    multiple=True,
    help="Whole written cases to judge by; can be given more than once.",
)
@click.option(
    "--prove",
    type=click.Choice(["rest", "all"]),
    help="Ask the solver too: about faults that nobody else noticed, or about all (slow).",
)
@click.option(
    "--every",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Plant only every Nth fault.",
)
@format_option
@knowledge_option
def command(
    *,
    vignettes: tuple[Path, ...],
    prove: str | None,
    every: int,
    form: str,
    knowledge: Path | None,
) -> None:
    """Plant single faults in the rules and texts, one at a time, and see who notices.

    Judges are the examples in the rule files, the checks, the cases given and, of words, numbers
    and sources, the lock. Names each fault that nobody noticed, dangerous ones first. Exits 1 when
    one of these is dangerous: it can lower the urgency of a case, remove a block, or mislead a
    person. The share noticed decides nothing.
    """
    rulebase = open_rulebase(knowledge)
    with told_plainly():
        mutation = Mutation(
            rulebase,
            read_vignettes(vignettes) if vignettes else (),
            _refuter(rulebase) if prove else None,
            refute_all=prove == "all",
        )
    with ended_by_ctrl_c():
        score = mutation.run(_shown(islice(mutants(rulebase), 0, None, every)))
    if form == "json":
        click.echo(json.dumps(_record(score), indent=2, ensure_ascii=False))
    else:
        for line in _lines(score, width()):
            click.echo(line)
    if score.dangerous_survivors:
        raise SystemExit(FINDINGS)


def _refuter(rulebase: RuleBase) -> Refuter:
    with solver_needed():
        from triage.author.faults.proving import Proofs  # noqa: PLC0415  (z3 is an extra)
    return Proofs(rulebase)


def _shown(planted: Iterable[Mutant]) -> Iterable[Mutant]:
    """Return the faults, counted on a terminal while they are tried."""
    found = list(planted)
    bar = Progress(
        TextColumn("planting faults"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    with bar:
        yield from bar.track(found)


def _record(score: MutationScore) -> dict[str, object]:
    return {
        "faults": len(score.results),
        "equivalent": [one.mutant.name for one in score.results if one.equivalent],
        "score": round(float(score.score), 4),
        "noticed_by": score.noticed_by,
        "by_operator": {
            operator: {
                "noticed": noticed,
                "of": of,
                "by_lock_alone": score.by_lock_alone.get(operator, 0),
            }
            for operator, (noticed, of) in score.by_operator.items()
        },
        "survivors": [
            {
                "fault": one.mutant.name,
                "kind": one.mutant.operator,
                "dangerous": one.mutant.dangerous,
            }
            for one in score.survivors
        ],
    }


def _lines(score: MutationScore, columns: int) -> Iterator[str]:
    harmless = [one for one in score.results if one.equivalent]
    yield f"{len(score.results)} faults planted, {len(harmless)} change nothing"
    yield f"  noticed {_percent(score.counted - len(score.survivors), score.counted)}"
    yield f"  dangerous and unnoticed: {len(score.dangerous_survivors)}"
    yield ""
    yield "Noticed by"
    for witness, count in score.noticed_by.items():
        yield f"  {witness:<26}{_percent(count, score.counted)}"
    yield ""
    yield "Kinds of fault"
    for operator, (noticed, of) in score.by_operator.items():
        alone = score.by_lock_alone.get(operator, 0)
        by_lock = f", {alone} by the lock alone" if alone else ""
        yield f"  {_in_words(operator):<26}{_percent(noticed, of)}{by_lock}"
    for heading, dangerous in (("Dangerous and unnoticed", True), ("Unnoticed", False)):
        for operator in score.by_operator:
            of_kind = [
                result
                for result in score.survivors
                if result.mutant.operator is operator and result.mutant.dangerous is dangerous
            ]
            yield from _listed(f"{heading}: {_in_words(operator)}", of_kind, columns)
    yield from _listed("Proved to change nothing", harmless, columns)


def _in_words(operator: Operator) -> str:
    return operator.replace("_", " ")


def _percent(part: int, of: int) -> str:
    return f"{part:>5} of {of:>5}  {100 * part / of if of else 100:>5.1f} %"


def _listed(heading: str, results: Iterable[Result], columns: int) -> Iterator[str]:
    found = list(results)
    if found:
        yield ""
        yield f"{heading} ({len(found)})"
        for one in found:
            yield from wrapped(one.mutant.name, columns, "  ", "      ")
