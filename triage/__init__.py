"""Rule-based symptom triage for muscle spasm: ask, infer, recommend, explain.

    knowledge/ + rules/       reviewable YAML, no code
            |  content/       strict reading: every mistake at once
            v
         RuleBase             frozen models and a digest                       model/
            |  logic/program  one flat list of named conditions
            |-------------------.------------------.--------------------.
            v                   v                  v                    v
     logic/  the meaning  backends/rete   backends/columnar      backends/smt
     reference and quick  experta         Polars, many people    z3, every case
            |                   |                  |                    |
            '-------------------'------------------'--------------------'
            |  verdicts: each condition is true, false or unknown (unknown is not no)
            v
     logic/conclude
            |
            v
        Assessment            session/ asks for it, report/ tells it, cohort/ makes tables of it,
                              proofs/ proves what it can never say, author/ measures, cli/ shows

Public names: `load`, `assess`, `explain`, `Session`; what they take and give: `RuleBase`, `Given`,
`Screen`, `Assessment`, `Disposition`, `Explanation`; every error of `triage.errors`; and
`__version__`. More is offered by `triage.report`, `triage.cohort` and `triage.proofs`.
Everything is imported on first use, so `import triage` is cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.lazy import offering

if TYPE_CHECKING:
    from triage.api import assess as assess
    from triage.content.load import load as load
    from triage.errors import CompileError as CompileError
    from triage.errors import ContentError as ContentError
    from triage.errors import DisagreementError as DisagreementError
    from triage.errors import FactsError as FactsError
    from triage.errors import SavedSessionError as SavedSessionError
    from triage.errors import SessionError as SessionError
    from triage.errors import TriageError as TriageError
    from triage.errors import WriteError as WriteError
    from triage.model.assessment import Assessment as Assessment
    from triage.model.rulebase import RuleBase as RuleBase
    from triage.report.why import Explanation as Explanation
    from triage.report.why import explain as explain
    from triage.session.answers import Given as Given
    from triage.session.screen import Screen as Screen
    from triage.session.session import Session as Session
    from triage.terms import Disposition as Disposition

    __version__: str

_HOMES = {
    "load": "triage.content.load",
    "assess": "triage.api",
    "Session": "triage.session.session",
    "Screen": "triage.session.screen",
    "Given": "triage.session.answers",
    "RuleBase": "triage.model.rulebase",
    "Assessment": "triage.model.assessment",
    "Disposition": "triage.terms",
    "explain": "triage.report.why",
    "Explanation": "triage.report.why",
    "CompileError": "triage.errors",
    "ContentError": "triage.errors",
    "DisagreementError": "triage.errors",
    "FactsError": "triage.errors",
    "SavedSessionError": "triage.errors",
    "SessionError": "triage.errors",
    "TriageError": "triage.errors",
    "WriteError": "triage.errors",
    "__version__": "triage.api",
}

__all__ = [
    "Assessment",
    "CompileError",
    "ContentError",
    "DisagreementError",
    "Disposition",
    "Explanation",
    "FactsError",
    "Given",
    "RuleBase",
    "SavedSessionError",
    "Screen",
    "Session",
    "SessionError",
    "TriageError",
    "WriteError",
    "__version__",
    "assess",
    "explain",
    "load",
]

if not TYPE_CHECKING:  # a type checker would believe in every name
    __getattr__ = offering(__name__, _HOMES)
