"""Several sessions in several threads do not disturb one another."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from people import interview, somebody

from triage.model.assessment import Assessment
from triage.model.rulebase import RuleBase
from triage.session.session import Session

THREADS = 4


def assessments(rulebase: RuleBase, seed: int) -> list[Assessment]:
    """Return what is said after every third screen of an interview, and after a step back."""
    session = Session(rulebase)
    told: list[Assessment] = []
    known = somebody(rulebase, random.Random(seed))  # noqa: S311  (no secret)
    while interview(session, known, screens=3):
        told.append(session.assess())
    session.back()
    return [*told, session.assess()]


def in_threads(rulebase: RuleBase) -> list[list[Assessment]]:
    """Return the assessments of several people, all interviewed at the same time."""
    start = Barrier(THREADS)

    def one(seed: int) -> list[Assessment]:
        start.wait(timeout=30)
        return assessments(rulebase, seed)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def test_interviews_at_the_same_time_say_what_they_say_alone(shipped: RuleBase) -> None:
    # A copy is unknown to every cache, so that the threads also meet while networks are built.
    fresh = shipped.model_copy(update={"digest": "met first by several threads"})
    together = in_threads(fresh)
    alone = [assessments(fresh, seed) for seed in range(THREADS)]
    assert together == alone
    assert len({told[-1].disposition for told in together}) > 1
    assert any(len(told) > 3 for told in together)


def test_different_rule_bases_at_the_same_time_do_not_mix(
    shipped: RuleBase, small: RuleBase
) -> None:
    bases = [shipped, small] * 2

    def one(place: int) -> list[Assessment]:
        return assessments(bases[place], place)

    with ThreadPoolExecutor(len(bases)) as pool:
        together = list(pool.map(one, range(len(bases))))
    assert together == [one(place) for place in range(len(bases))]
    assert [told[0].knowledge.name for told in together] == [one.manifest.name for one in bases]
