"""Rule-based symptom triage for muscle spasm: ask, infer, recommend, explain.

    knowledge/ + rules/        reviewable YAML, no code
            |  content/        strict loading: every problem at once
            v
         RuleBase              frozen models + digest
            |  logic/          the meaning: three-valued, unknown is not no
            |-- backends/rete  experta: the live interview
            v
        Assessment             explain/ tells it, session/ asks for it, cli/ shows it

Public names: `load`, `assess`, `explain`, `Session`; what they take and give: `RuleBase`, `Given`,
`Screen`, `Assessment`, `Disposition`, `Explanation`; every error of `triage.errors`; and
`__version__`. Everything is imported on first use, so `import triage` is cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

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


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        message = f"module `triage` has no attribute `{name}`"
        raise AttributeError(message)
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
