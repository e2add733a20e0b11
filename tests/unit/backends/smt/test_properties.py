"""Each property holds of a sound rule base, and is refuted where a fault is planted for it."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from proof_rulebase import (
    ANYWHERE,
    LEG,
    REMEDIES,
    RULES,
    SOUND,
    WORSE,
    advise,
    check,
    doctored,
    flag,
    no,
    remedy,
    rule,
    rulebase,
    with_remedies,
    with_rules,
    yes,
)

from triage.backends.smt import encode
from triage.errors import ContentError
from triage.logic.program import Program
from triage.logic.reference import evaluate_program
from triage.model.condition import (
    NEVER,
    All,
    AnyOf,
    Condition,
    FactAtLeast,
    FactAtMost,
    FactIs,
    Not,
    RuleIs,
)
from triage.model.knowledge import Waiver
from triage.model.ladder import Ladder
from triage.model.rulebase import RuleBase
from triage.proofs.properties.change import red_flag_facts
from triage.proofs.property import Property, Shortfall
from triage.proofs.registry import PROPERTIES
from triage.proofs.run import verify
from triage.proofs.verdict import Counterexample, Proved, Result
from triage.terms import Disposition, RemedyCategory, RemedyClass

LADDER = Ladder(id="flag.ladder", version=1, title="T", worry="worry", no_portrait="a test")
BY_ID: dict[str, type[Property]] = {one.id: one for one in PROPERTIES}


def checked(base: RuleBase, property_id: str) -> Result:
    """Check one property."""
    (result,) = verify(base, [BY_ID[property_id]()]).results
    return result


def refuted(result: Result) -> Shortfall:
    """Return the first shortfall; there must be one."""
    assert isinstance(result.verdict, Counterexample), result.verdict
    return result.verdict.found[0]


@pytest.mark.parametrize("property_id", BY_ID)
def test_every_property_holds_of_the_sound_rule_base(property_id: str) -> None:
    assert checked(SOUND, property_id).verdict == Proved()


def fits(name: str) -> tuple[Condition, ...]:
    """Return the parts of an offer but for contraindications."""
    return (
        RuleIs(rule=f"indicated.{name}"),
        RuleIs(rule=f"wanted.{name}"),
        Not(of=RuleIs(rule=f"held.{name}")),
    )


def clear(*blocks: str) -> tuple[Condition, ...]:
    """Return that contraindications are false."""
    return tuple(Not(of=RuleIs(rule=f"contraindication.{one}")) for one in blocks)


FAULTY_PROGRAMS: dict[str, Program] = {
    "red-flags-dominate": doctored(SOUND, level__emergency_now=NEVER),
    "self-care-is-earned": doctored(SOUND, level__urgent_same_day=NEVER),
    "blocked-never-offered": doctored(SOUND, offered__tablet=All(of=fits("tablet"))),
    "unchecked-never-offered": doctored(
        SOUND, offered__pill=All(of=(*fits("pill"), AnyOf(of=(*clear("pill.child"), LEG))))
    ),
    "preference-respected": doctored(
        SOUND,
        offered__pill=All(of=(RuleIs(rule="indicated.pill"), *fits("pill")[2:])),
    ),
    "emergency-holds-remedies": doctored(SOUND, held__move=NEVER),
    "new-signs-are-told": doctored(SOUND, safety_net__worse=yes("sign.c")),
    "one-list-per-remedy": doctored(SOUND, offered__tablet=All(of=fits("tablet"))),
}


@pytest.mark.parametrize("property_id", FAULTY_PROGRAMS)
def test_a_fault_in_how_a_program_is_made_is_found(
    property_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty = FAULTY_PROGRAMS[property_id]
    monkeypatch.setattr(encode, "program_of", lambda _: faulty)
    (result,) = verify(
        SOUND,
        [BY_ID[property_id]()],
        readers={"faulty": lambda facts: evaluate_program(faulty, facts)},
    ).results
    found = refuted(result)
    assert found.cases
    assert found.says


OLD = FactAtLeast(fact="patient.age", bound=8)
FAULTY_CONTENT: dict[str, tuple[RuleBase, set[tuple[str, ...]]]] = {
    "yes-never-lowers": (
        with_rules(flag("relief", Disposition.URGENT_SAME_DAY, no("sign.b"))),
        {()},
    ),
    "preference-leaves-level": (
        with_rules(
            flag(
                "wish",
                Disposition.URGENT_SAME_DAY,
                All(of=(yes("sign.b"), FactIs(fact="preference.kind", value="natural"))),
            )
        ),
        {()},
    ),
    "self-care-has-help": (
        rulebase(rules=[*RULES[:3], advise("leg", LEG, *(one.id for one in REMEDIES))], items=()),
        {("recommendations",), ("safety_net",)},
    ),
    "new-signs-are-told": (
        rulebase(items=[WORSE.model_copy(update={"level": Disposition.URGENT_SAME_DAY})]),
        {("flag.a",)},
    ),
    "no-contradiction": (
        with_remedies(
            remedy(
                "walk",
                RemedyCategory.ACTIVITY,
                RemedyClass.NATURAL,
                block=[check("c", yes("sign.c"))],
            )
        ).model_copy(update={"rules": (*RULES, advise("walk", ANYWHERE, "walk"))}),
        {("activity", "move", "walk")},
    ),
    "rungs-fall": (
        with_rules(
            flag("b", Disposition.ROUTINE_APPOINTMENT, yes("sign.b")).model_copy(
                update={"ladder": "flag.ladder", "rung": 0}
            ),
            flag("c", Disposition.URGENT_SAME_DAY, yes("sign.c")).model_copy(
                update={"ladder": "flag.ladder", "rung": 1}
            ),
        ).model_copy(update={"ladders": (LADDER,)}),
        {("flag.b", "flag.c")},
    ),
    "every-rule-can-fire": (
        with_rules(
            flag(
                "never",
                Disposition.URGENT_SAME_DAY,
                All(of=(OLD, FactAtMost(fact="patient.age", bound=7))),
            )
        ),
        {("flag.never",)},
    ),
    "one-feature-is-enough": (
        with_rules(
            flag("b", Disposition.URGENT_SAME_DAY, yes("sign.b")),
            flag("b_too", Disposition.ROUTINE_APPOINTMENT, yes("sign.b")),
        ),
        {("flag.b",), ("flag.b_too",)},
    ),
    "every-remedy-can-be-offered": (
        with_remedies(
            remedy(
                "pill",
                RemedyCategory.SUPPLEMENT,
                RemedyClass.MEDICATED,
                block=[check("b", yes("sign.b")), check("not_b", no("sign.b"))],
            )
        ),
        {("pill",)},
    ),
    "every-answer-can-matter": (
        with_rules(flag("b_and_c", Disposition.URGENT_SAME_DAY, yes("sign.c"))).model_copy(
            update={
                "remedies": tuple(
                    one if one.id != "tablet" else one.model_copy(update={"ask_first": ()})
                    for one in REMEDIES
                )
            }
        ),
        {("sign.b",)},
    ),
    "no-subsumed-rule": (
        with_rules(
            flag("older", Disposition.CLINICIAN_WITHIN_DAYS, All(of=(OLD, yes("sign.b")))),
            advise("leg_again", All(of=(LEG, OLD)), "tablet"),
        ),
        {
            ("flag.older", "flag.old"),
            ("recommendation.leg_again", "recommendation.leg"),
        },
    ),
}


@pytest.mark.parametrize("property_id", FAULTY_CONTENT)
def test_a_fault_in_content_is_found_and_nothing_else_is(property_id: str) -> None:
    base, about = FAULTY_CONTENT[property_id]
    verdict = checked(base, property_id).verdict
    assert isinstance(verdict, Counterexample)
    assert {one.about for one in verdict.found} == about
    assert not verdict.cut


def test_a_counterexample_is_as_plain_as_can_be() -> None:
    base, _ = FAULTY_CONTENT["yes-never-lowers"]
    before, after = refuted(checked(base, "yes-never-lowers")).cases
    assert before == {"sign.b": False}
    assert after == {"sign.b": True}


def test_a_sign_tested_only_for_no_is_no_red_flag() -> None:
    assert red_flag_facts(SOUND) == {"sign.a", "sign.b", "sign.c"}
    waits = with_rules(flag("b_and_c", Disposition.URGENT_SAME_DAY, Not(of=yes("sign.c"))))
    assert red_flag_facts(waits) == {"sign.a"}


def test_a_sign_is_a_red_flag_through_a_finding_and_a_double_no() -> None:
    found = rule("finding.calm", "finding", no("sign.c"), finding="calm", label="calm")
    level = flag("b_and_c", Disposition.URGENT_SAME_DAY, Not(of=RuleIs(rule="finding.calm")))
    assert red_flag_facts(with_rules(found, level)) == {"sign.a", "sign.c"}


def waived(about: Iterable[str], property_id: str = "no-subsumed-rule") -> Waiver:
    return Waiver(property=property_id, about=tuple(about), reason="It is meant.")


SUBSUMED = flag("older", Disposition.CLINICIAN_WITHIN_DAYS, All(of=(OLD, yes("sign.b"))))


@pytest.mark.parametrize("about", [("flag.older", "flag.old"), ("flag.older",)])
def test_a_waiver_covers_what_it_names(about: tuple[str, ...]) -> None:
    result = checked(with_rules(SUBSUMED, waivers=[waived(about)]), "no-subsumed-rule")
    assert result.verdict == Proved()
    assert [(one.about, one.reason) for one in result.waived] == [
        (("flag.older", "flag.old"), "It is meant.")
    ]


def test_a_waiver_for_what_holds_is_itself_a_finding() -> None:
    base = with_rules(waivers=[waived(["flag.old", "flag.a"])])
    found = refuted(checked(base, "no-subsumed-rule"))
    assert "nothing to waive" in found.says


@pytest.mark.parametrize(
    ("property_id", "message"),
    [("red-flags-dominate", "cannot be waived"), ("no-such-thing", "no such property")],
)
def test_what_keeps_people_safe_cannot_be_waived(property_id: str, message: str) -> None:
    base = with_rules(waivers=[waived(["flag.a"], property_id)])
    with pytest.raises(ContentError, match=message):
        verify(base)
