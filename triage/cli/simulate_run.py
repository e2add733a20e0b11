"""Runs a simulation for the command line, and draws what it found."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from triage.files import READABLE, write_whole
from triage.model.population import Portraits
from triage.model.rulebase import RuleBase
from triage.simulate.curve import curve
from triage.simulate.draw import Reach, Wishes
from triage.simulate.picture import svg_of
from triage.simulate.report import Report
from triage.simulate.run import Plan, simulate
from triage.wording import _


def wishes(seed: int, reach: str, *, background: bool, not_sure: float) -> Wishes:
    """Return how to draw, from what the command line says."""
    return Wishes(seed=seed, reach=Reach(reach), background=background, not_sure=not_sure)


def run(rulebase: RuleBase, portraits: Portraits, plan: Plan) -> Report:
    """Return the report of a plan, with a bar on a terminal."""
    total = sum(plan.counts().values())
    with click.progressbar(length=total, file=sys.stderr) as bar:
        return simulate(rulebase, portraits, plan, on_progress=bar.update)


def draw(report: Report, file: Path) -> None:
    """Write the curve of reach against escalation; raises WriteError when it cannot be."""
    title = _("Reach of dangerous conditions against ordinary people alarmed without need")
    told = _("rules {rules}, portraits {portraits}").format(
        rules=report.rulebase_digest[:12], portraits=report.portraits_digest[:12]
    )
    picture = svg_of(curve(report), title, told)
    write_whole(file, picture.encode(), READABLE)
