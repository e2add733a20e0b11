"""Random rule bases, and what may be known of a person, for tests that hold readers to each other.

`rulebases()` gives rule bases such as content loading would return: facts of all four kinds,
findings that read findings, rules of every level, remedies with contraindications and cautions,
recommendations, a preference, and texts; conditions with negations, counts, and parts that repeat.
Every reference in them resolves. `partial_facts(rulebase)` gives what may be known of one person,
in the form of `triage.model.fact.Facts`. The words in them mean nothing. `Sizes`, `USUAL` and
`SMALL` stand in `random_conditions`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st
from random_conditions import USUAL, Sizes, conditions
from random_questions import MOSTLY_LISTS, PREFERENCE, topics, values_of, with_groups

from triage.model.condition import Condition
from triage.model.fact import FactDefinition, FactValue
from triage.model.knowledge import (
    Advice,
    Claims,
    Disclaimer,
    Dispositions,
    DispositionText,
    FollowUp,
    FollowUpItem,
    Manifest,
    Preferences,
    SafetyNet,
    SafetyNetItem,
    Source,
)
from triage.model.ladder import Ladder
from triage.model.question import Topic
from triage.model.remedy import Check, Remedy, RemedyEvidence
from triage.model.rule import Conclusion, Evidence, Examples, FiringExample, Rule, SilentExample
from triage.model.rulebase import RuleBase
from triage.terms import (
    NOT_SURE,
    Disposition,
    EvidenceGrade,
    EvidenceVerdict,
    RemedyCategory,
    RemedyClass,
    RuleStatus,
    SourceStatus,
    Stance,
    Strength,
)

LEVELS = tuple(level for level in Disposition if level is not Disposition.SELF_CARE)
SOME_DAY = date(2027, 1, 31)
DRAFT = RuleStatus.DRAFT
_TENTHS = st.integers(1, 10)


@st.composite
def rulebases(
    draw: st.DrawFn, sizes: Sizes = USUAL, asked: st.SearchStrategy[tuple[Topic, ...]] | None = None
) -> RuleBase:
    """Draw a rule base no larger than `sizes`; its digest stands for its content.

    `asked` are its topics, by default with questions of every kind.
    """
    asked_topics = draw(asked if asked is not None else topics(sizes))
    facts = [
        one for topic in asked_topics for asked in topic.questions for one in asked.definitions()
    ]
    findings = draw(_findings(sizes, facts))
    named = tuple(rule.id for rule in findings)
    when = conditions(facts, named, sizes)
    remedies = draw(_remedies(sizes, when))
    ids = tuple(remedy.id for remedy in remedies)
    alone = draw(_disposing(sizes, when, ids))
    ladders, rungs = draw(_ladders(sizes, when, ids))
    disposing = [*alone, *rungs]
    recommending = draw(_recommending(sizes, when, ids))
    rules = (*findings, *disposing, *recommending)
    drawn = RuleBase(
        manifest=Manifest(
            name="random",
            version="1",
            status=DRAFT,
            review_due=SOME_DAY,
            opening=tuple(draw(st.lists(st.sampled_from([one.id for one in facts]), max_size=1))),
        ),
        digest="",
        topics=asked_topics,
        rules=tuple(sorted(rules, key=lambda rule: rule.id)),
        remedies=tuple(sorted(remedies, key=lambda remedy: remedy.id)),
        sources=(_SOURCE,),
        dispositions=_DISPOSITIONS,
        disclaimer=_DISCLAIMER,
        preferences=Preferences(
            version=1,
            status=DRAFT,
            fact=PREFERENCE,
            offers=_OFFERS,
            for_everyone=draw(_some_of(ids)),
            order=tuple(RemedyCategory),
        ),
        safety_net=draw(_safety_net(sizes, when, facts, [rule.id for rule in disposing])),
        follow_up=draw(_follow_up(sizes, when)),
        claims=Claims(version=1, status=DRAFT, claims=()),
        ladders=ladders,
    )
    digest = hashlib.sha256(drawn.model_dump_json(by_alias=True).encode()).hexdigest()
    return drawn.model_copy(update={"digest": digest})


@st.composite
def grouped_cases(draw: st.DrawFn, sizes: Sizes = USUAL) -> tuple[RuleBase, dict[str, FactValue]]:
    """Draw a rule base with group lines and plain checks, and what is known of one person.

    Of what a person is not sure of, `check:<fact>` is what they answer to its plain check.
    """
    asked = topics(sizes, MOSTLY_LISTS, fewest=3).flatmap(with_groups)
    rulebase = draw(rulebases(sizes, asked))
    person = draw(partial_facts(rulebase))
    tried: st.SearchStrategy[bool | str] = st.sampled_from((True, False, NOT_SURE))
    checks = {f"check:{fact}": draw(tried) for fact in rulebase.plain_checks if fact not in person}
    return rulebase, {**person, **checks}


@st.composite
def partial_facts(draw: st.DrawFn, rulebase: RuleBase) -> dict[str, FactValue]:
    """Draw what may be known of one person: any part of all facts, from nothing to everything."""
    tenths = draw(st.sampled_from((10, 9, 7, 4, 0)))
    return {
        name: draw(values_of(one))
        for name, one in rulebase.facts.items()
        if draw(_TENTHS) <= tenths
    }


def complete_facts(rulebase: RuleBase) -> st.SearchStrategy[dict[str, FactValue]]:
    """Return a strategy for a person of whom everything is known."""
    return st.fixed_dictionaries({name: values_of(one) for name, one in rulebase.facts.items()})


@st.composite
def cases(draw: st.DrawFn, sizes: Sizes = USUAL) -> tuple[RuleBase, dict[str, FactValue]]:
    """Draw a rule base and what is known of one person."""
    rulebase = draw(rulebases(sizes))
    return rulebase, draw(partial_facts(rulebase))


_OFFERS = {
    "natural": (RemedyClass.NATURAL, RemedyClass.PROFESSIONAL),
    "medicated": (RemedyClass.MEDICATED, RemedyClass.PROFESSIONAL),
    "either": tuple(RemedyClass),
}
_SOURCE = Source(
    number=1,
    short="One",
    citation="One.",
    status=SourceStatus.CONFIRMED,
    addresses=(),
    supports="Nothing.",
    flags=(),
)
_DISCLAIMER = Disclaimer(
    version=1, status=DRAFT, short="Random.", purpose="Tests.", text="All random."
)
_DISPOSITIONS = Dispositions(
    dispositions=tuple(
        DispositionText(id=level, title=f"T {level}", action=f"A {level}", why=f"W {level}")
        for level in Disposition
    )
)


def _some_of(ids: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    if not ids:
        return st.just(())
    return st.lists(st.sampled_from(ids), unique=True).map(tuple)


def _rule(
    name: str, salience: str, when: Condition, then: Conclusion, rung: tuple[str, int] = ("", 0)
) -> Rule:
    ladder, place = rung
    silent = SilentExample(name="nothing known", facts={}, stays="open")
    return Rule.model_validate(
        {
            "id": name,
            "version": 1,
            "title": f"Rule {ladder or name}",
            **({"ladder": ladder, "rung": place} if ladder else {}),
            "status": DRAFT,
            "salience": salience,
            "when": when,
            "then": then,
            "rationale": "Random.",
            "evidence": Evidence(grade=EvidenceGrade.CONSENSUS, sources=(1,)),
            "known_limits": (),
            "reviews": (),
            "review_due": SOME_DAY,
            "examples": Examples(
                fires=(FiringExample(name="nothing known", facts={}),),
                stays_silent=(silent, silent),
            ),
        }
    )


@st.composite
def _findings(draw: st.DrawFn, sizes: Sizes, facts: Sequence[FactDefinition]) -> list[Rule]:
    """Draw findings that read facts and each other, without a cycle and in no order of name."""
    slugs = draw(st.permutations([f"f{at}" for at in range(draw(st.integers(0, sizes.findings)))]))
    found: list[Rule] = []
    for slug in slugs:
        when = draw(conditions(facts, tuple(rule.id for rule in found), sizes))
        then = Conclusion(finding=slug, label=f"label {slug}")
        found.append(_rule(f"finding.{slug}", "finding", when, then))
    return found


@st.composite
def _disposing(
    draw: st.DrawFn, sizes: Sizes, when: st.SearchStrategy[Condition], remedies: Sequence[str]
) -> list[Rule]:
    levels = draw(st.lists(st.sampled_from(LEVELS), min_size=1, max_size=sizes.disposing))
    return [
        _rule(
            f"place.d{at}",
            draw(st.sampled_from(("red_flag", "fallback"))),
            draw(when),
            Conclusion(
                disposition=level, worry="worry", tell="Tell.", allow=draw(_some_of(remedies))
            ),
        )
        for at, level in enumerate(levels)
    ]


@st.composite
def _ladders(
    draw: st.DrawFn, sizes: Sizes, when: st.SearchStrategy[Condition], remedies: Sequence[str]
) -> tuple[tuple[Ladder, ...], list[Rule]]:
    """Draw ladders of one to three rungs, of which some have the same level."""
    ladders: list[Ladder] = []
    rungs: list[Rule] = []
    for at in range(draw(st.integers(0, sizes.ladders))):
        drawn = draw(st.lists(st.sampled_from(LEVELS), min_size=1, max_size=3))
        levels = sorted(drawn, key=lambda one: -one.urgency)
        ladder = Ladder(
            id=f"worry.w{at}", version=1, title=f"Rule worry.w{at}", worry="worry", portraits=("p",)
        )
        ladders.append(ladder)
        for place, level in enumerate(levels):
            slug = f"r{9 - place}" if levels.count(level) > 1 else str(level)
            then = Conclusion(
                disposition=level,
                worry=draw(st.sampled_from(("worry", "other worry"))),
                tell=f"Tell {place}.",
                allow=draw(_some_of(remedies)),
            )
            name = f"{ladder.id}.{slug}"
            rungs.append(_rule(name, "red_flag", draw(when), then, (ladder.id, place)))
    return tuple(ladders), rungs


@st.composite
def _recommending(
    draw: st.DrawFn, sizes: Sizes, when: st.SearchStrategy[Condition], remedies: Sequence[str]
) -> list[Rule]:
    if not remedies:
        return []
    several = st.lists(st.sampled_from(remedies), min_size=1, unique=True).map(tuple)
    return [
        _rule(
            f"recommendation.r{at}",
            "recommendation",
            draw(when),
            Conclusion(recommend=draw(several), strength=draw(st.sampled_from(Strength))),
        )
        for at in range(draw(st.integers(1, sizes.recommending)))
    ]


@st.composite
def _remedies(draw: st.DrawFn, sizes: Sizes, when: st.SearchStrategy[Condition]) -> list[Remedy]:
    def checks(prefix: str) -> tuple[Check, ...]:
        return tuple(
            Check(id=f"{prefix}{at}", when=draw(when), because="Because.", sources=(1,))
            for at in range(draw(st.integers(0, sizes.checks)))
        )

    return [
        Remedy.model_validate(
            {
                "id": f"remedy_{at}",
                "version": 1,
                "title": f"Remedy {at}",
                "status": DRAFT,
                "covers": (),
                "category": draw(st.sampled_from(RemedyCategory)),
                "class": draw(st.sampled_from(RemedyClass)),
                "stance": draw(st.sampled_from((Stance.OFFER, Stance.OFFER, Stance.NOT_SUPPORTED))),
                "summary": "Summary.",
                "how": ("How.",),
                "evidence": RemedyEvidence(
                    grade=EvidenceGrade.LOW,
                    verdict=EvidenceVerdict.UNPROVEN,
                    says="Nothing.",
                    sources=(1,),
                ),
                "claims": (),
                "block": checks("b"),
                "ask_first": checks("c"),
                "stop_if": (),
                "known_limits": (),
                "reviews": (),
                "review_due": SOME_DAY,
            }
        )
        for at in range(draw(st.integers(0, sizes.remedies)))
    ]


@st.composite
def _safety_net(
    draw: st.DrawFn,
    sizes: Sizes,
    when: st.SearchStrategy[Condition],
    facts: Sequence[FactDefinition],
    rules: Sequence[str],
) -> SafetyNet:
    maybe = st.one_of(st.none(), when)
    level = st.sampled_from(LEVELS)
    written = st.builds(SafetyNetItem, id=st.just("s"), text=st.just("T."), level=level, when=maybe)
    worked_out = st.builds(
        SafetyNetItem, id=st.just("s"), text=st.just("T."), level=level, rules=_some_of(rules)
    )
    items = draw(st.lists(st.one_of(written, worked_out), max_size=sizes.texts))
    return SafetyNet(
        version=1,
        status=DRAFT,
        stays=draw(_some_of([one.id for one in facts])),
        items=tuple(one.model_copy(update={"id": f"s{at}"}) for at, one in enumerate(items)),
        advice=tuple(
            Advice(id=f"a{at}", title="Title", text="Text.", when=draw(maybe))
            for at in range(draw(st.integers(0, sizes.texts)))
        ),
    )


@st.composite
def _follow_up(draw: st.DrawFn, sizes: Sizes, when: st.SearchStrategy[Condition]) -> FollowUp:
    return FollowUp(
        version=1,
        status=DRAFT,
        items=tuple(
            FollowUpItem(
                id=f"u{at}",
                text="Text.",
                dispositions=tuple(Disposition),
                when=draw(st.one_of(st.none(), when)),
            )
            for at in range(draw(st.integers(0, sizes.texts)))
        ),
    )
