"""The words that a program in another language needs and no text of the rule base gives.

They come from the same catalogues as the terminal's; a page writes none of its own.
"""

from __future__ import annotations

from triage.wording import _, speaking


def messages(language: str) -> dict[str, str]:
    """Return every message by name, in `language`; `{name}` stands for what is filled in."""
    with speaking(language):
        return {**_endings()}


def _endings() -> dict[str, str]:
    """Return why no further question matters, by the kind of ending."""
    return {
        "ending.emergency": _("You need emergency help now. No other answer would change that."),
        "ending.settled": _(
            "No other answer would change how urgent this is, or what we recommend."
        ),
        "ending.not_sure": _(
            "What is left hangs on answers you were not sure of. We asked all of them."
        ),
        "why.remedy": _("whether it is safe and fits"),
    }
