"""Questions: every id and fact once, and each question of the shape its kind needs.

Group lines: each on a screen that exists, and no screen with more lines than can be read.
"""

from __future__ import annotations

from collections import Counter

from triage.content.conditions import close_hint
from triage.content.parts import ID, Ids, Parts
from triage.content.strict_yaml import Document, Path
from triage.model.question import Question
from triage.terms import QuestionKind

MOST_GROUPS = 8
"""Group lines on one screen."""


def check_questions(parts: Parts, ids: Ids) -> None:
    """Note every question that repeats an id or a fact, or does not fit its kind."""
    _Questions(parts, ids).check()


class _Questions:
    def __init__(self, parts: Parts, ids: Ids) -> None:
        self.parts = parts
        self.ids = ids

    def check(self) -> None:
        self.screens()
        for name, topic in self.parts.topics.items():
            document = self.parts.documents[name]
            self.ids.like_its_file(document, "topic", topic.topic)
            for index, question in enumerate(topic.questions):
                path: Path = ("questions", index)
                self.ids.named(document, (*path, "id"), question.id, ID)
                self.ids.once("question", question.id, document, (*path, "id"))
                self._facts_of(question, document, path)
                self._shape_of(question, document, path)

    def screens(self) -> None:
        """Note group screens that stand twice, have no line or too many, and lines without one."""
        topics = self.parts.topics
        known = {screen.id for topic in topics.values() for screen in topic.group_screens}
        lines: Counter[str] = Counter()
        for name, topic in topics.items():
            document = self.parts.documents[name]
            for index, question in enumerate(topic.questions):
                if question.group is None:
                    continue
                where = ("questions", index, "group", "screen")
                lines[question.group.screen] += 1
                if question.group.screen not in known and self.parts.facts_are_known:
                    message = f"no such group screen: `{question.group.screen}`"
                    document.report(where, message, close_hint(question.group.screen, known))
        for name, topic in topics.items():
            document = self.parts.documents[name]
            for index, screen in enumerate(topic.group_screens):
                path: Path = ("group_screens", index, "id")
                self.ids.named(document, path, screen.id, ID)
                # One name for both would make a saved answer ambiguous.
                self.ids.once("question", screen.id, document, path)
                if lines[screen.id] > MOST_GROUPS:
                    message = f"a screen of {lines[screen.id]} group lines; at most {MOST_GROUPS}"
                    document.report(path, message, "make two screens of it")
                elif not lines[screen.id] and self.parts.facts_are_known:
                    document.report(path, "no question has its group line on this screen")

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
        if question.group is not None and question.kind is not QuestionKind.CHECKLIST:
            document.report((*path, "group"), "only a checklist can have a group line")
        if question.check is not None and question.kind is not QuestionKind.YES_NO:
            hint = "the lines of a checklist have one each"
            document.report((*path, "check"), "only a yes/no question can have a check", hint)
        if question.kind is QuestionKind.NUMBER and not (
            question.at_most > question.at_least and question.unit
        ):
            document.report(path, "a number needs `unit`, `at_least`, and an `at_most` above it")
