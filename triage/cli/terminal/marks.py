"""What is marked on the lines of one question: taken from what was said before, added to, kept."""

from __future__ import annotations

from triage.cli.terminal.draft import Draft, bool_or_unsure
from triage.cli.terminal.front import Answered
from triage.cli.terminal.plain import yes_no_lines
from triage.model.rule import RawValue
from triage.session.screen import Screen
from triage.terms import NOT_SURE, QuestionKind
from triage.wording import _

MARKS = ("[ ]", "[x]", "[?]")
"""How a line of a list is marked: blank, yes, not sure."""

ONE_OF = ("( )", "(x)")
"""How a line is marked where only one can be."""

_STATES: tuple[bool | str, ...] = (False, True, NOT_SURE)
"""What the marks of a checklist mean."""


class Marks:
    """A mark for each line: 0 blank, 1 yes, and on checklists 2 not sure.

    `values` is what each line stands for (on checklists, its fact), `texts` what it says.
    """

    def __init__(self, screen: Screen, draft: Draft) -> None:
        """Start from the marks left on this screen, or the earlier answer, or blank."""
        self.screen = screen
        self.values, self.texts = _lines(screen)
        self.checklist = screen.kind is QuestionKind.CHECKLIST
        self.one_of = screen.kind in {QuestionKind.YES_NO, QuestionKind.SINGLE_CHOICE}
        known = {**draft.answers, **draft.marks}
        if self.checklist:
            told = [known.get(fact, False) for fact in screen.facts]
            self.states = [_STATES.index(one) if one in _STATES else 0 for one in told]
        else:
            value = known.get(screen.facts[0])
            chosen = value if isinstance(value, list) else [value]
            self.states = [int(value is not None and one in chosen) for one in self.values]

    def __getitem__(self, place: int) -> str:
        """Return how a line is marked, as it is drawn."""
        return (ONE_OF if self.one_of else MARKS)[self.states[place]]

    @property
    def places(self) -> list[int]:
        """Return the lines that are marked."""
        return [place for place, state in enumerate(self.states) if state]

    def keys(self) -> list[str]:
        """Return what stands for each line in `Draft.seen`."""
        if self.checklist:
            return list(self.screen.facts)
        return [f"{self.screen.facts[0]}={value}" for value in self.values]

    def change(self, place: int) -> None:
        """Mark a line: blank, yes, and on checklists not sure, in turn."""
        state = (self.states[place] + 1) % len(MARKS if self.checklist else ONE_OF)
        if self.one_of:
            self.clear()
        self.states[place] = state

    def clear(self) -> None:
        """Take all marks away."""
        self.states = [0] * len(self.states)

    def add(self, reply: Answered) -> None:
        """Add what was typed to what is marked; where only one can be, it takes its place."""
        value = reply.value
        if not self.checklist:
            if self.one_of:
                self.clear()
            chosen = value if isinstance(value, list) else [value]
            pairs = zip(self.values, self.states, strict=True)
            self.states = [1 if one in chosen else state for one, state in pairs]
        elif value == NOT_SURE:
            self.states = [state or 2 for state in self.states]
        else:
            told = value if isinstance(value, dict) else dict.fromkeys(self.screen.facts, True)
            pairs = zip(self.screen.facts, self.states, strict=True)
            self.states = [_STATES.index(told[fact]) or state for fact, state in pairs]

    def as_answer(self) -> Answered | str:
        """Return the answer that the marks make, or what is wrong with them."""
        marked = [self.values[place] for place in self.places]
        if self.checklist:
            return Answered({fact: bool_or_unsure(value) for fact, value in self.left().items()})
        if not marked:
            return _("Nothing is marked. Space marks the line at the cursor; or type its number.")
        if self.one_of or marked == [NOT_SURE]:
            return Answered(marked[0])
        if NOT_SURE in marked:
            return _("“Not sure” goes alone: unmark it, or the others.")
        return Answered([str(one) for one in marked])

    def left(self) -> dict[str, RawValue]:
        """Return the marks as values by fact id, to be found again by `Draft.marks`."""
        if self.checklist:
            states = (_STATES[state] for state in self.states)
            return dict(zip(self.screen.facts, states, strict=True))
        marked = [self.values[place] for place in self.places]
        if not marked:
            return {}
        several = self.screen.kind is QuestionKind.MULTIPLE_CHOICE
        return {self.screen.facts[0]: [str(one) for one in marked] if several else marked[0]}


def _lines(screen: Screen) -> tuple[list[bool | str], list[str]]:
    match screen.kind:
        case QuestionKind.YES_NO:
            return [True, False, NOT_SURE], yes_no_lines()
        case QuestionKind.SINGLE_CHOICE | QuestionKind.MULTIPLE_CHOICE:
            values = [*(one.value for one in screen.choices), NOT_SURE]
            return [*values], [*(one.text for one in screen.choices), _("Not sure")]
        case QuestionKind.CHECKLIST:
            return list(screen.facts), [item.text for item in screen.items]
        case QuestionKind.NUMBER:
            return [], []
