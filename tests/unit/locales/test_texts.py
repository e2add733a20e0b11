"""Every text of a rule base by key, and a rule base in another language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from triage.api import assess
from triage.content.load import load_raw, read_files
from triage.content.texts import (
    State,
    in_language,
    mark_of,
    retold,
    states_of,
    texts_of,
    translated,
)
from triage.errors import ContentError
from triage.logic.program import program_of
from triage.model.locale import Locale, Translation
from triage.model.rulebase import RuleBase
from triage.report.for_person import report
from triage.report.why import explain
from triage.session.session import Session
from triage.terms import RuleStatus

FOR_REVIEWERS = {
    "rationale", "judgement", "disagreement", "known_limits", "reason", "name", "cost",
    "no_portrait",
}  # fmt: skip
"""Fields that hold sentences nobody but an author or reviewer reads; `name` is an example's."""

NUMBERS = {"emergency", "advice"}


@pytest.fixture(scope="module")
def english(shipped: RuleBase) -> RuleBase:
    return shipped


def full_locale(rulebase: RuleBase) -> Locale:
    """Return a translation of everything: each text between two signs."""
    return Locale(
        language="es",
        name="Español",
        status=RuleStatus.DRAFT,
        texts={
            key: Translation(of=mark_of(text), text=f"¡{' '.join(text.split())}!")
            for key, text in texts_of(rulebase).items()
        },
    )


@pytest.fixture(scope="module")
def spanish(english: RuleBase) -> RuleBase:
    return translated(english, full_locale(english))


def test_group_lines_and_plain_checks_are_told_in_the_language(grouped: RuleBase) -> None:
    keys = {
        "group.groups.boiler.ask", "group.groups.boiler.help", "group.groups.boiler.why",
        "question.boiler.signs.group.text", "question.boiler.signs.group.label",
        "fact.boiler.hissing.check.ask", "fact.boiler.hissing.check.help",
        "fact.gas.smell.check.ask",
    }  # fmt: skip
    assert keys <= texts_of(grouped).keys()
    session = Session(translated(grouped, full_locale(grouped)))
    lines = session.screen("groups.boiler")
    check = session.screen("check:boiler.hissing")
    for text in (lines.ask, lines.help, lines.why, check.ask, check.help, lines.items[0].text):
        assert text.startswith("¡")
    english = Session(grouped)
    english.answer("groups.boiler", [])
    english.answer("house.smell", "not_sure")
    english.answer("check:gas.smell", value=False)
    went_on = Session.from_dict(english.to_dict(), session.rulebase)
    assert went_on.set_aside == []


def _strings(value: object, field: str = "") -> Iterator[tuple[str, str]]:
    """Yield every string below `value` with the name of the field that holds it."""
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _strings(inner, name if isinstance(name, str) else field)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner, field)


def test_every_sentence_is_a_text_or_known_to_be_for_reviewers(english: RuleBase) -> None:
    marked = retold(english, lambda _, text: f"§{text}")
    dumped = marked.model_dump(mode="json", exclude={"sources", "locales"})
    left = {
        field
        for field, text in _strings(dumped)
        if " " in text and not text.startswith("§") and field not in FOR_REVIEWERS | NUMBERS
    }
    assert left == set(), "these fields hold sentences that no key of texts_of names"


def test_keys_are_made_of_ids(english: RuleBase) -> None:
    texts = texts_of(english)
    question = english.questions["complaint.location"]
    assert texts["question.complaint.location.ask"] == question.ask
    assert texts["fact.pain.location.choice.neck"] == question.choices[2].text
    rule = english.rule["nerves.cauda_equina.emergency_now"]
    assert texts["rule.nerves.cauda_equina.title"] == rule.title
    assert texts[f"rule.{rule.id}.while_waiting.1"] == rule.then.while_waiting[0]
    assert texts["remedy.heat_pack.how.2"] == english.remedy["heat_pack"].how[1]
    assert texts["disclaimer.short"] == english.disclaimer.short
    assert all(texts.values())


def test_a_mark_changes_with_the_words_and_not_with_the_wrapping() -> None:
    assert mark_of("one two") == mark_of("one\n  two ")
    assert mark_of("one two") != mark_of("one Two")
    assert mark_of("any").isalpha()


def test_every_text_is_told_in_the_other_language(english: RuleBase, spanish: RuleBase) -> None:
    wanted = {key: f"¡{' '.join(text.split())}!" for key, text in texts_of(english).items()}
    told = texts_of(spanish)
    # The key of a unit is its name, which is told in the other language here.
    assert set(told.values()) == set(wanted.values())
    units = {key for key in wanted if key.startswith("unit.")}
    assert {key: told[key] for key in wanted if key not in units} == {
        key: text for key, text in wanted.items() if key not in units
    }
    assert spanish.language == "es"
    assert spanish.origin is english


def test_a_translation_means_the_same(english: RuleBase, spanish: RuleBase) -> None:
    assert program_of(spanish).nodes == program_of(english).nodes
    assert spanish.digest == english.digest
    facts = {"pain.location": ["low_back"], "medicine.warfarin": True}
    one, other = assess(facts, english), assess(facts, spanish)
    assert one.disposition == other.disposition
    assert one.unanswered == other.unanswered
    assert [part.remedy for part in one.left_out] == [part.remedy for part in other.left_out]
    assert other.title == f"¡{one.title}!"
    assert all(part.title.startswith("¡") for part in other.left_out)


def test_derived_words_follow_the_translation(english: RuleBase, spanish: RuleBase) -> None:
    # Read first in English, so that what is kept there would show.
    assert english.facts["pain.severity"].describe_value("mild").startswith("Mild")
    assert spanish.facts["pain.severity"].describe_value("mild").startswith("¡Mild")
    assert spanish.facts["pain.duration_days"].unit == "¡days!"
    assert english.facts["pain.duration_days"].unit == "days"


def test_report_and_explanation_speak_the_language_of_the_rule_base(spanish: RuleBase) -> None:
    assessment = assess({"nerve.saddle_numbness": True}, spanish)
    headings = {one.name: one.heading for one in report(assessment, spanish)}
    assert headings["why"] == "Por qué"
    told = " ".join(explain(assessment, "nerves.cauda_equina.emergency_now").sentences)
    assert "nos dijo: ¡numbness between the legs!: sí" in told


def test_what_is_missing_or_outdated_stays_english(english: RuleBase) -> None:
    texts = texts_of(english)
    whole = full_locale(english)
    missing, outdated = "disclaimer.short", "disclaimer.purpose"
    kept = {key: one for key, one in whole.texts.items() if key != missing}
    kept[outdated] = kept[outdated].model_copy(update={"of": "aaaaaaaa"})
    locale = whole.model_copy(update={"texts": {**kept, "rule.gone.title": kept[outdated]}})
    told = translated(english, Locale.model_validate(locale.model_dump()))
    assert told.disclaimer.short == texts[missing]
    assert told.disclaimer.purpose == texts[outdated]
    assert told.disclaimer.text.startswith("¡")
    states = states_of(texts, Locale.model_validate(locale.model_dump()))
    assert states[missing] is State.MISSING
    assert states[outdated] is State.OUTDATED
    assert states["rule.gone.title"] is State.UNKNOWN
    assert sum(state is not State.CURRENT for state in states.values()) == 3


def test_a_language_may_be_chosen_again(english: RuleBase, spanish: RuleBase) -> None:
    assert in_language(spanish, "en") is english
    assert in_language(english, "en_GB") is english
    assert in_language(spanish, "es_MX") is spanish
    assert texts_of(translated(spanish, full_locale(english))) == texts_of(spanish)


def test_a_language_nobody_translated_is_refused_by_name(english: RuleBase) -> None:
    with pytest.raises(ContentError, match="no translation into `fr`") as caught:
        in_language(english, "fr")
    assert "there are: en, es" in str(caught.value)


def test_a_saved_session_goes_on_in_another_language(english: RuleBase, spanish: RuleBase) -> None:
    begun = Session(english)
    begun.answer("complaint.location", ["low_back"])
    begun.answer("complaint.duration", "2 weeks")
    resumed = Session.from_dict(begun.to_dict(), spanish)
    assert resumed.set_aside == []
    assert resumed.raw == begun.raw
    screen = resumed.next_question()
    assert screen is not None
    assert screen.ask.startswith("¡")
    back = Session.from_dict(resumed.to_dict(), english)
    assert back.set_aside == []
    assert back.raw == begun.raw


def test_units_are_typed_in_the_language_of_the_rule_base(english: RuleBase) -> None:
    locale = full_locale(english)
    units = {"unit.days": "días", "unit.weeks": "semanas", "unit.years": "años"}
    texts = {
        **locale.texts,
        **{key: Translation(of=locale.texts[key].of, text=text) for key, text in units.items()},
    }
    session = Session(translated(english, locale.model_copy(update={"texts": texts})))
    for typed, days in (("3 dias", 3), ("2 semanas", 14), ("1 AÑO", 365), ("4 d", 4)):
        session.answer("complaint.duration", typed)
        assert session.raw["pain.duration_days"] == days


LOCALE = """\
language: es
name: Español
status: draft
texts:
  disclaimer.short:
    of: {mark}
    text: Esto no es un diagnóstico.
"""


def test_a_locale_file_is_content(english: RuleBase) -> None:
    files = {
        name: raw for name, raw in read_files().items() if not name.startswith("knowledge/locales/")
    }
    before = load_raw(files)
    mark = mark_of(english.disclaimer.short)
    files["knowledge/locales/es.yaml"] = LOCALE.format(mark=mark).encode()
    after = load_raw(files)
    assert after.digest != before.digest
    assert in_language(after, "es").disclaimer.short == "Esto no es un diagnóstico."
    assert in_language(after, "es").disclaimer.text == english.disclaimer.text


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        ("fr.yaml", LOCALE, "knowledge/locales/fr.yaml:1:1: `language` should be `fr`"),
        ("en.yaml", LOCALE.replace(": es", ": en"), "knowledge/locales/en.yaml:1:1: `language`"),
        ("es.yaml", LOCALE.replace("{mark}", "1234"), "es.yaml:6:5: `of`"),
        ("es.yaml", LOCALE.replace("text:", "txt:"), "es.yaml:7:5: key `txt` is unknown"),
    ],
)
def test_a_wrong_locale_file_is_named_with_its_place(file: str, text: str, problem: str) -> None:
    files = {
        name: raw for name, raw in read_files().items() if not name.startswith("knowledge/locales/")
    }
    files[f"knowledge/locales/{file}"] = text.format(mark="abcdefgh").encode()
    with pytest.raises(ContentError) as caught:
        load_raw(files)
    assert problem in str(caught.value)
