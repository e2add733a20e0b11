"""The messages that are exported are those that the scripts say, in every language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from triage.embed.messages import messages
from triage.wording import languages

JS = Path(__file__).parents[3] / "js" / "src"
SCRIPTS = "\n".join(one.read_text(encoding="utf-8") for one in sorted(JS.glob("*.js")))
NAMED = set(
    re.findall(r'"((?:call|page|question|problem|review|result|rest|why)\.[a-z_]+)"', SCRIPTS)
)
CODES = {
    f"problem.{one}" for one in re.findall(r'new Problem\([^"]*(?:"")?[^"]*"([a-z_]+)"', SCRIPTS)
}
PUT_TOGETHER = re.compile(r"ending\.|status\.|problem\.|result\.(at_once|same_day)_for")
"""Names that the scripts put together."""


def test_what_a_script_says_is_there() -> None:
    assert len(NAMED) > 50
    assert NAMED - set(messages("en")) == set()


def test_nothing_is_exported_that_no_script_says() -> None:
    left = [one for one in messages("en") if one not in NAMED and not PUT_TOGETHER.match(one)]
    assert left == []


def test_what_a_person_may_do_wrong_on_a_screen_has_words() -> None:
    told = set(messages("en"))
    assert {"problem.lines", "problem.choice", "problem.number"} <= told
    assert {"problem.not_a_number", "problem.not_a_unit", "problem.out_of_range"} <= told & CODES


@pytest.mark.parametrize("language", languages()[1:])
def test_every_message_is_told_in_each_language(language: str) -> None:
    english, other = messages("en"), messages(language)
    assert set(english) == set(other)
    # A few are the same in both: "No", "Error: {title}".
    same = [name for name in english if english[name] == other[name]]
    assert len(same) < 5, same
    for name, message in english.items():
        fields = re.findall(r"\{(\w+)\}", message)
        assert sorted(fields) == sorted(re.findall(r"\{(\w+)\}", other[name])), name
