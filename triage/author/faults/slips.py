"""Slips in what a person reads or acts on: wrong words, doses, numbers, sources, translations.

No case and no proof can see most of them; that they are noticed rests on `rules/rules.lock`, and on
the checks that know what an emergency may allow and how long a week is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.author.faults.conditions import Operator
from triage.author.faults.shared_slips import shared_slips
from triage.author.faults.slip import Slip
from triage.logic.program import HOLDING
from triage.model.remedy import Remedy
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase
from triage.terms import Disposition, RemedyClass, Stance

_FIGURE = re.compile(r"\d+")


def slips(rulebase: RuleBase) -> Iterator[Slip]:
    """Yield every slip, rule by rule, remedy by remedy, then questions, shared files, languages."""
    yield from _Slips(rulebase).all()
    yield from shared_slips(rulebase)


class _Slips:
    def __init__(self, rulebase: RuleBase) -> None:
        self.base = rulebase
        self.mildest = rulebase.disposition_text[Disposition.SELF_CARE].action
        self.numbers = [one.number for one in rulebase.sources]

    def all(self) -> Iterator[Slip]:
        for rule in self.base.rules:
            yield from self.rule(rule)
        for remedy in self.base.remedies:
            yield from self.remedy(remedy)

    def rule(self, rule: Rule) -> Iterator[Slip]:
        def slip(
            operator: Operator, detail: str, field: str, value: object, *, dangerous: bool = True
        ) -> Slip:
            then = rule.then.model_copy(update={field: value})
            changed = rule.model_copy(update={"then": then})
            changes = self._with(rule, changed)
            return Slip(operator, rule.id, detail, changes, rule.ladder or rule.id, dangerous)

        if rule.then.disposition is not None:
            if rule.then.disposition in HOLDING and (more := self._not_allowed(rule)):
                allowed = (*rule.then.allow, more)
                yield slip(Operator.WIDEN_ALLOW, f"also `{more}`", "allow", allowed)
            yield slip(Operator.MILDER_TEXT, "what to do", "tell", self.mildest)
            if rule.then.while_waiting:
                milder = (self.mildest,)
                yield slip(Operator.MILDER_TEXT, "while waiting", "while_waiting", milder)
        # What a ladder cites stands once in its file, for all its rungs.
        if rule.rung == 0 and (others := self._other_sources(rule.evidence.sources)):
            evidence = rule.evidence.model_copy(update={"sources": others})
            changes = self._with(rule, rule.model_copy(update={"evidence": evidence}))
            yield _sources(rule.id, others, changes, rule.ladder or rule.id)

    def remedy(self, remedy: Remedy) -> Iterator[Slip]:
        where, locked = f"remedy.{remedy.id}", f"knowledge/remedies/{remedy.id}"
        kinds = list(RemedyClass)
        other = kinds[kinds.index(remedy.class_) - 1]
        changed = remedy.model_copy(update={"class_": other})
        detail = f"{remedy.class_} → {other}"
        yield Slip(
            Operator.CHANGE_CLASS,
            where,
            detail,
            self._with(remedy, changed),
            locked,
            dangerous=False,
        )
        for field in ("how", "stop_if"):
            lines: tuple[str, ...] = getattr(remedy, field)
            for place, line in enumerate(lines):
                for figure in _FIGURE.finditer(line):
                    more = f"{line[: figure.start()]}1{line[figure.start() :]}"
                    told = (*lines[:place], more, *lines[place + 1 :])
                    changes = self._with(remedy, remedy.model_copy(update={field: told}))
                    detail = f"{field} {place + 1}: {figure[0]} → 1{figure[0]}"
                    yield Slip(Operator.CHANGE_DOSE, where, detail, changes, locked)
        if others := self._other_sources(remedy.evidence.sources):
            evidence = remedy.evidence.model_copy(update={"sources": others})
            changes = self._with(remedy, remedy.model_copy(update={"evidence": evidence}))
            yield _sources(where, others, changes, locked)

    def _not_allowed(self, rule: Rule) -> str | None:
        """Return a remedy that the rule holds back: a medicine if there is one."""
        others = [
            one
            for one in self.base.remedies
            if one.stance is Stance.OFFER and one.id not in rule.then.allow
        ]
        medicines = [one for one in others if one.class_ is RemedyClass.MEDICATED]
        return next((one.id for one in (*medicines, *others)), None)

    def _other_sources(self, cited: tuple[int, ...]) -> tuple[int, ...]:
        """Return as many sources as are cited, and none of these; nothing if there are not."""
        others = [one for one in self.numbers if one not in cited]
        return tuple(others[: len(cited)])

    def _with(self, part: Rule | Remedy, changed: Rule | Remedy) -> dict[str, object]:
        """Return the field of the rule base that holds the part, with the changed one for it."""
        field = "rules" if isinstance(part, Rule) else "remedies"
        parts = getattr(self.base, field)
        return {field: tuple(changed if one is part else one for one in parts)}


def _sources(where: str, others: tuple[int, ...], changes: dict[str, object], locked: str) -> Slip:
    detail = f"now {', '.join(map(str, others))}"
    return Slip(Operator.SWAP_SOURCES, where, detail, changes, locked, dangerous=False)
