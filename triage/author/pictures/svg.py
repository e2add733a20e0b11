"""A picture as SVG: one file, no script, no outside font; legible on paper and on a dark screen."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from html import escape

from triage.author.pictures.picture import Box, Kind, Line, Picture
from triage.author.pictures.places import Layout, Size, Spot, Way, laid_out
from triage.terms import Disposition

LETTERS = {Kind.GATE: 20, Kind.DISPOSITION: 26}
USUAL_LETTERS = 36
LETTER, ROW, PADDING = 6.7, 15.0, 8.0
MARGIN, HEAD = 24.0, 64.0

FILL = {
    Kind.TEST: "#eef2f7",
    Kind.GATE: "#ffffff",
    Kind.FINDING: "#d9f0ec",
    Kind.RULE: "#fdf3d0",
    Kind.CHECK: "#fbdcd9",
    Kind.CAUTION: "#fde8cf",
    Kind.REMEDY: "#dff0d8",
    Kind.DISPOSITION: "#e5ddf3",
}
LEVEL_FILL = {
    "emergency_now": "#f4b6b0",
    "urgent_same_day": "#f9cfa5",
    "clinician_within_days": "#fbe8a6",
    "routine_appointment": "#d8ecc2",
}
STROKE = {
    Line.SUPPORTS: "#5b6b7f",
    Line.NEGATED: "#5b6b7f",
    Line.BLOCKS: "#b3261e",
    Line.CAUTIONS: "#b06000",
}
NAMES = {
    Kind.TEST: "answer",
    Kind.FINDING: "finding",
    Kind.RULE: "rule",
    Kind.CHECK: "contraindication",
    Kind.CAUTION: "ask first",
    Kind.REMEDY: "remedy",
    Kind.DISPOSITION: "level of urgency",
}
"""What the legend calls each kind of box; a gate says what it is."""

LINE_NAMES = {
    Line.NEGATED: "when false",
    Line.BLOCKS: "blocks",
    Line.CAUTIONS: "calls for care",
}
"""What the legend calls each kind of line that does more than support."""


def svg_of(picture: Picture) -> str:
    """Return the picture as an SVG document."""
    lines = {box.id: _rows(box) for box in picture.boxes.values()}
    sizes = {
        name: Size(max(map(len, rows)) * LETTER + 2 * PADDING, len(rows) * ROW + 2 * PADDING - 4)
        for name, rows in lines.items()
    }
    layout = laid_out(picture, sizes)
    return "\n".join(_document(picture, layout, lines)) + "\n"


def _rows(box: Box) -> list[str]:
    letters = LETTERS.get(box.kind, USUAL_LETTERS)
    return textwrap.wrap(box.text, letters, break_on_hyphens=False) or [box.id]


def _document(picture: Picture, layout: Layout, lines: dict[str, list[str]]) -> Iterator[str]:
    legend = list(_legend(picture))
    width = max(layout.width, 60.0 * len(legend), 9 * len(picture.title)) + 2 * MARGIN
    height = layout.height + HEAD + 2 * MARGIN
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="img" '
        'font-family="DejaVu Sans, Verdana, sans-serif" font-size="11">'
    )
    yield f"<title>{escape(picture.title)}</title>"
    yield f"<desc>{escape(picture.description)}</desc>"
    yield "<defs>"
    for line, colour in STROKE.items():
        yield (
            f'<marker id="{line}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" '
            f'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="{colour}"/></marker>'
        )
    yield "</defs>"
    yield '<rect width="100%" height="100%" fill="#ffffff"/>'
    yield (
        f'<text x="{MARGIN}" y="{MARGIN + 6}" font-size="15" font-weight="bold">'
        f"{escape(picture.title)}</text>"
    )
    yield from legend
    yield f'<g transform="translate({MARGIN} {MARGIN + HEAD})">'
    faint = len(layout.ways) > 200  # noqa: PLR2004  (so many lines that each has to step back)
    for way in layout.ways:
        yield _path(way, faint=faint)
    for name, spot in layout.spots.items():
        yield from _box(picture.boxes[name], spot, lines[name])
    yield "</g>"
    yield "</svg>"


def _path(way: Way, *, faint: bool) -> str:
    path = [f"M{way.start:.1f} {way.bends[0][0][1]:.1f}"]
    for (x, y), (x2, y2) in way.bends:
        half = (x + x2) / 2
        path.append(f"H{x:.1f}C{half:.1f} {y:.1f} {half:.1f} {y2:.1f} {x2:.1f} {y2:.1f}")
    last = way.bends[-1][1][0]
    if f"{way.end:.1f}" != f"{last:.1f}":
        # A last step of no length has no direction, and some programs then draw no arrow head.
        path.append(f"H{way.end:.1f}")
    line = way.edge.line
    dashes = ' stroke-dasharray="5 3"' if line is Line.NEGATED else ""
    marker = "" if faint else f' marker-end="url(#{line})"'
    weight = 'stroke-width="0.7" stroke-opacity="0.35"' if faint else 'stroke-width="1.2"'
    return (
        f'<path d="{"".join(path)}" fill="none" stroke="{STROKE[line]}" {weight}{dashes}{marker}/>'
    )


def _box(box: Box, spot: Spot, rows: list[str]) -> Iterator[str]:
    round_ = spot.height / 2 if box.kind is Kind.GATE else 5
    yield "<g>"
    if box.note:
        yield f"<title>{escape(box.note)}</title>"
    yield (
        f'<rect x="{spot.x:.1f}" y="{spot.y:.1f}" width="{spot.width:.1f}" '
        f'height="{spot.height:.1f}" rx="{round_:.1f}" fill="{_fill(box)}" stroke="#5b6b7f"/>'
    )
    x = spot.x + spot.width / 2
    for at, row in enumerate(rows):
        y = spot.y + PADDING + 8 + at * ROW
        yield f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{escape(row)}</text>'
    yield "</g>"


def _legend(picture: Picture) -> Iterator[str]:
    fills = dict.fromkeys(
        (_fill(box), box.level.replace("_", " ") or NAMES[box.kind])
        for box in sorted(picture.boxes.values(), key=_legend_order)
        if box.kind in NAMES
    )
    x, y = MARGIN, MARGIN + 24
    for fill, name in fills:
        yield (
            f'<rect x="{x:.0f}" y="{y}" width="14" height="14" rx="3" fill="{fill}" '
            'stroke="#5b6b7f"/>'
        )
        yield f'<text x="{x + 20:.0f}" y="{y + 11}">{name}</text>'
        x += 40 + len(name) * LETTER
    lines = {edge.line for edge in picture.edges.values()}
    for line, name in LINE_NAMES.items():
        if line in lines:
            dashes = ' stroke-dasharray="5 3"' if line is Line.NEGATED else ""
            yield (
                f'<path d="M{x:.0f} {y + 7}h28" stroke="{STROKE[line]}" '
                f'stroke-width="1.5"{dashes}/>'
            )
            yield f'<text x="{x + 34:.0f}" y="{y + 11}">{name}</text>'
            x += 54 + len(name) * LETTER


def _legend_order(box: Box) -> tuple[int, int]:
    levels = list(Disposition)
    return list(Kind).index(box.kind), levels.index(Disposition(box.level)) if box.level else -1


def _fill(box: Box) -> str:
    return LEVEL_FILL.get(box.level, FILL[box.kind])
