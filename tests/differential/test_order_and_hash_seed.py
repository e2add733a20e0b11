"""Nothing that is said depends on Python's hash seed, nor on the order of questions or rules."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_rulebases import partial_facts, rulebases

from triage.backends.rete.engine import ReteEngine
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.model.given import plain_value

SEEDS = ("0", "42", "4000000000")
REPLAY = Path(__file__).with_name("replay.py")
CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of random rule bases, each with a few people."""
    drawn: list[dict[str, object]] = []

    @settings(max_examples=20, database=None)
    @given(st.data())
    def draw_them(data: st.DataObject) -> None:
        rulebase = data.draw(rulebases())
        people = [
            {
                name: plain_value(value, rulebase.facts[name].choices)
                for name, value in data.draw(partial_facts(rulebase)).items()
            }
            for _ in range(3)
        ]
        drawn.append(
            {"rulebase": json.loads(rulebase.model_dump_json(by_alias=True)), "people": people}
        )

    draw_them()
    file = tmp_path_factory.mktemp("replay") / "cases.json"
    file.write_text(json.dumps(drawn), encoding="utf-8")
    return file


def replayed(file: Path, seed: str) -> list[dict[str, object]]:
    result = subprocess.run(
        [sys.executable, "-W", "error", str(REPLAY), str(file)],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    told: list[dict[str, object]] = json.loads(result.stdout)
    return told


def test_every_hash_seed_tells_the_same_in_the_same_order(recorded: Path) -> None:
    first, *others = [replayed(recorded, seed) for seed in SEEDS]
    assert len(first) >= 20
    assert any(one["fired"] for one in first)
    assert any(one["asked_next"] for one in first)
    for seed, other in zip(SEEDS[1:], others, strict=True):
        differing = [place for place, one in enumerate(first) if one != other[place]]
        assert not differing, f"seed {seed} differs from {SEEDS[0]} in cases {differing}"


@settings(max_examples=20)
@given(st.data())
def test_the_order_of_rules_and_remedies_does_not_matter(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases())
    known = data.draw(partial_facts(rulebase))
    mixed = rulebase.model_copy(
        update={
            "rules": tuple(data.draw(st.permutations(rulebase.rules))),
            "remedies": tuple(data.draw(st.permutations(rulebase.remedies))),
            "digest": "mixed",
        }
    )
    assert evaluate_program(program_of(mixed), known) == evaluate_program(
        program_of(rulebase), known
    )
    engine = ReteEngine(mixed)
    engine.update(known)
    assert engine.verdicts() == evaluate_program(program_of(rulebase), known)
