"""One HTML file that leads the interview on the person's own device, and can send nothing.

Its policy allows its own script and style, by their digests, and nothing else: no request, no
frame, no form, no other script.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from html import escape
from importlib.resources import files
from string import Template

from triage.content.texts import in_language
from triage.embed.bundle import STYLE, bundle, source
from triage.embed.digest import compact
from triage.embed.logic_file import Data, logic_file
from triage.embed.text_file import asked_in, text_file
from triage.model.region import Region
from triage.model.rulebase import RuleBase
from triage.report.phone_numbers import emergency_line
from triage.wording import _, speaking


def page(rulebase: RuleBase, languages: Iterable[str], region: Region | None = None) -> bytes:
    """Return the page in these languages; the first one is spoken where no other is wanted.

    `rulebase` is in the language it is written in. `region` decides which numbers to call are named
    until the person chooses another. Raises ContentError for a language there is not.
    """
    told = [in_language(rulebase, language) for language in languages] or [rulebase]
    logic = logic_file(rulebase)
    texts = {one.language: text_file(one, logic) for one in told}
    blocks = {"logic": logic, **{f"text-{language}": text for language, text in texts.items()}}
    if rulebase.language not in texts:
        blocks[f"text-{rulebase.language}"] = asked_in(text_file(rulebase, logic))
    settings: Data = {
        "languages": list(texts),
        "region": None if region is None else region.id,
    }
    script, style = bundle("page"), source(STYLE)
    first = told[0]
    with speaking(first.language):
        without = _("This page needs JavaScript, which is switched off here. It sends nothing.")
        title = _("Check your symptoms")
    shell = (files("triage.embed") / "page.html").read_text(encoding="utf-8")
    return (
        Template(shell)
        .substitute(
            language=first.language,
            policy=_policy(script, style),
            title=escape(title),
            without=escape(without),
            number=escape(emergency_line(first.regions, region)),
            short=escape(first.disclaimer.short),
            style=style,
            data=_blocks({"settings": settings, **blocks}),
            script=script,
        )
        .encode()
    )


def _policy(script: str, style: str) -> str:
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _blocks(blocks: dict[str, Data]) -> str:
    return "".join(
        f'<script type="application/json" id="{name}">{_inside_markup(data)}</script>\n'
        for name, data in blocks.items()
    )


def _inside_markup(data: Data) -> str:
    """Return JSON in which no text can end the element that it stands in."""
    return compact(data).decode().replace("<", "\\u003c")
