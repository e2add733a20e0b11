"""Builds entries of an assessment from fields that are valid by construction.

An assessment has some two hundred entries. Checking each again would take most of a case's time,
and `BaseModel.model_construct` takes longer still, since it looks for defaults and aliases. Here
is what is left of `model_construct` without those (pydantic 2.14, `pydantic/main.py`): all fields
are given, by name, in the order of the model. Tests hold what is built to what checking gives.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import BaseModel

Made = TypeVar("Made", bound=BaseModel)

_new = object.__new__
_set_fields = BaseModel.__dict__["__dict__"].__set__
_set_names = BaseModel.__dict__["__pydantic_fields_set__"].__set__
_set_extra = BaseModel.__dict__["__pydantic_extra__"].__set__
_set_private = BaseModel.__dict__["__pydantic_private__"].__set__


def built(model: type[Made], fields: dict[str, object]) -> Made:
    """Return a `model` that holds `fields` itself, not a copy of it."""
    one = _new(model)
    _set_fields(one, fields)
    _set_names(one, _names[model])
    _set_extra(one, None)
    _set_private(one, None)
    return one


class _Names(dict[type[BaseModel], set[str]]):
    """The names of all fields of each model that was asked for."""

    def __missing__(self, model: type[BaseModel]) -> set[str]:
        names = self[model] = set(model.model_fields)
        return names


_names = _Names()


class Template(Generic[Made]):
    """An entry of which some fields are fixed; lists among them are copied for every entry."""

    __slots__ = ("_fields", "_lists", "_model")

    def __init__(self, model: type[Made], **fixed: object) -> None:
        """Fix some fields, by name; the others must be given to `make`."""
        self._model = model
        self._fields = {name: fixed.pop(name, None) for name in model.model_fields}
        if fixed:
            message = f"{model.__name__} has no fields {sorted(fixed)}"
            raise TypeError(message)
        lists = [(name, value) for name, value in self._fields.items() if isinstance(value, list)]
        self._lists = tuple(lists)

    def make(self, **varying: object) -> Made:
        """Return an entry with the remaining fields, by name."""
        fields = self._fields | varying
        for name, items in self._lists:
            fields[name] = items.copy()
        return built(self._model, fields)
