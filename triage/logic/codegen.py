"""A graph as one Python function: known facts in, the truth of every part out.

The function is built as a syntax tree, never as text, so nothing that stands in a rule base can
become code: ids and values enter it as constants. What it relies on: Python's `a and b and c`
gives the first part that is not true, else the last. That is Kleene's conjunction, but for an
unknown part that stands before a false one, which is put right in a second step; and the same the
other way round for `or`.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from types import CodeType, FunctionType
from typing import TypeAlias, assert_never, cast

from triage.logic.graph import Enough, Every, Graph, Inverse, Some, Test, Truths
from triage.logic.truth import Truth
from triage.model.condition import (
    FactAtLeast,
    FactAtMost,
    FactIncludes,
    FactIs,
    FactOneOf,
    FactTest,
)
from triage.model.fact import FactValue

GetFact: TypeAlias = Callable[[str], FactValue | None]
TruthFunction: TypeAlias = Callable[[GetFact], Truths]


def truth_function(graph: Graph) -> TruthFunction:
    """Return a function that maps `facts.get` to the truth of every part.

    Facts must have the kinds their definitions name, as `read_facts` gives them.
    """
    names = [_read(_name(number)) for number in range(len(graph.parts))]
    body: list[ast.stmt] = [*_tests(graph), *_compounds(graph)]
    body.append(ast.Return(_tuple(names)))
    function = ast.FunctionDef(
        name="truths",
        args=ast.arguments(
            posonlyargs=[], args=[ast.arg("get")], kwonlyargs=[], kw_defaults=[], defaults=[]
        ),
        body=body,
        decorator_list=[],
    )
    module = ast.fix_missing_locations(ast.Module(body=[function], type_ignores=[]))
    compiled = compile(module, "<rule base>", "exec", dont_inherit=True)
    (code,) = (one for one in compiled.co_consts if isinstance(one, CodeType))
    return cast("TruthFunction", FunctionType(code, {}))


def _tests(graph: Graph) -> Iterator[ast.stmt]:
    """Yield, for each fact, the truth of all its tests; all are unknown while it is."""
    by_fact: dict[str, list[tuple[str, FactTest]]] = defaultdict(list)
    for number, part in enumerate(graph.parts):
        if isinstance(part, Test):
            by_fact[part.test.fact].append((_name(number), part.test))
    for fact, tests in by_fact.items():
        # A yes/no fact is its own test: its value is the truth of "it is true".
        itself = [name for name, test in tests if isinstance(test, FactIs) and test.value is True]
        value = itself[0] if itself else "value"
        yield _set(value, ast.Call(_read("get"), [ast.Constant(fact)], []))
        others = [(name, test) for name, test in tests if name != value]
        if others:
            yield ast.If(
                test=_is(value, None),
                body=[_set(name, ast.Constant(None)) for name, _ in others],
                orelse=[_set(name, _outcome(test, _read(value))) for name, test in others],
            )


def _outcome(test: FactTest, value: ast.expr) -> ast.expr:
    """Return the expression for a test of a known value; see `evaluate.test_fact`."""
    match test:
        case FactIs(value=bool()):
            return ast.UnaryOp(ast.Not(), value)
        case FactIs():
            return ast.Compare(value, [ast.Eq()], [ast.Constant(test.value)])
        case FactOneOf():
            return ast.Compare(value, [ast.In()], [_tuple(map(ast.Constant, test.values))])
        case FactIncludes():
            return ast.Compare(ast.Constant(test.value), [ast.In()], [value])
        case FactAtLeast():
            return ast.Compare(value, [ast.GtE()], [ast.Constant(test.bound)])
        case FactAtMost():
            return ast.Compare(value, [ast.LtE()], [ast.Constant(test.bound)])
        case _:
            assert_never(test)


def _compounds(graph: Graph) -> Iterator[ast.stmt]:
    """Yield the truth of every part that is made of others."""
    for number, part in enumerate(graph.parts):
        name = _name(number)
        match part:
            case Test():
                continue
            case Inverse():
                of = _name(part.of)
                inverse = ast.UnaryOp(ast.Not(), _read(of))
                yield _set(name, ast.IfExp(_is(of, None), ast.Constant(None), inverse))
            case Every():
                yield from _joined(name, part.of, ast.And(), whole=True)
            case Some():
                yield from _joined(name, part.of, ast.Or(), whole=False)
            case Enough():
                yield _set(name, _counted(part))
            case _:
                assert_never(part)


def _joined(
    name: str, of: tuple[int, ...], joint: ast.boolop, *, whole: bool
) -> Iterator[ast.stmt]:
    """Yield a conjunction (`whole`) or disjunction, and the step that puts unknowns right."""
    if not of:
        yield _set(name, ast.Constant(whole))
        return
    parts = [_name(one) for one in of]
    yield _set(name, ast.BoolOp(joint, [_read(one) for one in parts]))
    # `and` stops at an unknown part: a false one behind it decides. `or` passes over an unknown
    # part: had it not ended on an unknown one, one in front makes the whole unknown.
    doubtful, decisive = (None, False) if whole else (False, None)
    behind = parts[1:] if whole else parts[:-1]
    yield ast.If(
        test=ast.BoolOp(ast.And(), [_is(name, doubtful), _any_is(behind, decisive)]),
        body=[_set(name, ast.Constant(decisive))],
        orelse=[],
    )


def _counted(part: Enough) -> ast.expr:
    """Return the expression for "at least n"; see `truth.at_least`."""
    if part.count <= 0 or part.count > len(part.of):
        return ast.Constant(part.count <= 0)
    certain = _sum(_is(_name(one), True) for one in part.of)  # noqa: FBT003  (a truth)
    failed = _sum(_is(_name(one), False) for one in part.of)  # noqa: FBT003
    spare = ast.Constant(len(part.of) - part.count)
    return ast.IfExp(
        ast.Compare(certain, [ast.GtE()], [ast.Constant(part.count)]),
        ast.Constant(True),  # noqa: FBT003
        ast.IfExp(
            ast.Compare(failed, [ast.Gt()], [spare]),
            ast.Constant(False),  # noqa: FBT003
            ast.Constant(None),
        ),
    )


def _sum(terms: Iterator[ast.expr]) -> ast.expr:
    total = next(terms)
    for term in terms:
        total = ast.BinOp(total, ast.Add(), term)
    return total


def _any_is(names: list[str], truth: Truth) -> ast.expr:
    tests = [_is(name, truth) for name in names]
    return tests[0] if len(tests) == 1 else ast.BoolOp(ast.Or(), tests)


def _name(number: int) -> str:
    return f"p{number}"


def _read(name: str) -> ast.expr:
    return ast.Name(name, ast.Load())


def _set(name: str, value: ast.expr) -> ast.stmt:
    return ast.Assign(targets=[ast.Name(name, ast.Store())], value=value)


def _is(name: str, truth: Truth) -> ast.expr:
    return ast.Compare(_read(name), [ast.Is()], [ast.Constant(truth)])


def _tuple(items: Iterable[ast.expr]) -> ast.expr:
    return ast.Tuple(list(items), ast.Load())
