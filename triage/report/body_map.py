"""Where it hurts, drawn: a figure seen from behind, as SVG and as lines of text.

Only the drawing stands here. Which places there are, and their words, is content: the choices of
the fact `pain.location`. A place the figure has no spot for is named in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from triage.model.fact import Facts
from triage.model.rulebase import RuleBase
from triage.terms import LOCATION

_SVG = "http://www.w3.org/2000/svg"
_BOX = "0 0 120 240"
_BODY, _MARK, _EDGE = "#dfe5ea", "#a3262a", "#5c1013"

_FIGURE = (
    ("ellipse", {"cx": "60", "cy": "20", "rx": "13", "ry": "16"}),
    ("path", {"d": "M54 32h12v12q2 6 22 9q6 1 8 8l-7 28q-2 9 0 18q4 12 4 27q0 9-9 9h-48"
                   "q-9 0-9-9q0-15 4-27q2-9 0-18l-7-28q2-7 8-8q20-3 22-9z"}),
    ("path", {"d": "M27 60q-9 32-11 70M93 60q9 32 11 70", "class": "limb", "stroke-width": "12"}),
    ("path", {"d": "M45 134l-3 86M75 134l3 86", "class": "limb", "stroke-width": "24"}),
)  # fmt: skip
"""The body; limbs are thick lines with round ends."""

_PLACES: Mapping[str, tuple[tuple[str, dict[str, str]], ...]] = {
    "neck": (("path", {"d": "M55 33h10v12q2 6 20 9l-3 3h-44l-3-3q18-3 20-9z"}),),
    "upper_back": (("rect", {"x": "38", "y": "60", "width": "44", "height": "30", "rx": "6"}),),
    "low_back": (("rect", {"x": "40", "y": "93", "width": "40", "height": "20", "rx": "6"}),),
    "hip": (("rect", {"x": "35", "y": "116", "width": "50", "height": "22", "rx": "9"}),),
    "leg": (
        ("rect", {"x": "35", "y": "146", "width": "16", "height": "82", "rx": "8"}),
        ("rect", {"x": "69", "y": "146", "width": "16", "height": "82", "rx": "8"}),
    ),
}

_LETTERS = {"neck": "n", "upper_back": "u", "low_back": "l", "hip": "h", "leg": "g"}
_ROWS = (
    "     ╭───╮     ",
    "     │   │     ",
    "     ╰╮n╭╯     ",
    " ╭────╯n╰────╮ ",
    " │nnnnnnnnnnn│ ",
    " │ ╭uuuuuuu╮ │ ",
    " │ │uuuuuuu│ │ ",
    " │ │uuuuuuu│ │ ",
    " │ │lllllll│ │ ",
    " ╰╮│lllllll│╭╯ ",
    "  ╰┤hhhhhhh├╯  ",
    "   │hhhhhhh│   ",
    "   │ggg│ggg│   ",
    "   │ggg│ggg│   ",
    "   │ggg│ggg│   ",
    "   ╰───┴───╯   ",
)
"""The figure in characters; a letter is a cell that is filled when its place is marked."""

_LABELLED = {"neck": 4, "upper_back": 6, "low_back": 8, "hip": 10, "leg": 13}
"""The row beside which the words of a place stand."""

_PLAIN = str.maketrans("╭╮╰╯│─├┤┴▒◄", "++++|-++-#<")


def places_of(rulebase: RuleBase, facts: Facts) -> dict[str, str]:
    """Return the places that hurt and their words, in the order of the question; {} if unknown."""
    definition = rulebase.facts.get(LOCATION)
    chosen = facts.get(LOCATION)
    if definition is None or not isinstance(chosen, frozenset):
        return {}
    texts = dict(zip(definition.choices, definition.choice_texts, strict=True))
    return {place: text for place, text in texts.items() if place in chosen}


def svg_element(places: Mapping[str, str], title: str) -> Element:
    """Return the figure with `places` marked; `title` tells it to who cannot see it."""
    svg = Element("svg", {"xmlns": _SVG, "viewBox": _BOX, "role": "img"})
    SubElement(svg, "title").text = title
    body = SubElement(svg, "g", {"fill": _BODY, "stroke": "none"})
    for tag, shape in _FIGURE:
        if shape.get("class") == "limb":
            drawn = {name: value for name, value in shape.items() if name != "class"}
            line = {"fill": "none", "stroke": _BODY, "stroke-linecap": "round"}
            SubElement(body, tag, drawn | line)
        else:
            SubElement(body, tag, shape)
    marks = SubElement(svg, "g", {"fill": _MARK, "stroke": _EDGE, "stroke-width": "1.5"})
    for place in places:
        for tag, shape in _PLACES.get(place, ()):
            SubElement(marks, tag, shape)
    return svg


def figure() -> dict[str, object]:
    """Return the drawing as data: the fact it draws, the body, and the shapes of each place."""
    return {
        "fact": LOCATION,
        "box": _BOX,
        "body": [[tag, dict(shape)] for tag, shape in _FIGURE],
        "places": {
            place: [[tag, dict(shape)] for tag, shape in shapes]
            for place, shapes in _PLACES.items()
        },
    }


def svg_text(places: Mapping[str, str], title: str) -> str:
    """Return the figure as an SVG document."""
    return tostring(svg_element(places, title), encoding="unicode")


def map_lines(places: Mapping[str, str], width: int = 80, *, plain: bool = False) -> list[str]:
    """Return the figure as lines of at most `width` columns, each place named beside its mark.

    With `plain`, only ASCII is used. Nothing is drawn when the figure has no spot for any place, or
    `width` leaves no room for words; the words alone are then what there is to show.
    """
    shown = {place: text for place, text in places.items() if place in _LETTERS}
    room = width - len(_ROWS[0]) - len(" ◄ ")
    if not shown or room < len("low back"):
        return []
    filled = {_LETTERS[place] for place in shown}
    cells = {letter: "▒" if letter in filled else " " for letter in _LETTERS.values()}
    labels = {_LABELLED[place]: _cut(text, room) for place, text in shown.items()}
    lines = []
    for number, row in enumerate(_ROWS):
        drawn = "".join(cells.get(char, char) for char in row)
        line = f"{drawn} ◄ {labels[number]}" if number in labels else drawn
        art, words = line[: len(row) + 3], line[len(row) + 3 :]
        lines.append(((art.translate(_PLAIN) if plain else art) + words).rstrip())
    return lines


def drawable(encoding: str) -> bool:
    """Return whether an output encoding can write the figure; else ask for it in `plain`."""
    try:
        "".join(_ROWS).translate({ord(" "): "▒◄"}).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 3] + "..."
