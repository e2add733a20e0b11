"""A few facts of all kinds, and tables of them, for tests of the columnar reader's files."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from triage.cohort.assessor import Rows
from triage.cohort.columns import Columns
from triage.cohort.intake import Intake
from triage.cohort.salvage import joined
from triage.cohort.tables import Source
from triage.model.fact import FactDefinition, FactKind

FACTS = {
    one.id: one
    for one in (
        FactDefinition(id="a.yes", kind=FactKind.BOOL, label="", question=""),
        FactDefinition(
            id="a.age", kind=FactKind.NUMBER, label="", question="", at_least=0, at_most=120
        ),
        FactDefinition(
            id="a.place", kind=FactKind.CHOICE, label="", question="", choices=("low", "high")
        ),
        FactDefinition(
            id="a.where", kind=FactKind.SET, label="", question="", choices=("back", "neck", "leg")
        ),
    )
}


def read_all(source: Source, columns: Columns) -> Rows:
    """Return all rows of a source as one."""
    pieces = [piece() for piece in source.pieces(columns)]
    if not pieces:
        return Rows(pl.DataFrame(schema=dict.fromkeys(columns.needed, pl.String)), 0)
    texts = [
        Rows(
            piece.frame.with_columns(pl.all().exclude(pl.List).cast(pl.String)),
            piece.count,
            piece.places,
            piece.rejects,
        )
        for piece in pieces
    ]
    return joined(texts)


def facts_and_reasons(
    rows: Rows, columns: Columns
) -> tuple[dict[int, tuple[object, ...]], dict[int, str]]:
    """Return the facts of the good rows and the reasons for the others, by place."""
    taken = Intake(FACTS, columns.column_of).take_in(rows.frame)
    places = rows.places
    if places is None:
        places = pl.int_range(rows.frame.height, dtype=pl.UInt32, eager=True)
    good = places if taken.good is None else places.filter(taken.good)
    wrong = places.gather(taken.rejects["row"]).to_list()
    reasons = dict(zip(wrong, taken.rejects["reason"], strict=True))
    if rows.rejects is not None:
        reasons |= dict(rows.rejects.rows())
    return dict(zip(good.to_list(), taken.facts.rows(), strict=True)), reasons


def places_covered(parts: Iterable[Iterable[int]]) -> list[int]:
    """Return all places, in order."""
    return sorted(place for part in parts for place in part)
