"""The compiled form of a rule base as files, and the element by which a site shows it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from triage.content.texts import in_language
from triage.embed.bundle import ELEMENT, STYLE, bundle, source
from triage.embed.conformance import conformance_lines
from triage.embed.digest import compact
from triage.embed.logic_file import logic_file
from triage.embed.text_file import text_file
from triage.errors import WriteError
from triage.files import READABLE, write_whole
from triage.model.rulebase import RuleBase

SEED = 1


def compiled(rulebase: RuleBase, languages: Iterable[str]) -> dict[str, bytes]:
    """Return the files of the compiled form by name, with the element's script and style.

    `rulebase` is in the language it is written in; that language is always among them, as the
    marks of saved answers are made from its words. Raises ContentError for a language there is not.
    """
    logic = logic_file(rulebase)
    files = {"logic.json": compact(logic)}
    for language in dict.fromkeys([rulebase.language, *languages]):
        text = text_file(in_language(rulebase, language), logic)
        files[f"text.{language}.json"] = compact(text)
    files[f"{ELEMENT}.js"] = bundle(ELEMENT).encode()
    files[STYLE] = source(STYLE).encode()
    return files


def export(
    rulebase: RuleBase, folder: Path, languages: Iterable[str], *, cases: int = 0
) -> list[Path]:
    """Write the compiled form into `folder`, which is made if need be; return the files.

    With `cases`, a conformance file of so many cases, and a tenth as many interviews, too. Raises
    WriteError when a file cannot be written, ContentError for a language there is not.
    """
    files = compiled(rulebase, languages)
    if cases:
        lines = conformance_lines(rulebase, cases=cases, interviews=cases // 10, seed=SEED)
        files["conformance.jsonl"] = b"".join(line + b"\n" for line in lines)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        message = f"{folder}: cannot be made: {reason}"
        raise WriteError(message) from error
    written = [folder / name for name in files]
    for path in written:
        write_whole(path, files[path.name], READABLE)
    return written
