"""Translation files: what is to be done, filling it in, and the checks of what was filled in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from triage.checks.check import CheckContext, Finding
from triage.checks.locales import TranslationComplete, TranslationCopied, TranslationFigures
from triage.cli.main import cli
from triage.content.load import load_raw, read_files
from triage.content.locales import (
    empty_locale,
    locale_lines,
    merged,
    read_locale,
    to_do_lines,
)
from triage.content.texts import State, mark_of, states_of
from triage.errors import ContentError
from triage.model.locale import Locale, Translation

TEXTS = {"a.one": "Rest for 2 days.", "a.two": "Call now.", "b.three": "It hurts at night."}


def _locale(texts: dict[str, tuple[str, str]]) -> Locale:
    made = {key: Translation(of=of, text=text) for key, (of, text) in texts.items()}
    return empty_locale("es").model_copy(update={"texts": made})


def _file(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


@given(
    st.dictionaries(
        st.from_regex(r"[a-z_]{1,12}(\.[a-z_]{1,12}){1,2}", fullmatch=True),
        st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=300).filter(
            str.strip
        ),
        max_size=5,
    )
)
def test_what_is_written_reads_back_the_same(texts: dict[str, str]) -> None:
    locale = Locale.model_validate(
        {
            **empty_locale("es").model_dump(),
            "texts": {key: {"of": mark_of(text), "text": text} for key, text in texts.items()},
        }
    )
    again = read_locale(_file(list(locale_lines(locale, texts))), "es.yaml")
    assert again.filled == locale.filled


def test_lines_of_a_translation_file_stay_narrow() -> None:
    long = " ".join(["palabra"] * 80)
    lines = list(locale_lines(_locale({"a.one": ("abcdefgh", long)}), ["a.one"]))
    assert max(map(len, lines)) <= 110
    assert read_locale(_file(lines), "es.yaml").texts["a.one"].text == long


def test_what_is_to_be_done_is_a_file_to_fill_in() -> None:
    done = _locale(
        {"a.one": (mark_of(TEXTS["a.one"]), "Repose 2 días."), "a.two": ("aaaaaaaa", "Llame.")}
    )
    lines = list(to_do_lines(TEXTS, done))
    read = read_locale(_file(lines), "todo.yaml")
    assert list(read.texts) == ["a.two", "b.three"]
    assert read.filled == {}
    assert "  # Call now." in lines
    assert "  # Outdated: Llame." in lines
    assert "Repose" not in "\n".join(lines)


def test_nothing_to_do_is_an_empty_file_that_reads() -> None:
    done = _locale({key: (mark_of(text), "x") for key, text in TEXTS.items()})
    assert read_locale(_file(list(to_do_lines(TEXTS, done))), "todo.yaml").texts == {}


def test_merging_keeps_fills_and_drops() -> None:
    before = _locale(
        {
            "a.one": (mark_of(TEXTS["a.one"]), "Repose 2 días."),
            "a.two": ("aaaaaaaa", "Llame."),
            "gone": ("aaaaaaaa", "Ya no."),
        }
    )
    filled = _locale(
        {"a.two": (mark_of(TEXTS["a.two"]), "Llame ahora."), "b.three": ("abcdefgh", "")}
    )
    after = merged(before, filled, TEXTS, "filled.yaml")
    assert {key: one.text for key, one in after.texts.items()} == {
        "a.one": "Repose 2 días.",
        "a.two": "Llame ahora.",
    }
    states = states_of(TEXTS, after)
    assert states == {
        "a.one": State.CURRENT,
        "a.two": State.CURRENT,
        "b.three": State.MISSING,
    }


def test_merging_refuses_all_that_does_not_fit_at_once() -> None:
    filled = _locale({"a.one": ("aaaaaaaa", "Repose."), "gone": ("aaaaaaaa", "Ya no.")})
    other = filled.model_copy(update={"language": "fr"})
    with pytest.raises(ContentError) as caught:
        merged(empty_locale("es"), other, TEXTS, "filled.yaml")
    told = str(caught.value)
    assert "filled.yaml: this is a translation into `fr`, not `es`" in told
    assert "`a.one` was made from another text" in told
    assert "`gone` names no text" in told


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return {
        name: raw for name, raw in read_files().items() if not name.startswith("knowledge/locales/")
    }


def _findings(files: dict[str, bytes], locale: Locale) -> list[Finding]:
    order = list(locale.texts)
    raw = {**files, "knowledge/locales/es.yaml": _file(list(locale_lines(locale, order)))}
    rulebase = load_raw(raw)
    context = CheckContext(rulebase=rulebase, files=raw, lock=None, today=date(2026, 1, 1))
    checks = (TranslationComplete(), TranslationFigures(), TranslationCopied())
    return [one for check in checks for one in check.findings(context)]


def test_checks_name_what_is_missing_outdated_unknown_changed_and_copied(
    files: dict[str, bytes],
) -> None:
    base = load_raw(files)
    short, text, purpose = (
        base.disclaimer.short,
        base.disclaimer.text,
        base.disclaimer.purpose,
    )
    how = base.remedy["heat_pack"].how[0]
    assert "10" in how
    found = _findings(
        files,
        _locale(
            {
                "disclaimer.short": (mark_of(short), "Esto no es un diagnóstico."),
                "disclaimer.text": ("aaaaaaaa", "Viejo."),
                "disclaimer.purpose": (mark_of(purpose), purpose),
                "remedy.heat_pack.how.1": (mark_of(how), "Envuélvalo en una toalla 5 minutos."),
                "rule.gone.title": ("aaaaaaaa", "Ya no."),
            }
        ),
    )
    told = [str(one) for one in found]
    file = "knowledge/locales/es.yaml"
    assert f"{file}: `disclaimer.short` is not translated [locales.complete]" not in told
    assert f"{file}: `topic.complaint.title` is not translated [locales.complete]" in told
    outdated = [one for one in found if "is outdated" in one.message]
    assert [one.where for one in outdated] == [f"{file}:9:3"]
    assert "`disclaimer.text`" in outdated[0].message
    assert text != "Viejo."
    assert any("`rule.gone.title` names no text" in one for one in told)
    changed = [one for one in found if one.check == "locales.figures"]
    assert [one.message for one in changed] == [
        "`remedy.heat_pack.how.1` has the figures 5, the English 10, 15"
    ]
    copied = [one for one in found if one.check == "locales.copied"]
    assert [(one.warning, "`disclaimer.purpose`" in one.message) for one in copied] == [
        (True, True)
    ]


def test_without_a_translation_there_is_nothing_to_find(files: dict[str, bytes]) -> None:
    rulebase = load_raw(files)
    context = CheckContext(rulebase=rulebase, files=files, lock=None, today=date(2026, 1, 1))
    assert list(TranslationComplete().findings(context)) == []


@pytest.fixture
def folder(files: dict[str, bytes], tmp_path: Path) -> Path:
    for name, raw in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(raw)
    return tmp_path


def _texts(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, ["texts", *map(str, args)])


def test_a_filled_in_list_becomes_a_complete_translation(folder: Path, tmp_path: Path) -> None:
    listed = _texts("--lang", "es", "--knowledge", folder)
    assert listed.exit_code == 0
    filled = tmp_path / "filled.yaml"
    lines = [
        f"{line[:-2]}{line_number}" if line.endswith('text: ""') else line
        for line_number, line in enumerate(listed.stdout.splitlines())
    ]
    filled.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = _texts("--lang", "es", "--knowledge", folder, "--merge", filled)
    assert done.exit_code == 2, "a bare number is no text"
    quoted = listed.stdout.replace('text: ""', 'text: "Traducido."')
    filled.write_text(quoted, encoding="utf-8")
    done = _texts("--lang", "es", "--knowledge", folder, "--merge", filled)
    assert done.exit_code == 0, done.output
    assert ", 0 missing, 0 outdated in `es`" in done.stderr
    written = folder / "knowledge" / "locales" / "es.yaml"
    assert written.stat().st_mode & 0o777 == 0o644
    again = _texts("--lang", "es", "--knowledge", folder)
    assert again.stdout.rstrip().endswith("texts: {}")


def test_only_the_keys_asked_for_are_listed() -> None:
    listed = _texts("--only", "disclaimer.")
    lines = listed.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert [line.split(":")[0] for line in lines if not line.startswith(" ")] == [
        "disclaimer.purpose",
        "disclaimer.short",
        "disclaimer.text",
    ]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--merge", "x.yaml"], "--merge needs --lang"),
        (["--lang", "en"], "`en` is no language to translate into"),
        (["--lang", "../x"], "is no language to translate into"),
        (["--lang", "es", "--merge", "no_such_file.yaml"], "no_such_file.yaml: cannot be read"),
    ],
)
def test_bad_use_is_told_plainly(args: list[str], told: str) -> None:
    done = _texts(*args)
    assert done.exit_code == 2
    assert told in done.stderr
    assert done.stdout == ""
