"""What `triage batch` was told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PIPE = "-"


@dataclass(frozen=True)
class BatchOptions:
    """What was typed; `source` and `target` may be `-`, `target` None for a summary alone."""

    source: str
    target: str | None
    source_form: str | None
    target_form: str | None
    names: Path | None
    keep: tuple[str, ...]
    ignore: tuple[str, ...]
    ignore_others: bool
    unknown: tuple[str, ...]
    separator: str | None
    explain: bool
    rejects: Path | None
    allow_rejects: int
    summary_only: bool
    form: str
    engine: str
    master: str | None
    knowledge: Path | None
