"""Two versions of a rule base differ in the cases that are shown, or provably in none."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_conditions import SMALL
from random_rulebases import complete_facts, partial_facts, rulebases

from triage.author.difference.difference import Outcome, difference, stripped
from triage.author.difference.edits import changed_questions, edits
from triage.author.faults.mutants import Mutant, mutants
from triage.author.faults.proving import Proofs
from triage.backends.smt.comparison import Comparison, LevelChange
from triage.logic.disposition import disposition_of
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.model.condition import All, FactAtLeast, FactIs
from triage.model.fact import Facts
from triage.model.question import Item, Topic
from triage.model.rulebase import RuleBase
from triage.terms import Disposition, Stance

SECONDS = 30.0


def _outcome(rulebase: RuleBase, facts: Facts) -> Outcome:
    own = {name: value for name, value in facts.items() if name in rulebase.facts}
    verdicts = evaluate_program(program_of(rulebase), own)
    offered = (
        one.id
        for one in rulebase.remedies
        if one.stance is Stance.OFFER and verdicts[f"offered.{one.id}"] is True
    )
    return Outcome(disposition_of(verdicts), frozenset(offered))


def _planted(rulebase: RuleBase, words: str) -> Mutant:
    (mutant,) = (one for one in mutants(rulebase) if words in one.name)
    return mutant


def _edited(rulebase: RuleBase, **changes: object) -> RuleBase:
    fields = {name: getattr(rulebase, name) for name in RuleBase.model_fields}
    return RuleBase.model_validate({**fields, **changes, "digest": "edited"})


def test_a_rule_base_is_equivalent_to_itself(small: RuleBase) -> None:
    assert difference(small, _edited(small), seconds=SECONDS).equivalent


def test_a_condition_written_otherwise_is_equivalent_and_named(small: RuleBase) -> None:
    rules = [
        rule.model_copy(update={"when": All(of=(rule.when, rule.when))})
        if rule.id == "danger.flood"
        else rule
        for rule in small.rules
    ]
    found = difference(small, _edited(small, rules=tuple(rules)), seconds=SECONDS)
    assert found.equivalent
    assert [(one.id, one.what) for one in found.silent] == [("danger.flood", "condition")]


def test_a_shifted_bound_is_shown_by_the_case_at_the_bound(small: RuleBase) -> None:
    faulty = _planted(small, "`boiler.age_years at least 15` → 16").rulebase
    found = difference(small, faulty, seconds=SECONDS)
    assert not found.equivalent
    (group,) = found.groups
    assert [one.id for one in group.causes] == ["finding.old_boiler"]
    assert all(one.facts["boiler.age_years"] == 15 for one in group.witnesses)
    levels = {effect for one in group.witnesses for effect in one.effects}
    assert LevelChange(Disposition.URGENT_SAME_DAY, Disposition.ROUTINE_APPOINTMENT) in levels


def test_no_answer_of_a_witness_can_be_left_out(small: RuleBase) -> None:
    faulty = _planted(small, "danger.flood: delete_rule").rulebase
    (group,) = difference(small, faulty, seconds=SECONDS).groups
    for witness in group.witnesses:
        for left_out in witness.facts:
            fewer = {name: value for name, value in witness.facts.items() if name != left_out}
            before, after = _outcome(small, fewer), _outcome(faulty, fewer)
            assert (before, after) != (witness.before, witness.after)


def test_two_edits_are_told_apart(small: RuleBase) -> None:
    once = _planted(small, "danger.gas: lower_disposition").rulebase
    twice = _planted(once, "pressure: remove_contraindication").rulebase
    found = difference(small, twice, seconds=SECONDS)
    assert {tuple(one.id for one in group.causes) for group in found.groups} == {
        ("danger.gas",),
        ("bleed_radiator.pressure",),
    }


@settings(max_examples=20)
@given(st.data())
def test_every_witness_is_assessed_differently(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases(SMALL))
    faulty = data.draw(st.sampled_from(list(mutants(rulebase)))).rulebase
    for group in difference(rulebase, faulty, seconds=SECONDS).groups:
        assert group.causes
        for witness in group.witnesses:
            assert witness.before == _outcome(rulebase, witness.facts)
            assert witness.after == _outcome(faulty, witness.facts)
            assert witness.before != witness.after


@settings(max_examples=20)
@given(st.data())
def test_versions_proved_equivalent_assess_every_case_alike(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases(SMALL))
    faulty = data.draw(st.sampled_from(list(mutants(rulebase)))).rulebase
    assume(difference(rulebase, faulty, seconds=SECONDS).equivalent)
    for strategy in (complete_facts(rulebase), partial_facts(rulebase)):
        for _ in range(15):
            facts = data.draw(strategy)
            assert _outcome(rulebase, facts) == _outcome(faulty, facts)


@settings(max_examples=20)
@given(st.data())
def test_a_mutant_proved_to_change_nothing_has_the_same_verdicts(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases(SMALL))
    mutant = data.draw(st.sampled_from([one for one in mutants(rulebase) if one.changed_when]))
    case = Comparison(rulebase, mutant.rulebase, SECONDS).unlike()
    sound, faulty = program_of(rulebase), program_of(mutant.rulebase)
    if case is not None:
        assert evaluate_program(sound, case) != evaluate_program(faulty, case)
        return
    for _ in range(15):
        facts = data.draw(partial_facts(rulebase))
        whole = evaluate_program(faulty, facts)
        both = evaluate_program(sound, facts)
        assert {name: both[name] for name in whole} == whole


def test_proofs_know_a_broken_preference_and_a_harmless_slip(small: RuleBase) -> None:
    proofs = Proofs(small)
    widened = _planted(small, "`medicated` also gets natural")
    assert str(proofs.refutes(widened)).startswith("preference-respected")
    assert proofs.refutes(_planted(small, "danger.flood: lower_disposition")) is None
    assert not proofs.equivalent(_planted(small, "danger.flood: lower_disposition"))


def test_a_new_question_is_named_and_its_answer_is_part_of_the_case(small: RuleBase) -> None:
    topics = []
    for topic in small.topics:
        asked = [
            one.model_copy(
                update={
                    "items": (
                        *one.items,
                        Item(fact="boiler.hums", text="It hums", label="a hum"),
                    )
                }
            )
            if one.id == "boiler.signs"
            else one
            for one in topic.questions
        ]
        topics.append(Topic.model_validate({**dict(topic), "questions": tuple(asked)}))
    rules = [
        rule.model_copy(update={"when": FactIs(fact="boiler.hums", value=True)})
        if rule.id == "danger.gas"
        else rule
        for rule in small.rules
    ]
    new = _edited(small, topics=tuple(topics), rules=tuple(rules))
    assert changed_questions(small, new) == ("boiler.hums (new)",)
    found = difference(small, new, seconds=SECONDS)
    told = {name for group in found.groups for one in group.witnesses for name in one.facts}
    assert {"boiler.hums", "gas.smell"} <= told


def test_another_group_line_or_plain_check_is_told(small: RuleBase, grouped: RuleBase) -> None:
    told = set(changed_questions(small, grouped))
    for fact in ("gas.smell", "boiler.under_pressure", "person.skilled"):
        assert f"{fact} (its group line or its plain check is another)" in told
    assert "boiler.hissing (new)" in told


def test_other_bounds_are_compared_on_the_answers_both_take(small: RuleBase) -> None:
    topics = tuple(
        topic.model_copy(
            update={
                "questions": tuple(
                    one.model_copy(update={"at_least": 1, "at_most": 200})
                    if one.id == "boiler.age"
                    else one
                    for one in topic.questions
                )
            }
        )
        for topic in small.topics
    )
    new = _edited(small, topics=topics)
    assert changed_questions(small, new) == ("boiler.age_years (takes other answers)",)
    assert difference(small, new, seconds=SECONDS).equivalent
    rules = [
        rule.model_copy(update={"when": FactAtLeast(fact="boiler.age_years", bound=80)})
        if rule.id == "finding.old_boiler"
        else rule
        for rule in small.rules
    ]
    later = difference(small, _edited(small, topics=topics, rules=tuple(rules)), seconds=SECONDS)
    ages = {one.facts["boiler.age_years"] for group in later.groups for one in group.witnesses}
    assert ages
    assert all(isinstance(age, int) and 15 <= age < 80 for age in ages)


def test_words_are_no_edit(small: RuleBase) -> None:
    rules = tuple(rule.model_copy(update={"title": "Other words"}) for rule in small.rules)
    assert edits(small, _edited(small, rules=rules)) == ()


@pytest.mark.parametrize(
    ("words", "edit"),
    [
        ("danger.gas: lower_disposition", ("danger.gas", "emergency_now → urgent_same_day")),
        ("danger.gas: delete_rule", ("danger.gas", "removed")),
        ("pressure: remove_contraindication", ("bleed_radiator.pressure", "removed")),
        ("pressure: flip_polarity", ("bleed_radiator.pressure", "condition")),
        ("without `sealing_potion`", ("recommendation.cold_rooms", "remedies named")),
        ("`medicated` also gets natural", ("preferences", "policy")),
    ],
)
def test_an_edit_is_named_for_what_it_is(
    small: RuleBase, words: str, edit: tuple[str, str]
) -> None:
    found = edits(small, _planted(small, words).rulebase)
    assert [(one.id, one.what) for one in found] == [edit]


@given(st.sets(st.sampled_from("abcdefgh")), st.sets(st.sampled_from("abcdefgh")))
def test_stripping_keeps_exactly_what_is_needed(given_: set[str], needed: set[str]) -> None:
    facts: dict[str, bool] = dict.fromkeys(sorted(given_ | needed), True)
    left = stripped(facts, lambda fewer: needed <= fewer.keys())
    assert left == dict.fromkeys(sorted(needed), True)


def test_stripping_takes_choices_away_too() -> None:
    facts: Facts = {"where": frozenset("xyz")}
    assert stripped(facts, lambda one: "y" in one.get("where", ())) == {  # type: ignore[operator]  # a set here
        "where": frozenset("y")
    }
