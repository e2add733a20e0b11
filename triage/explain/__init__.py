"""Telling, apart from recording: from an assessment to sentences.

The package bears the name of the public function `triage.explain`, and importing a package puts it
under its name in its parent. So the package can be called, and is the function: whatever was
imported before, `triage.explain(assessment, name)` means `triage.explain.why.explain`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from triage.explain.why import Explanation
    from triage.model.assessment import Assessment


class _CallablePackage(ModuleType):
    """A package that is a function too (the data model lets a module change its class)."""

    def __call__(self, assessment: Assessment, rule_or_remedy: str) -> Explanation:
        """Return why one rule or remedy is part of an assessment, or why not."""
        from triage.explain.why import explain  # noqa: PLC0415  (reading content needs none of it)

        return explain(assessment, rule_or_remedy)


sys.modules[__name__].__class__ = _CallablePackage
