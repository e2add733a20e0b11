"""Holds every text that a person reads to plain words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from triage.checks.check import Check, CheckContext, Finding, remedy_file, rule_file
from triage.content.texts import texts_of
from triage.extras import how_to_install
from triage.model.question import Topic
from triage.model.rulebase import RuleBase

HIGHEST_GRADE = 8
"""The highest US school grade a text may need."""

FEWEST_WORDS = 15
"""Texts of fewer words are too short to measure, and are judged joined, per file."""

_BRACKETS = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[^\W\d_]+")
_LONG = 3
_GLOSS = "it"
_NOT_SENTENCES = ("region.", "unit.")
_MEDICINES = "medicines"


class PlainWords(Check):
    """A text needs more than eight years of school.

    What: the Flesch-Kincaid grade (Kincaid et al. 1975, by textstat) of every patient-facing text
    is 8 or less. Texts of fewer than 15 words are judged joined, per file. Not counted are what
    stands in brackets, and names: a word of three or more syllables that stands in the questions
    about medicines or in the title of a remedy counts as one short word. Names of countries and
    units are passed over.
    Why: who is in pain, or in a hurry, must not have to read a line twice.
    Fix: shorter sentences first, then shorter words; put a medical name in brackets.
    """

    id = "reading.grade"

    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield each text, or file of short texts, above grade 8."""
        try:
            # Only here: the library is an extra, and slow to load.
            import textstat  # noqa: PLC0415
        except ModuleNotFoundError:
            hint = how_to_install("check")
            yield self.found("", "the reading level was not measured", hint, warning=True)
            return
        rulebase = context.rulebase.origin
        syllables: Callable[[str], int] = textstat.syllable_count
        grade: Callable[[str], float] = textstat.flesch_kincaid_grade
        plain = partial(_plain, names=_names(rulebase, syllables))
        short: dict[str, list[str]] = {}
        for key, text in texts_of(rulebase).items():
            if key.startswith(_NOT_SENTENCES):
                continue
            words = plain(text)
            if len(words.split()) < FEWEST_WORDS:
                short.setdefault(_file_of(rulebase, key), []).append(words)
            elif (needed := grade(words)) > HIGHEST_GRADE:
                yield self._above(_file_of(rulebase, key), f"`{key}`", needed)
        for where, parts in short.items():
            joined = " ".join(one.rstrip(" .:;!?") + "." for one in parts)
            enough = len(joined.split()) >= FEWEST_WORDS
            if enough and (needed := grade(joined)) > HIGHEST_GRADE:
                yield self._above(where, "its short texts, joined,", needed)

    def _above(self, where: str, what: str, needed: float) -> Finding:
        hint = "shorter sentences, shorter words; medical names in brackets"
        return self.found(where, f"{what} need grade {needed:.1f}, over {HIGHEST_GRADE}", hint)


def _names(rulebase: RuleBase, syllables: Callable[[str], int]) -> frozenset[str]:
    """Return the long words (in lower case) that are names and have no plainer form."""
    texts = [remedy.title for remedy in rulebase.remedies]
    for topic in rulebase.topics:
        if topic.topic == _MEDICINES:
            texts += [item.text for asked in topic.questions for item in asked.items]
    words = {word.lower() for text in texts for word in _WORD.findall(text)}
    return frozenset(word for word in words if syllables(word) >= _LONG)


def _plain(text: str, names: frozenset[str]) -> str:
    """Return `text` as it is measured: without brackets, names as one short word."""

    def word(match: re.Match[str]) -> str:
        return _GLOSS if match[0].lower() in names else match[0]

    return " ".join(_WORD.sub(word, _BRACKETS.sub(" ", text)).split())


def _file_of(rulebase: RuleBase, key: str) -> str:
    """Return the file that holds the text with this key."""
    family, _, rest = key.partition(".")
    match family:
        case "rule":
            name = _longest(rest, {**rulebase.rule, **rulebase.ladder})
            rule = rulebase.rule.get(name)
            return rule_file((rule and rule.ladder) or name)
        case "remedy":
            return remedy_file(_longest(rest, rulebase.remedy))
        case "topic":
            return f"knowledge/questions/{rest.removesuffix('.title')}.yaml"
        case "question":
            return _question_file(rulebase, _longest(rest, rulebase.questions))
        case "fact":
            fact = rulebase.facts[_longest(rest, rulebase.facts)]
            return _question_file(rulebase, fact.question)
        case "group":
            screen = _longest(rest, rulebase.group_screens)
            return _topic_file(rulebase, lambda one: screen in {s.id for s in one.group_screens})
        case "disposition" | "claim":
            return f"knowledge/{family}s.yaml"
        case "advice":
            return "knowledge/safety_net.yaml"
        case _:
            return f"knowledge/{family}.yaml"


def _longest(rest: str, known: Iterable[str]) -> str:
    return max((one for one in known if rest.startswith(f"{one}.")), key=len)


def _question_file(rulebase: RuleBase, question: str) -> str:
    return _topic_file(rulebase, lambda one: question in {q.id for q in one.questions})


def _topic_file(rulebase: RuleBase, holds: Callable[[Topic], bool]) -> str:
    """Return the file of the topic that `holds` is true of."""
    for topic in rulebase.topics:
        if holds(topic):
            return f"knowledge/questions/{topic.topic}.yaml"
    return "knowledge/questions/"
