"""Random questions, and so facts of all four kinds, with the values each can take."""

from __future__ import annotations

from hypothesis import strategies as st
from random_conditions import Sizes

from triage.model.fact import FactDefinition, FactKind, FactValue
from triage.model.question import Choice, Item, Question, Topic
from triage.terms import NotSure, QuestionKind

PREFERENCE = "preference.kind"
CHOICES = ("low", "middle", "high")
_NOT_SURE = st.sampled_from(NotSure)


@st.composite
def topics(draw: st.DrawFn, sizes: Sizes) -> tuple[Topic, ...]:
    kinds = draw(st.lists(st.sampled_from(QuestionKind), min_size=1, max_size=sizes.questions))
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
