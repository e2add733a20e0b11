"""`triage claims`: lists what the source article claims, and whether evidence agrees."""

from __future__ import annotations

import json
from pathlib import Path

import click

from triage.cli.inputs import format_option, knowledge_option, open_rulebase
from triage.cli.show import width
from triage.model.remedy import Claim
from triage.model.rulebase import RuleBase
from triage.report.as_text import wrapped


@click.command("claims")
@format_option
@knowledge_option
def command(form: str, knowledge: Path | None) -> None:
    """List every claim of the source article with a verdict, the reason and the sources.

    Verdicts: supported, partly, unproven, conflicting, contradicted.
    """
    rulebase = open_rulebase(knowledge)
    claims = _claims(rulebase)
    if form == "json":
        data = [_data(rulebase, claim, remedy) for claim, remedy in claims]
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
        return
    for claim, remedy in claims:
        about = rulebase.remedy[remedy].title if remedy else "causes"
        lines = [
            *wrapped(f"{claim.number:2}. {claim.claim}", width(), "", "    "),
            *wrapped(f"{claim.verdict.upper()}. {claim.why}", width(), "    ", "    "),
            *wrapped(
                f"About: {about}. Sources: {_cited(rulebase, claim)}", width(), *[" " * 4] * 2
            ),
        ]
        click.echo("\n".join(lines))


def _claims(rulebase: RuleBase) -> list[tuple[Claim, str]]:
    """Return every claim with the id of the remedy it is about (empty for causes), by number."""
    found = [(claim, "") for claim in rulebase.claims.claims]
    found += [(claim, one.id) for one in rulebase.remedies for claim in one.claims]
    return sorted(found, key=lambda entry: entry[0].number)


def _cited(rulebase: RuleBase, claim: Claim) -> str:
    return ", ".join(f"{rulebase.source[one].short} [{one}]" for one in claim.sources)


def _data(rulebase: RuleBase, claim: Claim, remedy: str) -> dict[str, object]:
    return {
        "number": claim.number,
        "claim": claim.claim,
        "verdict": claim.verdict,
        "why": claim.why,
        "remedy": remedy or None,
        "sources": [
            {
                "number": one,
                "citation": rulebase.source[one].citation,
                "status": rulebase.source[one].status,
            }
            for one in claim.sources
        ],
    }
