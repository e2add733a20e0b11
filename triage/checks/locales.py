"""Whether the translations still say what the English says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.checks.check import Check, CheckContext, Finding
from triage.content.strict_yaml import Document
from triage.content.texts import State, states_of, texts_of
from triage.model.locale import Locale

_FIGURE = re.compile(r"\d+")
_FEW_WORDS = 3


def _translations(context: CheckContext) -> Iterator[tuple[Locale, Document]]:
    """Yield each translation with its file, which knows the line of every key."""
    for locale in context.rulebase.locales:
        yield locale, context.document(f"knowledge/locales/{locale.language}.yaml")


def figures_of(text: str) -> list[str]:
    """Return the runs of digits in a text, sorted: `10 to 15 minutes` has `10` and `15`."""
    return sorted(_FIGURE.findall(text))


class TranslationComplete(Check):
    """A text has no current translation.

    What: every patient-facing text stands in each `knowledge/locales/<language>.yaml`, made from
    the English text as it is now; no key there names a text that does not exist.
    Why: what is missing or outdated is shown in English to a person who asked for another one.
    Fix: `triage texts --lang es` writes what is to be done; `--merge` puts it in its place.
    """

    id = "locales.complete"

    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield each key that is missing, outdated or unknown."""
        texts = texts_of(context.rulebase)
        for locale, document in _translations(context):
            for key, state in states_of(texts, locale).items():
                if state is State.MISSING:
                    yield self.found(document.name, f"`{key}` is not translated")
                elif state is State.OUTDATED:
                    where = document.where(("texts", key))
                    yield self.found(where, f"`{key}` is outdated: the English text has changed")
                elif state is State.UNKNOWN:
                    where = document.where(("texts", key))
                    yield self.found(where, f"`{key}` names no text", "remove it")


class TranslationFigures(Check):
    """A figure was changed or lost in translation.

    What: a translation holds the same figures as the English text, in any order.
    Why: a dose, an age or a number of days must not depend on the language.
    Fix: write the same figures, as digits.
    """

    id = "locales.figures"

    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield each current translation with other figures than the English."""
        texts = texts_of(context.rulebase)
        for locale, document in _translations(context):
            states = states_of(texts, locale)
            for key, one in locale.filled.items():
                if states[key] is not State.CURRENT:
                    continue
                wanted, given = figures_of(texts[key]), figures_of(one.text)
                if wanted != given:
                    yield self.found(
                        document.where(("texts", key)),
                        f"`{key}` has the figures {_listed(given)}, the English {_listed(wanted)}",
                    )


class TranslationCopied(Check):
    """A translation is the English text.

    What: a translation of more than three words differs from the English.
    Why: it looks translated and is not.
    Fix: translate it. This is a warning: names may be the same in both.
    """

    id = "locales.copied"

    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield each translation that is a copy."""
        texts = texts_of(context.rulebase)
        for locale, document in _translations(context):
            for key, one in locale.filled.items():
                same = " ".join(texts.get(key, "").split()) == one.text
                if same and len(one.text.split()) > _FEW_WORDS:
                    where = document.where(("texts", key))
                    yield self.found(where, f"`{key}` is the English text", warning=True)


def _listed(figures: list[str]) -> str:
    return ", ".join(figures) or "none"
