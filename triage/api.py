"""The functions an embedding app calls; re-exported by `triage` itself."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

from triage.content.load import own_rulebase
from triage.logic.conclude import conclude
from triage.logic.quick import quick_verdicts
from triage.model.assessment import Assessment
from triage.model.given import read_facts, told_not_sure
from triage.model.rulebase import RuleBase


def _version() -> str:
    try:
        return version("symptom-triage")
    except PackageNotFoundError:  # run from an unpacked or zipped wheel
        return "unknown"


__version__ = _version()


def assess(facts: Mapping[str, object], rulebase: RuleBase | None = None) -> Assessment:
    """Return the assessment of one person's answers.

    `facts` maps fact ids to yes/no (bool), whole numbers in the fact's unit, one choice (str) or a
    list of choices; `None` and facts left out are unknown, `"not_sure"` counts as yes where the
    question says so. `rulebase` defaults to the one that comes with the package. Unknown facts
    never count as "no": with red flags unasked the level is at least `clinician_within_days`.

    Raises FactsError naming every unknown fact id and impossible value at once.

    >>> from triage import assess
    >>> assess({"nerve.saddle_numbness": True}).disposition.value
    'emergency_now'
    >>> assess({"pain.location": ["low_back"]}).disposition.value
    'clinician_within_days'
    """
    base = rulebase if rulebase is not None else own_rulebase()
    known = read_facts(base, facts)
    verdicts = quick_verdicts(base, known)
    return conclude(base, known, verdicts, told_not_sure(base, facts))
