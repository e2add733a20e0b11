"""Cases are read strictly, and measured rightly."""

from __future__ import annotations

from pathlib import Path

import pytest

from triage.author.cases.score import Score, score
from triage.author.cases.vignette import Level, read_vignettes, whole_facts
from triage.errors import ContentError, FactsError
from triage.model.rulebase import RuleBase
from triage.model.share import Share

HEAD = """\
origin: written for tests
gold_from: authors
defaults:
  boiler.state: running
  boiler.age_years: 5
  house.cold_rooms: [hall]
  wish.kind: either
cases:
"""


def _case(name: str, expected: str, facts: str = "", more: str = "") -> str:
    return (
        f"  - {{id: {name}, title: A boiler, story: It knocks., facts: {{{facts}}},"
        f" expected: {expected}, {more}}}\n"
    )


def _written(folder: Path, *cases: str, head: str = HEAD, name: str = "boiler") -> Path:
    file = folder / f"{name}.yaml"
    file.write_text(head + "".join(cases), encoding="utf-8")
    return file


@pytest.fixture
def five(tmp_path: Path, small: RuleBase) -> Score:
    """Score five cases: two right, one acceptable, one too high, one too low."""
    knocking = "boiler.state: knocking"
    file = _written(
        tmp_path,
        _case("gas", "emergency", "gas.smell: true"),
        _case("quiet", "self_care"),
        _case("knocks", "self_care", knocking, "also_acceptable: [clinician]"),
        _case("too_high", "self_care", knocking),
        _case("too_low", "urgent", more="also_acceptable: [clinician]"),
    )
    return score(small, read_vignettes([file]))


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


def test_a_case_overrides_the_defaults_and_answers_no_to_what_neither_names(
    tmp_path: Path, small: RuleBase
) -> None:
    told = "boiler.age_years: 12, water.on_floor: true"
    (case,) = read_vignettes([_written(tmp_path, _case("leak", "urgent", told))])
    facts = whole_facts(small, case)
    assert set(facts) == set(small.facts)
    assert (facts["boiler.age_years"], facts["boiler.state"]) == (12, "running")
    assert (facts["water.on_floor"], facts["gas.smell"]) == (True, False)


def test_what_was_not_told_stays_unknown_whether_it_has_a_default_or_not(
    tmp_path: Path, small: RuleBase
) -> None:
    unsaid = "not_told: [boiler.age_years, gas.smell]"
    (case,) = read_vignettes([_written(tmp_path, _case("quiet", "self_care", more=unsaid))])
    assert set(small.facts) - set(whole_facts(small, case)) == {"boiler.age_years", "gas.smell"}


def test_a_case_must_name_every_fact_that_is_no_yes_or_no(tmp_path: Path, small: RuleBase) -> None:
    head = "origin: here\ngold_from: authors\ncases:\n"
    bare = _written(tmp_path, _case("bare", "clinician", "boiler.state: off"), head=head)
    with pytest.raises(FactsError) as caught:
        score(small, read_vignettes([bare]))
    missing = {problem.where for problem in caught.value.problems}
    assert missing == {"boiler.age_years", "house.cold_rooms", "wish.kind"}


@pytest.mark.parametrize("told", ["facts: {gas.smel: true}", "facts: {}, not_told: [gas.smel]"])
def test_a_fact_that_does_not_exist_is_named_with_its_case(
    tmp_path: Path, small: RuleBase, told: str
) -> None:
    typo = _case("typo", "self_care").replace("facts: {}", told)
    with pytest.raises(FactsError, match=r"typo: gas\.smel(.|\n)*did you mean `gas\.smell`"):
        score(small, read_vignettes([_written(tmp_path, typo)]))


def test_every_mistake_in_every_file_is_named_with_its_place(tmp_path: Path) -> None:
    keys = [_case("a", "soon"), _case("b", "urgent", more="offer: [x]")]
    _written(tmp_path, *keys, _case("d", "urgent", more="not_told: gas"), name="1")
    typo = HEAD.replace("defaults", "default").replace("authors", "nobody")
    _written(tmp_path, _case("a", "urgent"), head=typo, name="2")
    twice = _case("c", "urgent", "gas.smell: true", "not_told: [gas.smell]")
    _written(tmp_path, twice, _case("c", "urgent"), name="3")
    _written(tmp_path, _case("e", "urgent"), head="cases:\n", name="4")
    _written(tmp_path, "  - off\n", name="5")
    _written(tmp_path, name="6")
    with pytest.raises(ContentError) as caught:
        read_vignettes([tmp_path])
    told = str(caught.value).replace(f"{tmp_path}/", "").replace("\n    hint: ", " -> ")
    levels = "'emergency', 'urgent', 'clinician' or 'self_care'"
    assert told.splitlines() == [
        f"1.yaml:9:60: `expected`: input should be {levels}, not `soon`",
        "1.yaml:10:78: key `offer` is unknown -> did you mean `offers`?",
        "1.yaml:11:78: `not_told`: should be a list, not `gas`",
        "2.yaml:2:1: `gold_from`: input should be 'source', 'assigned' or 'authors', not `nobody`",
        "2.yaml:3:1: key `default` is unknown -> did you mean `defaults`?",
        "3.yaml:9:57: `gas.smell` is told and not told -> leave it out of one of the two",
        "3.yaml:10:6: id `c` is taken (first at 3.yaml:9:6) -> a case is named by its id alone",
        "4.yaml:2:5: key `origin` is missing",
        "4.yaml:2:5: key `gold_from` is missing",
        "5.yaml:9:5: `0`: should be a mapping of keys to values, not `off`",
        "6.yaml:8:1: `cases`: should be a list",
    ]


def test_an_id_is_taken_by_the_first_file_that_has_it(tmp_path: Path) -> None:
    for name in "ab":
        _written(tmp_path, _case("quiet", "self_care"), name=name)
    with pytest.raises(ContentError, match=r"b\.yaml:9:6: id `quiet` is taken \(first at .*a\."):
        read_vignettes([tmp_path])


@pytest.mark.parametrize("path", ["nowhere", "."])
def test_no_case_is_a_mistake_and_not_a_perfect_score(tmp_path: Path, path: str) -> None:
    with pytest.raises(ContentError):
        read_vignettes([tmp_path / path])
