"""What we use of a library's inside: a new version that moves it is named here, by what it broke.

Each of these libraries has an upper bound in pyproject.toml as well.
"""

from __future__ import annotations

import inspect
import tomllib
from importlib.metadata import version
from pathlib import Path

import click
import pytest
import typst
import yaml
import z3
from packaging.requirements import Requirement
from pydantic import BaseModel

from triage.cli.spoken import CLICK_SAYS

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]


@pytest.mark.parametrize(
    "name",
    [
        "experta",
        "pydantic",
        "click",
        "PyYAML",
        "z3-solver",
        "polars",
        "typst",
        "pyspark",
        "textstat",
    ],
)
def test_a_library_we_reach_into_has_an_upper_bound(name: str) -> None:
    extras = PROJECT["optional-dependencies"].values()
    texts = [*PROJECT["dependencies"], *(one for extra in extras for one in extra)]
    bounds = {
        one.operator
        for text in texts
        if (need := Requirement(text)).name == name
        for one in need.specifier
    }
    assert bounds & {"<", "=="}, f"{name} has no upper bound in pyproject.toml"


def test_pydantic_keeps_what_a_model_holds_in_four_slots() -> None:
    """`triage.logic.built` fills them itself."""

    class Held(BaseModel):
        x: int

    held = Held(x=1)
    slots = ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
    for slot in slots:
        assert inspect.isdatadescriptor(BaseModel.__dict__[slot]), f"pydantic lost {slot}"
    assert [BaseModel.__dict__[slot].__get__(held) for slot in slots] == [
        {"x": 1},
        {"x"},
        None,
        None,
    ]
    assert set(BaseModel.__slots__) == set(slots), "pydantic holds more than we fill"


def test_click_says_what_we_translated() -> None:
    """A message that click words anew is told in English, since nobody finds its translation."""
    folder = Path(inspect.getfile(click)).parent
    source = "\n".join(one.read_text(encoding="utf-8") for one in folder.glob("*.py"))
    unsaid = {one for one in CLICK_SAYS if one not in source}
    older_or_newer = {"No such option {name!r}.", "No such option: {name}"}
    assert unsaid < older_or_newer, f"click {version('click')} no longer says {unsaid}"


def test_yaml_tells_events_with_their_marks() -> None:
    """`triage.content.strict_yaml` builds values from the events of libyaml's parser."""
    events = list(yaml.parse("a: [1]", Loader=yaml.CSafeLoader))
    assert [type(one).__name__ for one in events[2:-2]] == [
        "MappingStartEvent",
        "ScalarEvent",
        "SequenceStartEvent",
        "ScalarEvent",
        "SequenceEndEvent",
        "MappingEndEvent",
    ]
    scalar = events[3]
    assert isinstance(scalar, yaml.ScalarEvent)
    assert (scalar.value, scalar.tag, scalar.anchor) == ("a", None, None)
    assert (scalar.implicit, scalar.style) == ((True, False), "")
    assert scalar.start_mark is not None
    assert (scalar.start_mark.line, scalar.start_mark.column) == (0, 0)
    with pytest.raises(yaml.MarkedYAMLError) as caught:
        list(yaml.parse("a: [1", Loader=yaml.CSafeLoader))
    assert caught.value.problem_mark is not None


def test_z3_has_the_finite_domain_solver_and_can_be_interrupted() -> None:
    solver = z3.SolverFor("QF_FD")
    solver.set(random_seed=1, ctrl_c=False)
    assert callable(solver.ctx.interrupt)
    assert solver.check(z3.BoolVal(val=True)) == z3.sat


def test_typst_answers_queries_of_its_compiler() -> None:
    compiler = typst.Compiler(b"#metadata(2) <pages>", font_paths=typst.Fonts(), sys_inputs={})
    assert int(compiler.query("<pages>", field="value", one=True)) == 2
