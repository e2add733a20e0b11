"""One case in, one answer out: what every door for other programs stands on.

Nothing is kept between two calls. The caller keeps the *evidence*, a map with a value for each line
that a screen named in its `facts`: fact ids, `group:<question>` and `check:<fact>`. Only the quick
form is used; experta is never asked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import cast

from triage.api import assess
from triage.content.load import load
from triage.content.texts import languages_of
from triage.errors import FactsError, Problem
from triage.model.assessment import Assessment
from triage.model.frozen import Frozen
from triage.model.given import read_facts
from triage.model.rule import RawValue
from triage.model.rulebase import RuleBase
from triage.report.front_page import FirstPage, first_page
from triage.report.phone_numbers import region_named
from triage.report.why import Explanation, explain
from triage.session.answers import Answer
from triage.session.screen import Screen
from triage.session.state import State
from triage.session.told import told_by
from triage.session.why import Ending, QuestionReason, reasons_to_ask
from triage.terms import CHECK, GROUP
from triage.wording import SOURCE_LANGUAGE

Evidence = Mapping[str, object]
"""What is known so far: by fact id, `group:<question>` or `check:<fact>`."""


class Next(Frozen):
    """The next screen; when there is none, why the interview is over."""

    screen: Screen | None
    ending: Ending | None


class Service:
    """A rule base in every language it is translated into; may be shared between threads."""

    def __init__(self, path: Path | None = None) -> None:
        """Load the rule base at `path` (default: our own); raises ContentError."""
        base = load(path)
        self._bases = {SOURCE_LANGUAGE: base}
        for language in languages_of(base):
            self._bases.setdefault(language, load(path, lang=language))

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages that can be asked for."""
        return tuple(self._bases)

    @property
    def digest(self) -> str:
        """Return which rules answer: the same for all languages."""
        return self._bases[SOURCE_LANGUAGE].digest

    def rulebase(self, language: str = SOURCE_LANGUAGE) -> RuleBase:
        """Return the rule base in a language of `languages`."""
        return self._bases[language]

    def next_screen(
        self,
        evidence: Evidence,
        *,
        language: str = SOURCE_LANGUAGE,
        most: int | None = None,
        expected: bool = False,
    ) -> Next:
        """Return what to ask next.

        `most` is `remaining` of the screen before, which said how many follow at most; it is held
        to. With `expected` the screen also estimates how many do. Raises FactsError.
        """
        state = self._state(evidence, language, most)
        screen = None if state.is_emergency else state.due
        if screen is None:
            return Next(screen=None, ending=state.ending)
        if expected:
            screen = screen.model_copy(update={"expected": state.expected_screens})
        return Next(screen=screen, ending=None)

    def assess(self, evidence: Evidence, *, language: str = SOURCE_LANGUAGE) -> Assessment:
        """Return the assessment of what is known; what was not asked is unknown, never "no".

        It is not complete while a plain check may still change it. Raises FactsError.
        """
        state = self._state(evidence, language)
        assessment = assess(state.raw, state.rulebase)
        if state.told.unchecked and state.due is not None and state.due.check_of:
            return assessment.model_copy(update={"complete": False})
        return assessment

    def first_page(self, assessment: Assessment, region: str = "") -> FirstPage:
        """Return what a person should read first of an assessment that `assess` made.

        `region` decides which numbers are named; raises FactsError for one that is not known.
        """
        assert assessment.case is not None  # noqa: S101  (`assess` keeps it)
        rulebase = assessment.case.rulebase
        place = region_named(rulebase.regions, region) if region else None
        return first_page(assessment, rulebase, place)

    def explain(
        self, evidence: Evidence, about: str, *, language: str = SOURCE_LANGUAGE
    ) -> Explanation:
        """Return why a rule or remedy did or did not apply; raises FactsError."""
        state = self._state(evidence, language)
        return explain(assess(state.raw, state.rulebase), about)

    def rationale(
        self, evidence: Evidence, facts: Collection[str], *, language: str = SOURCE_LANGUAGE
    ) -> tuple[QuestionReason, ...]:
        """Return the open rules and remedies that an answer about `facts` can settle."""
        state = self._state(evidence, language)
        read_facts(state.rulebase, dict.fromkeys(facts))
        return tuple(reasons_to_ask(state.rulebase, state.relevance, facts))

    def _state(self, evidence: Evidence, language: str, most: int | None = None) -> State:
        rulebase = self._bases[language]
        given = checked(rulebase, evidence)
        return State(rulebase, (Answer("", given, most),) if given or most is not None else ())


def checked(rulebase: RuleBase, evidence: Evidence) -> dict[str, RawValue]:
    """Return the evidence as an answer can hold it: facts, then group lines, then plain checks.

    What is null is left out. A plain check counts for a fact that is told as "not sure", so the
    order of the keys must not matter. Raises FactsError naming every mistake at once.
    """
    told = {name: value for name, value in evidence.items() if value is not None}
    lines = {name: value for name, value in told.items() if name.startswith((GROUP, CHECK))}
    facts = {name: value for name, value in told.items() if name not in lines}
    problems: list[Problem] = []
    try:
        read_facts(rulebase, facts)
    except FactsError as error:
        problems += error.problems
    for name, value in lines.items():
        if not _is_line(rulebase, name):
            problems.append(Problem(name[:60], "no such line", "it is in `facts` of a screen"))
            continue
        try:
            told_by(rulebase, [Answer("", {name: cast("RawValue", value)})])
        except FactsError as error:
            problems += error.problems
    if problems:
        raise FactsError(problems)
    last = sorted(lines, key=lambda name: (name.startswith(CHECK), name))
    return cast("dict[str, RawValue]", {**facts, **{name: lines[name] for name in last}})


def _is_line(rulebase: RuleBase, name: str) -> bool:
    if name.startswith(CHECK):
        return name.removeprefix(CHECK) in rulebase.plain_checks
    question = rulebase.questions.get(name.removeprefix(GROUP))
    return question is not None and question.group is not None
