"""Questions: every id and fact once, and each question of the shape its kind needs."""

from __future__ import annotations

from triage.content.parts import ID, Ids, Parts
from triage.content.strict_yaml import Document, Path
from triage.model.question import Question
from triage.terms import QuestionKind


def check_questions(parts: Parts, ids: Ids) -> None:
    """Note every question that repeats an id or a fact, or does not fit its kind."""
    _Questions(parts, ids).check()


class _Questions:
    def __init__(self, parts: Parts, ids: Ids) -> None:
        self.parts = parts
        self.ids = ids

    def check(self) -> None:
        for name, topic in self.parts.topics.items():
            document = self.parts.documents[name]
            self.ids.like_its_file(document, "topic", topic.topic)
            for index, question in enumerate(topic.questions):
                path: Path = ("questions", index)
                self.ids.named(document, (*path, "id"), question.id, ID)
                self.ids.once("question", question.id, document, (*path, "id"))
                self._facts_of(question, document, path)
                self._shape_of(question, document, path)

    def _facts_of(self, question: Question, document: Document, path: Path) -> None:
        for place, item in enumerate(question.items):
            where = (*path, "items", place, "fact")
            self.ids.named(document, where, item.fact, ID)
            self.ids.once("fact", item.fact, document, where)
        if question.fact:
            self.ids.named(document, (*path, "fact"), question.fact, ID)
            self.ids.once("fact", question.fact, document, (*path, "fact"))
        if not question.facts:
            document.report(path, "sets no fact", "give `fact`, or `items` each with one")

    def _shape_of(self, question: Question, document: Document, path: Path) -> None:
        values = [one.value for one in question.choices]
        self.ids.listed(document, (*path, "choices"), values, "value")
        choosing = question.kind in {QuestionKind.SINGLE_CHOICE, QuestionKind.MULTIPLE_CHOICE}
        if choosing != bool(question.choices):
            document.report(path, f"`choices` and the kind `{question.kind}` do not fit")
        if (question.kind is QuestionKind.CHECKLIST) != bool(question.items):
            document.report(path, f"`items` and the kind `{question.kind}` do not fit")
        if question.kind is QuestionKind.NUMBER and not (
            question.at_most > question.at_least and question.unit
        ):
            document.report(path, "a number needs `unit`, `at_least`, and an `at_most` above it")
