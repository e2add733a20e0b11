"""What was edited between two versions of a rule base: the possible causes of a difference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from triage.model.frozen import Frozen
from triage.model.remedy import Remedy
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that was added, removed or changed, and the nodes through which it acts.

    `id` is that of the rule, `remedy.check` for a contraindication, or the id of the remedy, fact
    or file. `nodes` act by having another truth, `fired` by leading somewhere else when they are
    not ruled out.
    """

    id: str
    what: str
    nodes: tuple[str, ...] = ()
    fired: tuple[str, ...] = ()


def edits(old: RuleBase, new: RuleBase) -> tuple[Edit, ...]:
    """Return everything in the new rule base that could make an assessment differ from the old.

    Words, sources and examples are passed over: they change no disposition and no recommendation.
    """
    return (*_rules(old, new), *_remedies(old, new), *_policy(old, new))


def changed_questions(old: RuleBase, new: RuleBase) -> tuple[str, ...]:
    """Return the facts, in words, that only one of the two has or that take other answers."""
    found = []
    for name in dict.fromkeys((*old.facts, *new.facts)):
        before, after = old.facts.get(name), new.facts.get(name)
        if before is None or after is None:
            found.append(f"{name} ({'new' if before is None else 'gone'})")
        elif before.model_dump(include=_DOMAIN) != after.model_dump(include=_DOMAIN):
            found.append(f"{name} (takes other answers)")
        elif before.not_sure is not after.not_sure:
            found.append(f'{name} ("not sure" now counts as {after.not_sure})')
        elif _asking(old, name) != _asking(new, name):
            found.append(f"{name} (its group line or its plain check is another)")
    return tuple(found)


def _asking(rulebase: RuleBase, fact: str) -> tuple[str, str]:
    """Return what else can settle a fact: the checklist of its group line, and its plain check."""
    question = rulebase.questions[rulebase.facts[fact].question]
    check = rulebase.plain_checks.get(fact)
    return question.id if question.group else "", check.settles if check else ""


_DOMAIN = {"kind", "choices", "at_least", "at_most"}


def _rules(old: RuleBase, new: RuleBase) -> Iterator[Edit]:
    for name in sorted({*old.rule, *new.rule}):
        before, after = old.rule.get(name), new.rule.get(name)
        if before is None or after is None:
            yield Edit(name, "added" if before is None else "removed", nodes=(name,))
            continue
        changes = list(_rule_changes(before, after))
        if changes:
            leads = any(change != "condition" for change in changes)
            yield Edit(name, ", ".join(changes), (name,), (name,) if leads else ())


def _rule_changes(before: Rule, after: Rule) -> Iterator[str]:
    if before.when != after.when:
        yield "condition"
    was, is_ = before.then, after.then
    if was.disposition is not is_.disposition:
        yield f"{was.disposition} → {is_.disposition}"
    if set(was.recommend) != set(is_.recommend):
        yield "remedies named"
    if set(was.allow) != set(is_.allow):
        yield "remedies allowed"


def _remedies(old: RuleBase, new: RuleBase) -> Iterator[Edit]:
    for name in sorted({*old.remedy, *new.remedy}):
        before, after = old.remedy.get(name), new.remedy.get(name)
        if before is None or after is None:
            node = f"offered.{name}"
            yield Edit(name, "added" if before is None else "removed", nodes=(node,))
            continue
        if before.stance is not after.stance:
            yield Edit(name, f"{before.stance} → {after.stance}", nodes=(f"offered.{name}",))
        if before.class_ is not after.class_:
            what = f"{before.class_} → {after.class_}"
            yield Edit(name, what, nodes=(f"wanted.{name}",))
        yield from _blocks(before, after)


def _blocks(before: Remedy, after: Remedy) -> Iterator[Edit]:
    was = {check.id: check.when for check in before.block}
    is_ = {check.id: check.when for check in after.block}
    for name in sorted({*was, *is_}):
        if was.get(name) != is_.get(name):
            what = "added" if name not in was else "removed" if name not in is_ else "condition"
            node = f"contraindication.{before.id}.{name}"
            yield Edit(f"{before.id}.{name}", what, nodes=(node,))


def _policy(old: RuleBase, new: RuleBase) -> Iterator[Edit]:
    def meaning(one: Frozen) -> object:
        return one.model_dump(include={"fact", "offers", "for_everyone"})

    if meaning(old.preferences) != meaning(new.preferences):
        nodes = tuple(f"wanted.{one}" for one in old.remedy if one in new.remedy)
        yield Edit("preferences", "policy", nodes=nodes)
