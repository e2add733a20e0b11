"""Models of content cannot change, and a changed copy is changed throughout."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from triage.model.rulebase import RuleBase


def test_a_changed_copy_does_not_go_on_telling_what_was_worked_out_before(
    small: RuleBase,
) -> None:
    before = (small.rule, small.disposing_rules, small.facts, small.questions)
    copied = small.model_copy(update={"rules": small.rules[:1], "topics": small.topics[:1]})
    assert list(copied.rule) == [small.rules[0].id]
    assert len(copied.disposing_rules) <= 1
    assert set(copied.questions) == {one.id for one in small.topics[0].questions}
    assert set(copied.facts) < set(small.facts)
    assert (small.rule, small.disposing_rules, small.facts, small.questions) == before


def test_a_rule_base_cannot_be_changed_in_place(small: RuleBase) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        small.rules = ()  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        small.rules[0].title = "Other"  # type: ignore[misc]


def test_rule_bases_are_told_apart_by_their_digest(small: RuleBase) -> None:
    assert hash(small) == hash(small.model_copy())
    assert small == small.model_copy()
    assert small != small.model_copy(update={"digest": "other"})
