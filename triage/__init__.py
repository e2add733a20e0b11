"""Rule-based symptom triage for muscle spasm: ask, infer, recommend, explain.

    knowledge/ + rules/      reviewable YAML, no code
          │ content/         strict loading: every problem at once
          ▼
       RuleBase              frozen models + digest
          │ logic/           the meaning: three-valued, unknown is not no
          ├── backends/rete  experta: the live interview
          ▼
      Assessment             explain/ tells it · session/ asks for it · cli/ shows it
"""

from __future__ import annotations
