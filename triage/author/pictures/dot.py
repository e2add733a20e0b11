"""A picture as DOT, for graphviz and the tools that read it."""

from __future__ import annotations

from collections.abc import Iterator

from triage.author.pictures.picture import Kind, Line, Picture

SHAPE = {Kind.GATE: "oval", Kind.DISPOSITION: "octagon", Kind.REMEDY: "house"}
LOOK = {
    Line.SUPPORTS: "",
    Line.NEGATED: ' [style=dashed, label="false"]',
    Line.BLOCKS: ' [color=red, arrowhead=tee, label="blocks"]',
    Line.CAUTIONS: ' [color=orange, label="ask first"]',
}


def dot_of(picture: Picture) -> str:
    """Return the picture as a DOT digraph; box ids are the ids of facts, rules and remedies."""
    return "\n".join(_lines(picture)) + "\n"


def _lines(picture: Picture) -> Iterator[str]:
    yield f"digraph {_quoted(picture.title)} {{"
    yield "  rankdir=LR;"
    yield "  node [shape=box];"
    for box in picture.boxes.values():
        shape = f", shape={SHAPE[box.kind]}" if box.kind in SHAPE else ""
        tip = f", tooltip={_quoted(box.note)}" if box.note else ""
        yield f"  {_quoted(box.id)} [label={_quoted(box.text)}{shape}{tip}];"
    for edge in picture.edges.values():
        yield f"  {_quoted(edge.source)} -> {_quoted(edge.target)}{LOOK[edge.line]};"
    yield "}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
