"""A rule base small enough to see through, of which every property holds; tests plant faults in it.

The words in it mean nothing. `SOUND` is the whole of it; `with_rules`, `with_remedies` and
`with_texts` give it with some parts replaced or added, `doctored` a program with other nodes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import count

from triage.logic.program import Node, Program, program_of
from triage.model.condition import (
    All,
    AnyOf,
    Condition,
    FactAtLeast,
    FactAtMost,
    FactIncludes,
    FactIs,
)
from triage.model.knowledge import (
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
    Waiver,
    Waivers,
)
from triage.model.question import Choice, Item, Question, Topic
from triage.model.remedy import Check, Remedy
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase
from triage.terms import (
    Disposition,
    NotSure,
    QuestionKind,
    RemedyCategory,
    RemedyClass,
    RuleStatus,
    SourceStatus,
    Stance,
)

DRAFT = RuleStatus.DRAFT
DAY = date(2027, 1, 31)
_DIGESTS = count()


def yes(fact: str) -> FactIs:
    """Return the test that a sign is there."""
    return FactIs(fact=fact, value=True)


def no(fact: str) -> FactIs:
    """Return the test that a sign is not there."""
    return FactIs(fact=fact, value=False)


def rule(name: str, salience: str, when: Condition, **then: object) -> Rule:
    """Return a rule with no words to speak of."""
    needed = {"worry": "worry", "tell": "Tell."} if "disposition" in then else {}
    silent = {"name": "nothing known", "facts": {}, "stays": "open"}
    return Rule.model_validate(
        {
            "id": name,
            "version": 1,
            "title": name,
            "status": DRAFT,
            "salience": salience,
            "when": when,
            "then": {**needed, **then},
            "rationale": "None.",
            "evidence": {"grade": "consensus", "sources": (1,)},
            "known_limits": (),
            "reviews": (),
            "review_due": DAY,
            "examples": {
                "fires": ({"name": "one", "facts": {}},),
                "stays_silent": (silent, silent),
            },
        }
    )


def flag(name: str, level: Disposition, when: Condition, *allow: str) -> Rule:
    """Return a rule of a level."""
    return rule(f"flag.{name}", "red_flag", when, disposition=level, allow=allow)


def advise(name: str, when: Condition, *remedies: str) -> Rule:
    """Return a recommendation rule."""
    return rule(f"recommendation.{name}", "recommendation", when, recommend=remedies)


def check(name: str, when: Condition) -> Check:
    """Return a contraindication or caution."""
    return Check(id=name, when=when, because="Because.", sources=(1,))


def remedy(  # noqa: PLR0913  (what a remedy is made of)
    name: str,
    category: RemedyCategory,
    kind: RemedyClass,
    *,
    block: Iterable[Check] = (),
    ask_first: Iterable[Check] = (),
    stance: Stance = Stance.OFFER,
) -> Remedy:
    """Return a remedy with no words to speak of."""
    return Remedy.model_validate(
        {
            "id": name,
            "version": 1,
            "title": name,
            "status": DRAFT,
            "covers": (),
            "category": category,
            "class": kind,
            "stance": stance,
            "summary": "Summary.",
            "how": ("How.",),
            "evidence": {
                "grade": "low",
                "verdict": "unproven",
                "says": "Nothing.",
                "sources": (1,),
            },
            "claims": (),
            "block": tuple(block),
            "ask_first": tuple(ask_first),
            "stop_if": (),
            "known_limits": (),
            "reviews": (),
            "review_due": DAY,
        }
    )


LEG = FactIncludes(fact="pain.location", value="leg")
ANYWHERE = AnyOf(of=(LEG, FactIncludes(fact="pain.location", value="arm")))
RULES = (
    flag("a", Disposition.EMERGENCY_NOW, yes("sign.a"), "calm"),
    flag("b_and_c", Disposition.URGENT_SAME_DAY, All(of=(yes("sign.b"), yes("sign.c")))),
    flag("old", Disposition.CLINICIAN_WITHIN_DAYS, FactAtLeast(fact="patient.age", bound=8)),
    advise("all", ANYWHERE, "move", "calm"),
    advise("leg", LEG, "tablet", "pill", "fad"),
)
REMEDIES = (
    remedy("calm", RemedyCategory.MIND, RemedyClass.NATURAL),
    remedy("fad", RemedyCategory.DIET, RemedyClass.NATURAL, stance=Stance.NOT_SUPPORTED),
    remedy("move", RemedyCategory.ACTIVITY, RemedyClass.NATURAL),
    remedy(
        "pill",
        RemedyCategory.SUPPLEMENT,
        RemedyClass.MEDICATED,
        block=[check("child", FactAtMost(fact="patient.age", bound=3))],
    ),
    remedy(
        "tablet",
        RemedyCategory.MEDICATION,
        RemedyClass.MEDICATED,
        block=[check("c", yes("sign.c"))],
        ask_first=[check("b", yes("sign.b"))],
    ),
)
CHECKLIST = Question(
    id="signs",
    kind=QuestionKind.CHECKLIST,
    ask="Which?",
    help="Help.",
    why="Why.",
    items=tuple(
        Item(fact=f"sign.{one}", text=one, label=one, not_sure=not_sure)
        for one, not_sure in (
            ("a", NotSure.AS_YES),
            ("b", NotSure.UNKNOWN),
            ("c", NotSure.UNKNOWN),
        )
    ),
)
NUMBER = Question(
    id="age",
    kind=QuestionKind.NUMBER,
    ask="How old?",
    help="Help.",
    why="Why.",
    fact="patient.age",
    label="age",
    at_least=0,
    at_most=9,
    unit="years",
)


def _choices(name: str, kind: QuestionKind, *values: str) -> Question:
    return Question(
        id=name,
        kind=kind,
        ask="Which?",
        help="Help.",
        why="Why.",
        fact=name,
        label=name,
        choices=tuple(Choice(value=one, text=one) for one in values),
    )


QUESTIONS = (
    _choices("pain.location", QuestionKind.MULTIPLE_CHOICE, "leg", "arm"),
    CHECKLIST,
    NUMBER,
    _choices("preference.kind", QuestionKind.SINGLE_CHOICE, "natural", "medicated", "either"),
)


WORSE = SafetyNetItem(
    id="worse",
    text="Worse.",
    level=Disposition.EMERGENCY_NOW,
    rules=("flag.a", "flag.b_and_c"),
)


def rulebase(
    rules: Iterable[Rule] = RULES,
    remedies: Iterable[Remedy] = REMEDIES,
    *,
    items: Iterable[SafetyNetItem] = (WORSE,),
    waivers: Iterable[Waiver] = (),
) -> RuleBase:
    """Return a rule base with these parts; each has a digest of its own."""
    again = FollowUpItem(id="soon", text="Soon.", dispositions=(Disposition.SELF_CARE,))
    return RuleBase(
        manifest=Manifest(name="proof", version="1", status=DRAFT, review_due=DAY),
        digest=f"digest {next(_DIGESTS)}",
        topics=(Topic(topic="all", title="All", order=1, questions=QUESTIONS),),
        rules=tuple(sorted(rules, key=lambda one: one.id)),
        remedies=tuple(sorted(remedies, key=lambda one: one.id)),
        sources=(
            Source(
                number=1,
                short="One",
                citation="One.",
                status=SourceStatus.CONFIRMED,
                addresses=(),
                supports="Nothing.",
                flags=(),
            ),
        ),
        dispositions=Dispositions(
            dispositions=tuple(
                DispositionText(id=level, title=f"{level}", action="Go.", why="So.")
                for level in Disposition
            )
        ),
        disclaimer=Disclaimer(version=1, status=DRAFT, purpose="Tests.", short="No.", text="No."),
        preferences=Preferences(
            version=1,
            status=DRAFT,
            fact="preference.kind",
            offers={
                "natural": (RemedyClass.NATURAL, RemedyClass.PROFESSIONAL),
                "medicated": (RemedyClass.MEDICATED, RemedyClass.PROFESSIONAL),
                "either": tuple(RemedyClass),
            },
            for_everyone=("move", "calm"),
            order=tuple(RemedyCategory),
        ),
        safety_net=SafetyNet(
            version=1,
            status=DRAFT,
            stays=("patient.age", "pain.location", "preference.kind"),
            items=tuple(items),
            advice=(),
        ),
        follow_up=FollowUp(version=1, status=DRAFT, items=(again,)),
        claims=Claims(version=1, status=DRAFT, claims=()),
        waivers=Waivers(waivers=tuple(waivers)),
    )


SOUND = rulebase()


def with_rules(*rules: Rule, waivers: Iterable[Waiver] = ()) -> RuleBase:
    """Return the sound rule base with these rules added, or in the place of those they replace."""
    merged = {one.id: one for one in (*RULES, *rules)}
    return rulebase(rules=merged.values(), waivers=waivers)


def with_remedies(*remedies: Remedy, waivers: Iterable[Waiver] = ()) -> RuleBase:
    """Return the sound rule base with these remedies added, or in the place of others."""
    merged = {one.id: one for one in (*REMEDIES, *remedies)}
    return rulebase(remedies=merged.values(), waivers=waivers)


def doctored(base: RuleBase, **nodes: Condition) -> Program:
    """Return the program of `base` with other conditions; `__` in a name stands for a dot."""
    other = {name.replace("__", "."): when for name, when in nodes.items()}
    program = program_of(base)
    assert other.keys() <= program.node.keys()
    return Program(
        tuple(Node(one.id, one.band, other.get(one.id, one.when)) for one in program.nodes),
        program.facts,
    )
