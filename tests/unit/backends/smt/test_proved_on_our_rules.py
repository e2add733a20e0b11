"""Our own rules keep every promise that keeps people safe, in every case there can be."""

from __future__ import annotations

import sys
import time

import pexpect
import pytest

from triage.backends.rete.engine import ReteEngine
from triage.model.fact import Facts
from triage.model.rulebase import RuleBase
from triage.model.verdicts import NodeTruths
from triage.proofs.property import Property
from triage.proofs.registry import PROPERTIES
from triage.proofs.run import verify
from triage.proofs.seen_by_readers import logic_reader
from triage.proofs.verdict import Proved, Verdict


@pytest.fixture(scope="module")
def rulebase(shipped: RuleBase) -> RuleBase:
    return shipped


SAFE = [one for one in PROPERTIES if not one.waivable]


@pytest.fixture(scope="module")
def verdicts(rulebase: RuleBase) -> dict[str, Verdict]:
    report = verify(rulebase, [kind() for kind in SAFE])
    return {one.id: one.verdict for one in report.results}


@pytest.mark.parametrize("kind", SAFE)
def test_what_cannot_be_waived_is_proved(
    kind: type[Property], verdicts: dict[str, Verdict]
) -> None:
    assert verdicts[kind.id] == Proved()


@pytest.mark.soak
@pytest.mark.parametrize("kind", [one for one in PROPERTIES if one.waivable])
def test_what_is_not_waived_is_proved(rulebase: RuleBase, kind: type[Property]) -> None:
    engine = ReteEngine(rulebase)

    def rete(facts: Facts) -> NodeTruths:
        engine.update(facts)
        return engine.verdicts()

    # Cases that only show that something can happen are replayed by the first reader.
    readers = {"rete": rete, "logic": logic_reader(rulebase)}
    (result,) = verify(rulebase, [kind()], readers=readers, timeout=600).results
    assert result.verdict == Proved()


@pytest.mark.parametrize("after", [0.2, 1.5, 2])
def test_ctrl_c_stops_the_prover_at_once(after: float) -> None:
    command = [sys.executable, "-m", "triage", "verify", "--property", "yes-never-lowers"]
    child = pexpect.spawn(command[0], command[1:], encoding="utf-8", timeout=60)
    child.expect("yes-never-lowers")
    time.sleep(after)
    child.sendintr()
    child.expect("stopped")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
