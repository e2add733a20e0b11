"""What the rules can never do, proved over every answer set.

Public names: `verify` checks `PROPERTIES`, each a `Property`, and gives a `Report` with a `Result`
for each, whose verdict is `Proved`, `Counterexample`, `Unknown` or `EncoderFault`. All need the
extra `verify`, once they are used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.lazy import offering

if TYPE_CHECKING:
    from triage.proofs.property import Property as Property
    from triage.proofs.registry import PROPERTIES as PROPERTIES
    from triage.proofs.run import verify as verify
    from triage.proofs.verdict import Counterexample as Counterexample
    from triage.proofs.verdict import EncoderFault as EncoderFault
    from triage.proofs.verdict import Proved as Proved
    from triage.proofs.verdict import Report as Report
    from triage.proofs.verdict import Result as Result
    from triage.proofs.verdict import Unknown as Unknown

_HOMES = {
    "verify": "triage.proofs.run",
    "PROPERTIES": "triage.proofs.registry",
    "Property": "triage.proofs.property",
    "Report": "triage.proofs.verdict",
    "Result": "triage.proofs.verdict",
    "Proved": "triage.proofs.verdict",
    "Counterexample": "triage.proofs.verdict",
    "Unknown": "triage.proofs.verdict",
    "EncoderFault": "triage.proofs.verdict",
}

__all__ = [
    "PROPERTIES",
    "Counterexample",
    "EncoderFault",
    "Property",
    "Proved",
    "Report",
    "Result",
    "Unknown",
    "verify",
]

if not TYPE_CHECKING:  # a type checker would believe in every name
    __getattr__ = offering(__name__, _HOMES)
