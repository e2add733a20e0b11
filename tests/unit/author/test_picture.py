"""Pictures hold what a rule rests on, and nothing in them lies on top of anything else."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest

from triage.author.pictures.contents import picture_of
from triage.author.pictures.dot import dot_of
from triage.author.pictures.picture import Box, Kind, Line, Picture
from triage.author.pictures.places import Layout, Size, laid_out
from triage.author.pictures.svg import svg_of
from triage.errors import FactsError
from triage.model.rulebase import RuleBase
from triage.terms import Disposition

SVG = "{http://www.w3.org/2000/svg}"


def _texts(picture: Picture, kind: Kind) -> set[str]:
    return {box.text for box in picture.boxes.values() if box.kind is kind}


def _lines(picture: Picture) -> set[tuple[str, str, Line]]:
    text = {name: box.text for name, box in picture.boxes.items()}
    return {(text[one.source], text[one.target], one.line) for one in picture.edges.values()}


def test_a_rule_is_drawn_from_its_answers_to_its_level(small: RuleBase) -> None:
    picture = picture_of(small, "danger.flood")
    level = small.disposition_text[small.rule["danger.flood"].then.disposition].title  # type: ignore[index]  # a rule of a level
    assert _lines(picture) == {
        ("age of the boiler: at least 15 years", "an old boiler", Line.SUPPORTS),
        ("an old boiler", "all of", Line.SUPPORTS),
        ("water on the floor: yes", "all of", Line.SUPPORTS),
        ("all of", "Water and age", Line.SUPPORTS),
        ("Water and age", level, Line.SUPPORTS),
    }


def test_what_must_not_be_so_is_drawn_as_such(small: RuleBase) -> None:
    lines = _lines(picture_of(small, "fallback.off_or_knocking"))
    assert ("age of the boiler: at most 3 years", "at least 2 of", Line.NEGATED) in lines


def test_a_remedy_is_drawn_with_what_blocks_it(small: RuleBase) -> None:
    picture = picture_of(small, "bleed_radiator")
    lines = _lines(picture)
    assert ("Hot water would spray.", "Bleed the radiator", Line.BLOCKS) in lines
    assert ("It is harder than it looks.", "Bleed the radiator", Line.CAUTIONS) in lines
    held = [one for one in lines if "hold it back" in one[0]]
    assert [one[2] for one in held] == [Line.BLOCKS]
    assert ("wish: by hand or either", "Bleed the radiator", Line.SUPPORTS) in lines


def test_a_finding_is_drawn_with_the_rules_that_read_it(small: RuleBase) -> None:
    titles = {
        small.rule[one].title
        for one in ("danger.flood", "fallback.off_or_knocking", "water.burst.emergency_now")
    }
    assert _texts(picture_of(small, "finding.old_boiler"), Kind.RULE) == titles


def test_a_ladder_is_drawn_with_all_its_rungs_and_their_levels(small: RuleBase) -> None:
    picture = picture_of(small, "water.burst")
    rungs = {f"rule water.burst.{one}" for one in ("emergency_now", "urgent_same_day")}
    assert rungs <= picture.boxes.keys()
    assert _texts(picture, Kind.DISPOSITION) == {
        small.disposition_text[one].title
        for one in (Disposition.EMERGENCY_NOW, Disposition.URGENT_SAME_DAY)
    }


def test_the_whole_picture_holds_every_rule_of_a_level(shipped: RuleBase) -> None:
    picture = picture_of(shipped)
    drawn = {box.note for box in picture.boxes.values() if box.kind is Kind.RULE}
    assert drawn == {rule.id for rule in shipped.disposing_rules}


def test_a_wrong_name_is_told_with_what_may_be_meant(small: RuleBase) -> None:
    with pytest.raises(FactsError, match="did you mean `bleed_radiator`"):
        picture_of(small, "bleed_radiater")


def _layout(picture: Picture) -> Layout:
    return laid_out(picture, {name: Size(80, 30) for name in picture.boxes})


def test_no_two_boxes_overlap(shipped: RuleBase) -> None:
    for name in (None, "oral_nsaid", "lasting.stiff_back.four_signs"):
        spots = _layout(picture_of(shipped, name)).spots
        by_column: dict[float, list[float]] = {}
        for spot in spots.values():
            by_column.setdefault(spot.x, []).append(spot.y)
        for tops in by_column.values():
            tops.sort()
            assert all(lower - upper >= 30 for upper, lower in pairwise(tops))


def test_every_line_runs_from_left_to_right(shipped: RuleBase) -> None:
    layout = _layout(picture_of(shipped, "oral_nsaid"))
    for way in layout.ways:
        xs = [way.start, *(x for bend in way.bends for x, _ in bend), way.end]
        assert xs == sorted(xs)
        assert way.start < way.end


def test_a_tree_is_drawn_without_crossings() -> None:
    picture = Picture("A tree", "")
    picture.add(Box("root", Kind.RULE, "root"))
    for at in range(3):
        picture.join(picture.add(Box(f"gate {at}", Kind.GATE, "any of")), "root")
        for leaf in range(2):
            picture.join(picture.add(Box(f"{at} {leaf}", Kind.TEST, "leaf")), f"gate {at}")
    layout = _layout(picture)
    bends = [way.bends[0] for way in layout.ways]
    for ((x, y), (_, end)), ((x2, y2), (_, end2)) in combinations(bends, 2):
        assert x != x2 or (y - y2) * (end - end2) >= 0


@pytest.mark.parametrize("name", [None, "danger.flood", "bleed_radiator", "finding.old_boiler"])
def test_the_svg_is_well_formed_and_says_what_it_shows(small: RuleBase, name: str | None) -> None:
    picture = picture_of(small, name)
    root = ET.fromstring(svg_of(picture))  # noqa: S314  (our own text)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert title.text == picture.title
    assert description is not None
    assert description.text == picture.description
    shown = " ".join(text.text or "" for text in root.iter(f"{SVG}text"))
    for box in picture.boxes.values():
        for word in box.text.split():
            assert word in shown
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for rect in root.iter(f"{SVG}rect"):
        if "x" in rect.attrib:
            assert float(rect.attrib["x"]) + float(rect.attrib["width"]) <= width
            assert float(rect.attrib["y"]) + float(rect.attrib["height"]) <= height


def test_words_from_files_cannot_become_markup() -> None:
    picture = Picture('<script>"&', "it's <b>")
    picture.add(Box("one", Kind.RULE, "<i>a</i> & b", 'note "<&'))
    root = ET.fromstring(svg_of(picture))  # noqa: S314  (our own text)
    assert not list(root.iter(f"{SVG}script"))
    assert '\\"' in dot_of(picture)


def test_dot_names_every_box_and_line(small: RuleBase) -> None:
    picture = picture_of(small, "danger.flood")
    dot = dot_of(picture)
    assert len(re.findall(r"\[label=", dot)) == len(picture.boxes)
    assert dot.count(" -> ") == len(picture.edges)
    assert dot.startswith('digraph "Water and age" {')
    assert dot.endswith("}\n")
