"""The curve of reach against escalation as SVG: one file, no script, no outside font."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from triage.simulate.curve import Step

WIDTH, HEIGHT = 720, 520
LEFT, TOP, RIGHT, BOTTOM = 70, 60, 30, 60
NAMED = 8
"""Rules named beside the curve: those that cost most."""

STYLE = (
    "text{font-family:sans-serif;font-size:13px;fill:#222}"
    ".small{font-size:11px;fill:#555}.grid{stroke:#ddd}.curve{fill:none;stroke:#1f5fa8;"
    "stroke-width:2}.costly{fill:#b3261e}.end{fill:#1f5fa8}"
)


def svg_of(steps: Sequence[Step], title: str, subtitle: str) -> str:
    """Return the curve as an SVG document; across: ordinary people alarmed, up: reach."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{escape(title)}</title><desc>{escape(subtitle)}</desc>",
        f"<style>{STYLE}</style>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="24" font-weight="bold">{escape(title)}</text>',
        f'<text x="{LEFT}" y="43" class="small">{escape(subtitle)}</text>',
    ]
    for tenth in range(0, 11, 2):
        x, y = _place(tenth / 10, tenth / 10)
        bottom, right, told = HEIGHT - BOTTOM, WIDTH - RIGHT, f"{tenth * 10} %"
        parts += [
            f'<line class="grid" x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{bottom}"/>',
            f'<line class="grid" x1="{LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}"/>',
            _text(x, bottom + 18, told, "middle"),
            _text(LEFT - 8, y + 4, told, "end"),
        ]
    points = [(0.0, 0.0), *((one.escalated, one.reach) for one in steps)]
    line = " ".join("{:.1f},{:.1f}".format(*_place(*point)) for point in points)
    parts.append(f'<polyline class="curve" points="{line}"/>')
    parts += _costly(steps)
    if steps:
        x, y = _place(steps[-1].escalated, steps[-1].reach)
        parts.append(f'<circle class="end" cx="{x:.1f}" cy="{y:.1f}" r="5"/>')
    return "\n".join((*parts, "</svg>", ""))


def _place(escalated: float, reach: float) -> tuple[float, float]:
    x = LEFT + escalated * (WIDTH - LEFT - RIGHT)
    y = HEIGHT - BOTTOM - reach * (HEIGHT - TOP - BOTTOM)
    return x, y


def _costly(steps: Sequence[Step]) -> list[str]:
    """Return marks at the rules that alarm most ordinary people, named in a list."""
    before = [0.0, *(one.escalated for one in steps)]
    cost = {one.rule: one.escalated - was for one, was in zip(steps, before, strict=False)}
    named = sorted(steps, key=lambda one: -cost[one.rule])[:NAMED]
    parts: list[str] = []
    for at, one in enumerate(sorted(named, key=lambda step: step.escalated), start=1):
        x, y = _place(one.escalated, one.reach)
        height = HEIGHT - BOTTOM - 16 * (len(named) - at) - 12
        told = f"{at}  {one.rule}  +{cost[one.rule]:.1%}"
        parts += [
            f'<circle class="costly" cx="{x:.1f}" cy="{y:.1f}" r="3"/>',
            _text(x, y - 7, str(at), "middle"),
            _text(WIDTH - RIGHT - 8, height, told, "end"),
        ]
    return parts


def _text(x: float, y: float, told: str, anchor: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="small" {place}>{escape(told)}</text>'
