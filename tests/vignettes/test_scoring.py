"""Cases are read strictly, and measured rightly."""

from __future__ import annotations

from pathlib import Path

import pytest

from triage.author.cases.score import Score, score
from triage.author.cases.vignette import Level, Vignette, read_vignettes, whole_facts
from triage.errors import ContentError, FactsError
from triage.model.rulebase import RuleBase
from triage.model.share import Share

CASE = """\
id: {name}
title: A boiler
story: It knocks.
origin: written for tests
gold_from: authors
facts:
  boiler.state: {state}
  boiler.age_years: {age}
  house.cold_rooms: [hall]
  wish.kind: either
{more}
expected: {expected}
also_acceptable: [{also}]
"""


def _write(
    folder: Path, name: str, expected: str, *, state: str = "running", age: int = 5, **rest: str
) -> None:
    more, also = rest.get("more", ""), rest.get("also", "")
    text = CASE.format(name=name, state=state, age=age, more=more, expected=expected, also=also)
    folder.joinpath(f"{name}.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def five(tmp_path: Path, small: RuleBase) -> Score:
    """Score five cases: two right, one acceptable, one too high, one too low."""
    _write(tmp_path, "gas", "emergency", more="  gas.smell: true")
    _write(tmp_path, "quiet", "self_care")
    _write(tmp_path, "knocks", "self_care", state="knocking", also="clinician")
    _write(tmp_path, "too_high", "self_care", state="knocking")
    _write(tmp_path, "too_low", "urgent", also="clinician")
    return score(small, read_vignettes([tmp_path]))


def test_the_matrix_counts_expected_by_advised(five: Score) -> None:
    assert five.matrix[Level.SELF_CARE][Level.CLINICIAN] == 2
    assert five.matrix[Level.URGENT][Level.SELF_CARE] == 1
    assert sum(count for row in five.matrix.values() for count in row.values()) == 5


def test_an_acceptable_level_is_right_but_not_exact(five: Score) -> None:
    assert (five.accuracy.count, five.exact.count) == (3, 2)


def test_over_and_under_triage_are_told_apart(five: Score) -> None:
    assert {one.vignette.id: one.is_over for one in five.missed} == {
        "too_high": True,
        "too_low": False,
    }
    assert five.safety_of_advice == Share(4, 5)
    assert five.inclination_to_over_triage == Share(1, 2)


def test_a_routine_visit_keeps_a_self_care_case(five: Score) -> None:
    assert five.self_care_kept == Share(3, 3)


def test_the_wilson_interval_is_that_of_the_literature() -> None:
    # Newcombe, Stat Med 1998;17:857-872, table I: 81 of 263, and the ends 15/148 and 0/20.
    for count, of, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        interval = Share(count, of).interval
        assert interval is not None
        assert interval == pytest.approx((low, high), abs=5e-5)


def test_a_share_of_nothing_has_no_value() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 0).interval is None


def test_a_yes_or_no_fact_that_is_not_named_is_answered_no(tmp_path: Path, small: RuleBase) -> None:
    _write(tmp_path, "quiet", "self_care")
    (case,) = read_vignettes([tmp_path])
    facts = whole_facts(small, case)
    assert facts["gas.smell"] is False
    assert set(facts) == set(small.facts)


def test_a_case_must_name_every_fact_that_is_no_yes_or_no(small: RuleBase) -> None:
    case = Vignette(
        id="bare",
        title="",
        story="",
        origin="",
        gold_from="authors",
        facts={"boiler.state": "off"},
        expected=Level.CLINICIAN,
    )
    with pytest.raises(FactsError) as caught:
        whole_facts(small, case)
    missing = {problem.where for problem in caught.value.problems}
    assert missing == {"boiler.age_years", "house.cold_rooms", "wish.kind"}


def test_a_fact_that_does_not_exist_is_named_with_its_case(tmp_path: Path, small: RuleBase) -> None:
    _write(tmp_path, "typo", "self_care", more="  gas.smel: true")
    with pytest.raises(FactsError, match=r"typo: gas\.smel(.|\n)*did you mean `gas\.smell`"):
        score(small, read_vignettes([tmp_path]))


def test_every_bad_case_is_named_with_its_place(tmp_path: Path) -> None:
    _write(tmp_path, "first", "soon")
    _write(tmp_path, "second", "urgent")
    tmp_path.joinpath("second.yaml").rename(tmp_path / "renamed.yaml")
    with pytest.raises(ContentError) as caught:
        read_vignettes([tmp_path])
    assert [problem.where.rsplit("/", 1)[1] for problem in caught.value.problems] == [
        "first.yaml:12:1",
        "renamed.yaml:1:1",
    ]


@pytest.mark.parametrize("path", ["nowhere", "."])
def test_no_case_is_a_mistake_and_not_a_perfect_score(tmp_path: Path, path: str) -> None:
    with pytest.raises(ContentError):
        read_vignettes([tmp_path / path])
