"""docs/accuracy.md shows what the rules of today do to the people of today's portraits."""

from __future__ import annotations

import json

import pytest
from accuracy import DOCS, NOW, PAGE, RUNS, current_page, kept, measured, read

from triage.cli.simulate_data import data
from triage.content.load import read_files
from triage.content.portraits import load_portraits
from triage.model.population import Portraits
from triage.model.rulebase import RuleBase
from triage.simulate.run import Plan, simulate

AGAIN = "run `python tests/docs/accuracy.py --write`, and look at what changed"


@pytest.fixture(scope="module")
def portraits(shipped: RuleBase) -> Portraits:
    return load_portraits(shipped, read_files(portraits=True))


def test_the_page_is_written_from_the_figures_kept(shipped: RuleBase) -> None:
    assert (DOCS / PAGE).read_text(encoding="utf-8") == current_page(shipped), AGAIN


def test_the_figures_are_of_these_rules_and_portraits(
    shipped: RuleBase, portraits: Portraits
) -> None:
    now = read(NOW)
    assert now["rulebase"] == shipped.digest, AGAIN
    assert now["portraits"] == portraits.digest, AGAIN


def test_a_portrait_drawn_again_gives_the_figures_kept(
    shipped: RuleBase, portraits: Portraits
) -> None:
    whole = RUNS["told"].plan(portraits)
    some = tuple(one for one in whole.portraits if one.id in {"aaa_ruptured", "desk_neck_pain"})
    runs = read(NOW)["runs"]
    assert isinstance(runs, dict)
    for portrait in some:
        people = whole.counts()[portrait.id]
        plan = Plan(people, (portrait,), whole.wishes)
        found = kept(data(simulate(shipped, portraits, plan)))
        key = "kinds" if portrait.weight else "conditions"
        rows = found[key]
        assert isinstance(rows, list)
        assert rows[0] in runs["told"][key], AGAIN


@pytest.mark.soak
def test_all_drawn_again_give_the_figures_kept(shipped: RuleBase, portraits: Portraits) -> None:
    runs, _ = measured(shipped, portraits)
    assert json.loads(json.dumps(runs)) == read(NOW)["runs"], AGAIN
