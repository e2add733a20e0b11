"""A model of which some fields are made when they are first read.

Most callers of an assessment read the level and what to do, not the trace; making the trace would
take most of a case's time. Whoever reads, compares, copies or writes the model sees no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from pydantic import (
    GetJsonSchemaHandler,
    PrivateAttr,
    SerializerFunctionWrapHandler,
    model_serializer,
)

from triage.model.frozen import Frozen

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

Makers: TypeAlias = Mapping[str, Callable[[], object]]
"""Functions without arguments that make a field, by its name; they give the same each time."""


class PutOff(Frozen):
    """A frozen model that `put_off` gives makers instead of values."""

    _makers: Makers = PrivateAttr(default_factory=dict)

    def put_off(self, makers: Makers) -> Self:
        """Return this model; the fields named in `makers` are made when they are first read."""
        self._makers = makers
        for name in makers:
            del self.__dict__[name]
        return self

    if not TYPE_CHECKING:  # a type checker would believe in every name

        def __getattr__(self, name: str) -> object:
            """Make a field that was put off; anything else is not there."""
            private = object.__getattribute__(self, "__pydantic_private__")
            makers = private["_makers"] if private else {}
            if name in makers:
                return self.__dict__.setdefault(name, makers[name]())
            if name in self.__dict__:  # another thread has just made all of them
                return self.__dict__[name]
            return super().__getattr__(name)

    def _made(self) -> None:
        """Make what was put off, and put the fields in their order again."""
        if self._makers:
            fields = {name: getattr(self, name) for name in type(self).model_fields}
            object.__setattr__(self, "__dict__", {**fields, **self.__dict__})
            self._makers = {}

    @model_serializer(mode="wrap")
    def _write(self, write: SerializerFunctionWrapHandler) -> Any:  # noqa: ANN401  (what pydantic writes)
        self._made()
        return write(self)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the schema of the fields: `_write` does not change the shape."""
        plain = {key: value for key, value in core_schema.items() if key != "serialization"}
        return handler(plain)

    def __eq__(self, other: object) -> bool:
        """Return whether the other is the same model with the same fields."""
        self._made()
        if isinstance(other, PutOff):
            other._made()
        return super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]  # as of every model that holds a mapping

    def __iter__(self) -> Generator[tuple[str, Any], None, None]:
        """Yield every field by name."""
        self._made()
        yield from super().__iter__()

    def __repr_args__(self) -> Any:  # noqa: ANN401  (pydantic's own type)
        """Return the fields to show."""
        self._made()
        return super().__repr_args__()

    def __copy__(self) -> Self:
        """Return a copy with every field made."""
        self._made()
        return super().__copy__()

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """Return a deep copy with every field made."""
        self._made()
        return super().__deepcopy__(memo)

    def __getstate__(self) -> dict[Any, Any]:
        """Return what is pickled, with every field made."""
        self._made()
        return super().__getstate__()
