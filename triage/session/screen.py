"""One screen as it is put to a person now: only the lines that still matter.

A screen shows one of these:

- one question, or several short checklists one below the other, each under its own heading; its id
  is then the ids of the questions, joined by `+`;
- group lines, each of which stands for a whole checklist (`group:<question>`);
- the plain check of a fact that the person was not sure of; its id is `check:<fact>`.

No id of the content holds `+` or `:`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from triage.model.frozen import Frozen
from triage.model.question import Choice, Item, Question, Unit
from triage.model.rulebase import RuleBase
from triage.terms import CHECK, GROUP, QuestionKind, Settles

JOIN = "+"


class Heading(Frozen):
    """What stands above the line at index `first` of a screen of several checklists."""

    first: int
    ask: str


class Screen(Frozen):
    """A question to show, from `Session.next_question()`.

    `facts` are what its answer goes by: the ids of the facts it sets; of group lines
    `group:<question>`, of a plain check `check:<fact>`. `items` (checklists) holds only lines that
    can still matter; `headings` the questions after the first on a screen of several. `members`
    are, for each of `items` that is a group line, the facts that "no" to it sets to false.
    `check_of` is the fact that a plain check asks about, and `settles` the answer by which it is
    false. `remaining` is how many screens can follow at most, whatever is answered in turn;
    `expected` how many will if nothing stands out, where known.
    """

    id: str
    kind: QuestionKind
    topic: str
    ask: str
    help: str
    why: str
    facts: tuple[str, ...]
    choices: tuple[Choice, ...] = ()
    items: tuple[Item, ...] = ()
    headings: tuple[Heading, ...] = ()
    unit: str = ""
    unit_one: str = ""
    at_least: int = 0
    at_most: int = 0
    units: tuple[Unit, ...] = ()
    members: tuple[tuple[str, ...], ...] = ()
    check_of: str = ""
    settles: Settles | None = None
    remaining: int = 0
    expected: int | None = None

    def behind(self, line: str) -> frozenset[str]:
        """Return the facts that an answer to one line can say something of; none for no line."""
        if line not in self.facts:
            return frozenset()
        place = self.facts.index(line)
        return frozenset(self.members[place]) if self.members else frozenset([line])

    @property
    def asks_about(self) -> frozenset[str]:
        """Return the facts that an answer can say something of."""
        if self.check_of:
            return frozenset([self.check_of])
        return frozenset().union(*self.members) if self.members else frozenset(self.facts)


def share_a_screen(questions: Sequence[Question], count: int) -> bool:
    """Return whether `count` questions are as many different checklists."""
    checklists = {one.id for one in questions if one.kind is QuestionKind.CHECKLIST}
    return len(checklists) == count


def screen_of(
    questions: Sequence[Question], topic: str, facts: frozenset[str], remaining: int = 0
) -> Screen:
    """Return the screen for one question, or for several checklists.

    Of checklists, the lines whose facts are in `facts` are shown.
    """
    first = questions[0]
    items: list[Item] = []
    headings: list[Heading] = []
    for question in questions:
        if items:
            headings.append(Heading(first=len(items), ask=question.ask))
        items += [item for item in question.items if item.fact in facts]
    return Screen(
        id=JOIN.join(question.id for question in questions),
        kind=first.kind,
        topic=topic,
        ask=first.ask,
        help=" ".join(dict.fromkeys(question.help for question in questions)),
        why=" ".join(dict.fromkeys(question.why for question in questions)),
        facts=tuple(item.fact for item in items) if items else first.facts,
        choices=first.choices,
        items=tuple(items),
        headings=tuple(headings),
        unit=first.unit,
        unit_one=first.unit_one,
        at_least=first.at_least,
        at_most=first.at_most,
        units=first.units,
        remaining=remaining,
    )


def group_screen(
    rulebase: RuleBase, name: str, lines: Collection[str] | None = None, remaining: int = 0
) -> Screen:
    """Return the screen `name` of group lines: those of the questions `lines`, or all."""
    topic = next(one for one in rulebase.topics if name in {each.id for each in one.group_screens})
    screen = rulebase.group_screens[name]
    items: list[Item] = []
    members: list[tuple[str, ...]] = []
    for question in rulebase.questions.values():
        group = question.group
        shown = lines is None or question.id in lines
        if group is not None and group.screen == name and shown:
            items.append(Item(fact=GROUP + question.id, text=group.text, label=group.label))
            members.append(question.facts)
    return Screen(
        id=name,
        kind=QuestionKind.CHECKLIST,
        topic=topic.title,
        ask=screen.ask,
        help=screen.help,
        why=screen.why,
        facts=tuple(item.fact for item in items),
        items=tuple(items),
        members=tuple(members),
        remaining=remaining,
    )


def check_screen(rulebase: RuleBase, fact: str, remaining: int = 0) -> Screen:
    """Return the screen of the plain check of `fact`."""
    check = rulebase.plain_checks[fact]
    question = rulebase.questions[rulebase.facts[fact].question]
    topic = next(one for one in rulebase.topics if question in one.questions)
    return Screen(
        id=CHECK + fact,
        kind=QuestionKind.YES_NO,
        topic=topic.title,
        ask=check.ask,
        help=check.help or question.help,
        why=question.why,
        facts=(CHECK + fact,),
        check_of=fact,
        settles=check.settles,
        remaining=remaining,
    )


def screen_named(
    rulebase: RuleBase, name: str, lines: Collection[str] | None = None
) -> Screen | None:
    """Return the screen with the id `name`; None when nothing of that id is asked.

    Of checklists and group lines it shows all lines, or those in `lines`.
    """
    if name in rulebase.group_screens:
        of = None if lines is None else {str(one).removeprefix(GROUP) for one in lines}
        return group_screen(rulebase, name, of)
    fact = name.removeprefix(CHECK)
    if fact != name:
        return check_screen(rulebase, fact) if fact in rulebase.plain_checks else None
    names = name.split(JOIN)
    questions = [rulebase.questions[one] for one in names if one in rulebase.questions]
    together = len(names) == 1 or share_a_screen(questions, len(names))
    if len(questions) < len(names) or not together:
        return None
    facts = frozenset(fact for one in questions for fact in one.facts)
    return screen_of(questions, "", facts if lines is None else facts.intersection(lines))
