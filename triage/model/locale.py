"""A translation of the patient-facing texts: a file `knowledge/locales/<language>.yaml`."""

from __future__ import annotations

from functools import cached_property

from pydantic import Field, field_validator

from triage.model.frozen import Frozen, Whole
from triage.terms import RuleStatus


class Translation(Frozen):
    """One text in another language.

    `of` is the mark of the English text it was made from (see `triage.content.texts.mark_of`):
    when the English changes, the mark no longer fits and the translation is outdated.
    """

    of: str = Field(pattern=r"^[a-p]{8}$")
    text: str

    @field_validator("text")
    @classmethod
    def _one_line(cls, text: str) -> str:
        """Return the text with each run of white space as one blank."""
        return " ".join(text.split())


class Locale(Frozen):
    """All translated texts of one language, by key; `name` is the language's own name.

    `version` steps whenever a text changes (see `triage.content.lock`).
    """

    version: Whole = Field(default=1, ge=1)
    language: str = Field(pattern=r"^[a-z]{2,3}$")
    name: str
    status: RuleStatus
    texts: dict[str, Translation]

    @cached_property
    def filled(self) -> dict[str, Translation]:
        """Return the translations that hold a text; an empty one is still to be made."""
        return {key: one for key, one in self.texts.items() if one.text}
