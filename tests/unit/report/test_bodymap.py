"""The figure with the places that hurt."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from triage.model.rulebase import RuleBase
from triage.report.body_map import (
    drawable,
    map_lines,
    places_of,
    svg_text,
)
from triage.terms import LOCATION

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def rulebase(shipped: RuleBase) -> RuleBase:
    return shipped


def _marks(places: dict[str, str]) -> int:
    groups = fromstring(svg_text(places, "x")).findall(f"{SVG}g")  # noqa: S314  (our own text)
    return len(list(groups[1]))


def test_every_place_but_elsewhere_has_a_spot_on_both_figures(rulebase: RuleBase) -> None:
    for choice in rulebase.facts[LOCATION].choices:
        places = {choice: "word"}
        assert (_marks(places) > 0) is (choice != "elsewhere"), choice
        assert bool(map_lines(places)) is (choice != "elsewhere"), choice


def test_places_come_in_the_order_of_the_question_with_their_words(rulebase: RuleBase) -> None:
    places = places_of(rulebase, {LOCATION: frozenset({"leg", "low_back"})})
    assert list(places) == ["low_back", "leg"]
    assert places["low_back"] == "Low back"


def test_without_an_answer_no_place_is_known(rulebase: RuleBase) -> None:
    assert places_of(rulebase, {}) == {}
    assert map_lines({}) == []


def test_only_the_places_named_are_marked() -> None:
    assert _marks({}) == 0
    assert _marks({"neck": "Neck", "elsewhere": "Jaw"}) == 1
    lines = map_lines({"neck": "Neck"})
    assert [line for line in lines if "Neck" in line] == [lines[4]]
    assert all("▒" not in line for line in lines[6:])


def test_the_words_of_each_place_stand_beside_its_mark() -> None:
    lines = map_lines({"low_back": "Low back", "leg": "Leg: thigh"})
    for words in ("Low back", "Leg: thigh"):
        (line,) = [one for one in lines if one.endswith(f"◄ {words}")]
        assert "▒" in line


def test_the_figure_fits_the_width_and_can_be_plain() -> None:
    words = {"hip": "Cadera, ingle o nalga, muy larga descripción de la zona"}
    for width in (30, 40, 80):
        assert max(map(len, map_lines(words, width))) <= width
    assert map_lines(words, 20) == [], "no room for words: the words alone are shown"
    plain = map_lines({"hip": "Hip"}, plain=True)
    assert all(line.isascii() for line in plain)
    assert any("#" in line for line in plain)


def test_the_title_is_for_who_cannot_see_the_figure() -> None:
    root = fromstring(svg_text({}, "Where it hurts: <Leg> & hip"))  # noqa: S314  (our own text)
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text == "Where it hurts: <Leg> & hip"
    assert root.get("role") == "img"


@pytest.mark.parametrize(
    ("encoding", "can"),
    [("utf-8", True), ("cp437", False), ("cp1252", False), ("ascii", False), ("no such", False)],
)
def test_only_an_encoding_that_has_the_signs_gets_them(encoding: str, *, can: bool) -> None:
    assert drawable(encoding) is can
