"""The prover does not overstate: a wrong encoding or a slow solver never passes for a proof."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import z3
from proof_rulebase import SOUND, flag, no, rule, with_rules, yes

from triage.backends.smt.encode import EncodedCase
from triage.backends.smt.kleene import Kleene
from triage.backends.smt.solver import Solver, SolverUnknownError
from triage.backends.smt.stopping import Stopping
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.model.fact import Facts
from triage.model.rulebase import RuleBase
from triage.model.verdicts import NodeTruths
from triage.proofs import seen_by_readers as replay
from triage.proofs.properties.change import (
    AnswersOverturnNothing,
    MoreAnswersNeverLower,
    YesNeverLowers,
)
from triage.proofs.properties.contradiction import NoContradiction
from triage.proofs.properties.level import (
    CompleteCaseIsSettled,
    OneDisposition,
    OneTruth,
    RedFlagsDominate,
)
from triage.proofs.properties.reach import (
    EveryRemedyCanBeOffered,
    EveryRuleCanFire,
    OneFeatureIsEnough,
)
from triage.proofs.properties.redundancy import NoSubsumedRule
from triage.proofs.properties.stopping import StoppingChangesNothing
from triage.proofs.property import Property
from triage.proofs.prover import Prover
from triage.proofs.registry import PROPERTIES
from triage.proofs.run import verify
from triage.proofs.seen_by_readers import logic_reader
from triage.proofs.verdict import Counterexample, EncoderFault, Unknown, Verdict
from triage.terms import Disposition

YES, NO = z3.BoolVal(val=True), z3.BoolVal(val=False)


def verdict_on(base: RuleBase, one: Property) -> Verdict:
    (result,) = verify(base, [one]).results
    return result.verdict


def break_level(case: EncodedCase) -> None:
    case.level = dict.fromkeys(case.level, NO)


def break_flag_both(case: EncodedCase) -> None:
    case.node["flag.a"] = Kleene(YES, YES)


def break_flag_open(case: EncodedCase) -> None:
    case.node["flag.a"] = Kleene(NO, NO)


def break_flag_true(case: EncodedCase) -> None:
    case.node["flag.b_and_c"] = Kleene(YES, NO)


@pytest.mark.parametrize(
    ("break_it", "one"),
    [
        (break_level, OneDisposition()),
        (break_flag_both, OneTruth()),
        (break_flag_open, CompleteCaseIsSettled()),
        (break_flag_true, RedFlagsDominate()),
        (break_flag_true, EveryRuleCanFire()),
    ],
)
def test_a_case_that_does_not_replay_is_the_encoders_fault(
    break_it: Callable[[EncodedCase], None], one: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = EncodedCase.__init__

    def broken(self: EncodedCase, rulebase: RuleBase, name: str = "case") -> None:
        usual(self, rulebase, name)
        break_it(self)

    monkeypatch.setattr(EncodedCase, "__init__", broken)
    verdict = verdict_on(SOUND, one)
    assert isinstance(verdict, EncoderFault)
    assert "does not replay" in verdict.reason


def test_a_reader_that_disagrees_is_noticed() -> None:
    waits = with_rules(flag("relief", Disposition.URGENT_SAME_DAY, no("sign.b")))
    blind: NodeTruths = dict.fromkeys(program_of(waits).node)
    readers = {
        "logic": lambda facts: evaluate_program(program_of(waits), facts),
        "blind": lambda _: blind,
    }
    (result,) = verify(waits, [YesNeverLowers()], readers=readers).results
    assert isinstance(result.verdict, EncoderFault)
    assert "blind" in result.verdict.reason


def test_a_case_that_something_can_happen_is_shown_to_every_reader() -> None:
    def forgetful(facts: Facts) -> NodeTruths:
        return {**evaluate_program(program_of(SOUND), facts), "advice.none": None}

    readers = {"logic": logic_reader(SOUND), "forgetful": forgetful}
    for kind in (EveryRuleCanFire, OneFeatureIsEnough, EveryRemedyCanBeOffered):
        (result,) = verify(SOUND, [kind()], readers=readers).results
        assert isinstance(result.verdict, EncoderFault)
        assert "logic and forgetful differ" in result.verdict.reason


def test_taking_unknown_for_no_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    within_days = "level.clinician_within_days"

    def assume_no(facts: Facts) -> NodeTruths:
        verdicts = evaluate_program(program_of(SOUND), facts)
        return {**verdicts, within_days: verdicts[within_days] is True}

    usual = EncodedCase._define  # noqa: SLF001  (the place where a node becomes a term)

    def define(self: EncodedCase, case: str, node: str, truth: Kleene) -> None:
        if node == within_days:
            truth = Kleene(truth.is_true, z3.Not(truth.is_true))
        usual(self, case, node, truth)

    monkeypatch.setattr(EncodedCase, "_define", define)
    (result,) = verify(SOUND, [AnswersOverturnNothing()], readers={"assuming": assume_no}).results
    assert isinstance(result.verdict, Counterexample)
    assert [one.about for one in result.verdict.found] == [(within_days,)]


def test_a_level_that_answers_could_lower_would_be_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = rule("finding.calm", "finding", yes("sign.c"), finding="calm", label="calm")
    base = with_rules(found, flag("b_and_c", Disposition.URGENT_SAME_DAY, yes("sign.b")))
    program = program_of(base)

    def forgetful(facts: Facts) -> NodeTruths:
        verdicts = evaluate_program(program, facts)
        gone = verdicts["finding.calm"] is True
        return {**verdicts, "level.urgent_same_day": False} if gone else verdicts

    usual = EncodedCase._define  # noqa: SLF001  (the place where a node becomes a term)

    def define(self: EncodedCase, case: str, node: str, truth: Kleene) -> None:
        if node == "level.urgent_same_day":
            calm = self.node["finding.calm"].is_true
            truth = Kleene(z3.And(truth.is_true, z3.Not(calm)), z3.Or(truth.is_false, calm))
        usual(self, case, node, truth)

    monkeypatch.setattr(EncodedCase, "_define", define)
    (result,) = verify(base, [MoreAnswersNeverLower()], readers={"forgetful": forgetful}).results
    assert isinstance(result.verdict, Counterexample)
    before, after = result.verdict.found[0].cases
    assert before == {"sign.b": True}
    assert after == {"sign.b": True, "sign.c": True}


def test_stopping_at_any_time_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = Stopping.__init__

    def any_time(self: Stopping, case: EncodedCase) -> None:
        usual(self, case)
        self.stopped = YES

    monkeypatch.setattr(Stopping, "__init__", any_time)
    assert isinstance(verdict_on(SOUND, StoppingChangesNothing()), EncoderFault)
    monkeypatch.setattr(replay.Replay, "stopped", True)
    verdict = verdict_on(SOUND, StoppingChangesNothing())
    assert isinstance(verdict, Counterexample)
    assert {one.about for one in verdict.found} >= {(), ("tablet",)}


def test_stopping_before_all_was_asked_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Stopping, "_covered", lambda *_: YES)
    assert isinstance(verdict_on(SOUND, StoppingChangesNothing()), EncoderFault)


@pytest.mark.parametrize("kind", PROPERTIES)
def test_no_time_is_unknown_and_never_proved(kind: type[Property]) -> None:
    (result,) = verify(SOUND, [kind()], timeout=1e-9).results
    assert isinstance(result.verdict, Unknown)
    assert result.solver_calls == 0


def test_what_was_found_before_time_ran_out_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    again = flag("again", Disposition.EMERGENCY_NOW, yes("sign.a"))
    usual, asked = Solver.ask, [0]

    def tired(self: Solver, *literals: z3.BoolRef) -> z3.ModelRef | None:
        asked[0] += 1
        if asked[0] > 2:
            raise SolverUnknownError
        return usual(self, *literals)

    monkeypatch.setattr(Solver, "ask", tired)
    verdict = verdict_on(with_rules(again), NoSubsumedRule())
    assert isinstance(verdict, Counterexample)
    assert verdict.cut


def test_a_search_the_solver_cannot_end_stops_in_time() -> None:
    solver = Solver()
    holes = 12
    sits = [[z3.Bool(f"{bird} in {hole}") for hole in range(holes)] for bird in range(holes + 1)]
    solver.add([z3.Or(places) for places in sits])
    solver.add(
        z3.Not(z3.And(sits[one][hole], sits[other][hole]))
        for hole in range(holes)
        for one in range(holes + 1)
        for other in range(one)
    )
    solver.limit(0.2)
    with pytest.raises(SolverUnknownError, match=r"no answer within 0\.2 s"):
        solver.ask()


def test_a_counterexample_does_not_depend_on_what_else_is_checked() -> None:
    waits = with_rules(flag("relief", Disposition.URGENT_SAME_DAY, no("sign.b")))
    alone = verdict_on(waits, YesNeverLowers())
    together = verify(waits, [OneTruth(), NoContradiction(), YesNeverLowers()]).results[-1]
    assert together.verdict == alone


def test_the_report_has_the_shape_that_other_tools_read() -> None:
    waits = with_rules(flag("relief", Disposition.URGENT_SAME_DAY, no("sign.b")))
    report = verify(waits, [OneDisposition(), YesNeverLowers()])
    data = json.loads(json.dumps(report.as_data()))
    assert data["answer_space"] == str(3**3 * 4 * 11 * 4)
    assert data["digest"] == waits.digest
    sound, broken = data["properties"]
    assert sound["id"] == "one-disposition"
    assert sound["verdict"] == "proved"
    assert sound["counterexample"] is None
    assert broken["verdict"] == "counterexample"
    assert broken["counterexample"]["facts"] == {"sign.b": False}
    assert broken["counterexample"]["facts_after"] == {"sign.b": True}
    assert data["solver_calls"] == sum(one["solver_calls"] for one in data["properties"]) > 0


def test_a_proof_about_another_program_is_not_taken_for_ours() -> None:
    # The encoder reads the very program that every other reader does.
    prover = Prover(SOUND)
    assert prover.case.program is program_of(SOUND)
    assert list(prover.case.node) == [one.id for one in program_of(SOUND).nodes]
