"""Random questions, and so facts of all four kinds, with the values each can take."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st
from random_conditions import Sizes

from triage.model.fact import FactDefinition, FactKind, FactValue
from triage.model.question import Choice, Group, GroupScreen, Item, PlainCheck, Question, Topic
from triage.terms import NotSure, QuestionKind, Settles

PREFERENCE = "preference.kind"
CHOICES = ("low", "middle", "high")
_NOT_SURE = st.sampled_from(NotSure)


ANY_KIND = tuple(QuestionKind)
MOSTLY_LISTS = (QuestionKind.CHECKLIST, QuestionKind.CHECKLIST, QuestionKind.YES_NO)


@st.composite
def topics(
    draw: st.DrawFn, sizes: Sizes, kinds_of: Sequence[QuestionKind] = ANY_KIND, fewest: int = 1
) -> tuple[Topic, ...]:
    kinds = draw(
        st.lists(st.sampled_from(kinds_of), min_size=fewest, max_size=max(fewest, sizes.questions))
    )
    questions = [draw(_question(kind, place)) for place, kind in enumerate(kinds)]
    cut = draw(st.integers(0, len(questions)))
    return (
        Topic(topic="first", title="First", order=1, questions=tuple(questions[:cut])),
        Topic(
            topic="second",
            title="Second",
            order=2,
            questions=(*questions[cut:], PREFERENCE_QUESTION),
        ),
    )


@st.composite
def with_groups(draw: st.DrawFn, plain: tuple[Topic, ...]) -> tuple[Topic, ...]:
    """Put checklists behind group lines on two screens, and give yes/no facts plain checks."""
    told = [
        topic.model_copy(
            update={"questions": tuple(draw(_grouped(question)) for question in topic.questions)}
        )
        for topic in plain
    ]
    used = {one.group.screen for topic in told for one in topic.questions if one.group is not None}
    screens = tuple(
        GroupScreen(id=name, ask=f"{name}?", help="Help.", why="Why.") for name in sorted(used)
    )
    return (told[0].model_copy(update={"group_screens": screens}), *told[1:])


@st.composite
def _grouped(draw: st.DrawFn, question: Question) -> Question:
    checks = st.sampled_from(
        (None, *(PlainCheck(ask="Try it?", settles=settles) for settles in Settles))
    )
    if question.kind is QuestionKind.YES_NO:
        return question.model_copy(update={"check": draw(checks)})
    if question.kind is not QuestionKind.CHECKLIST:
        return question
    items = tuple(one.model_copy(update={"check": draw(checks)}) for one in question.items)
    words = {"text": f"Any of {question.id}?", "label": f"any of {question.id}"}
    screen = draw(st.sampled_from(("groups.a", "groups.b", "groups.a", None)))
    group = Group(**words, screen=screen) if screen else None
    return question.model_copy(update={"items": items, "group": group})


@st.composite
def _question(draw: st.DrawFn, kind: QuestionKind, place: int) -> Question:
    name = f"{kind}_{place}"
    words = {"id": name, "kind": kind, "ask": f"{name}?", "help": "Help.", "why": "Why."}
    if kind is QuestionKind.CHECKLIST:
        count = draw(st.integers(1, 3))
        items = tuple(
            Item(fact=f"{name}.{at}", text=f"{at}?", label=f"{name} {at}", not_sure=draw(_NOT_SURE))
            for at in range(count)
        )
        return Question.model_validate({**words, "items": items})
    words |= {"fact": f"one.{name}", "label": name}
    if kind is QuestionKind.NUMBER:
        low = draw(st.integers(-3, 3))
        high = low + draw(st.integers(1, 20))
        # A number needs an upper bound; 0 would read as none.
        return Question.model_validate(
            {**words, "at_least": low, "at_most": high or 1, "unit": "days"}
        )
    if kind is QuestionKind.YES_NO:
        return Question.model_validate({**words, "not_sure": draw(_NOT_SURE)})
    count = draw(st.integers(2, len(CHOICES)))
    choices = tuple(Choice(value=one, text=one) for one in CHOICES[:count])
    return Question.model_validate({**words, "choices": choices})


PREFERENCE_QUESTION = Question(
    id="preference",
    kind=QuestionKind.SINGLE_CHOICE,
    ask="Which?",
    help="Help.",
    why="Why.",
    fact=PREFERENCE,
    label="preference",
    choices=tuple(Choice(value=one, text=one) for one in ("natural", "medicated", "either")),
)


def values_of(definition: FactDefinition) -> st.SearchStrategy[FactValue]:
    """Return a strategy for the possible values of one fact."""
    match definition.kind:
        case FactKind.BOOL:
            return st.booleans()
        case FactKind.CHOICE:
            return st.sampled_from(definition.choices)
        case FactKind.SET:
            return st.frozensets(st.sampled_from(definition.choices), min_size=1)
        case FactKind.NUMBER:
            return st.integers(definition.at_least, definition.at_most)
