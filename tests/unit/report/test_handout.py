"""The sheets for a clinician and for the person: the same in every form, each on one page."""

from __future__ import annotations

import io
import json
import re
import sys
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from people import all_no
from pypdf import PdfReader

from triage.api import assess
from triage.content.texts import mark_of, texts_of, translated
from triage.errors import TriageError, WriteError
from triage.extras import how_to_install
from triage.model.assessment import Assessment
from triage.model.fact import FactKind
from triage.model.locale import Locale, Translation
from triage.model.rule import RawValue
from triage.model.rulebase import RuleBase
from triage.report.handout import (
    handout,
    html_bytes,
    pdf_bytes,
    report_bytes,
    text_bytes,
    write_report,
)
from triage.report.page import Handout, Reader
from triage.session.person import answer_to
from triage.session.session import Session
from triage.terms import NOT_SURE, RuleStatus

DAY = date(2026, 3, 1)
FOR_CLINICIAN = Reader.CLINICIAN
Told = tuple[Assessment, dict[str, RawValue]]


@pytest.fixture(scope="module")
def rulebase(shipped: RuleBase) -> RuleBase:
    return shipped


def interviewed(rulebase: RuleBase, facts: dict[str, RawValue]) -> Told:
    """Answer every question of an interview: as in `facts`, else no, else not sure."""
    session = Session(rulebase)
    while (screen := session.next_question()) is not None:
        no = {fact: False for fact in screen.asks_about if fact in rulebase.yes_no}
        session.answer(screen.id, answer_to(screen, {**no, **facts}))
    return session.assess(), session.said


@pytest.fixture(scope="module")
def strained(rulebase: RuleBase) -> Told:
    """Return a strained back, warfarin, and doubt about asthma."""
    return interviewed(
        rulebase,
        {
            "pain.location": ["low_back", "leg"],
            "pain.duration_days": 5,
            "pain.trigger": ["lifting_or_twisting"],
            "pain.severity": "moderate",
            "pain.course": "improving",
            "pain.before": "like_before",
            "patient.age_years": 45,
            "patient.sex_at_birth": "female",
            "pregnancy.status": "not_pregnant",
            "preference.kind": "either",
            "medicine.warfarin": True,
            "condition.asthma": NOT_SURE,
        },
    )


@pytest.fixture(scope="module")
def page(rulebase: RuleBase, strained: Told) -> Handout:
    """Return the sheet for a clinician."""
    region = rulebase.regions.named("UK")
    return handout(*strained, region=region, reader=FOR_CLINICIAN, on=DAY)


@pytest.fixture(scope="module")
def own(rulebase: RuleBase, strained: Told) -> Handout:
    """Return the person's own sheet."""
    return handout(*strained, region=rulebase.regions.named("UK"), on=DAY)


def _words(text: str) -> str:
    return " ".join(text.split())


class _Text(HTMLParser):
    """Collects the text of a page; the style sheet is none."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name == "src" or name.startswith("on") for name, _ in attrs)
        assert tag == "a" or not any(name == "href" for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["style"]:
            self.parts.append(data)


def _pdf_text(document: bytes, page: Handout) -> str:
    """Return the text of a PDF without the foot of each page, which can part a paragraph."""
    pages = PdfReader(io.BytesIO(document)).pages
    text = " ".join(one.extract_text() for one in pages)
    text, feet = re.subn(rf"{re.escape(page.warning)}\s*\d\s*/\s*\d", " ", text)
    assert feet == len(pages)
    return _words(re.sub(r"-\n|\u00ad\n?", "", text))


def test_it_holds_everything_a_clinician_asks_for(page: Handout, strained: Told) -> None:
    assessment, _ = strained
    sections = [one.name for one in page.sections]
    assert sections == ["found", "answers", "ruled_out", "open", "advised", "safety_net"]
    told = text_bytes(page, assessment).decode()
    flat = _words(told)
    assert "2026-03-01" in flat
    assert assessment.knowledge.version in flat
    assert assessment.knowledge.digest[:12] in flat
    assert _words(assessment.disclaimer.text) in flat
    assert "medicine" not in flat.split("Answers given")[0]
    assert "how long it has lasted: 5 days" in flat
    assert "warfarin" in flat
    titles = [one.title for one in assessment.recommendations]
    titles += [one.title for one in assessment.left_out]
    titles += [one.title for one in assessment.not_checked]
    for title in titles:
        assert title.split(" (")[0] in flat
    assert max(map(len, told.splitlines())) <= 80


def test_the_persons_sheet_tells_what_to_do_and_every_reason_to_come_back(
    own: Handout, strained: Told
) -> None:
    assessment, _ = strained
    told = _words(text_bytes(own, assessment).decode())
    first, *_ = assessment.recommendations
    assert first.how[0] in told
    for one in assessment.recommendations:
        assert one.title in told
    for note in assessment.safety_net:
        assert note.short in told
    for later in assessment.follow_up:
        assert later.text in told
    assert "Left out for you" in told
    assert assessment.disclaimer.text in told


def test_no_caution_that_applies_is_left_off_a_sheet(rulebase: RuleBase) -> None:
    told = all_no(rulebase, **{"condition.asthma": True, "condition.high_blood_pressure": True})
    assessment = assess(told, rulebase)
    known = {
        each.text.rstrip(".")
        for one in assessment.recommendations
        for each in one.ask_first
        if each.known
    }
    assert known
    for reader in Reader:
        sheet = handout(assessment, reader=reader, on=DAY)
        text = _words(text_bytes(sheet, assessment, 1000).decode())
        for caution in known:
            assert caution in text


def test_the_persons_sheet_in_html_links_its_sources_and_sends_nobody_a_referrer(
    own: Handout, strained: Told
) -> None:
    told = html_bytes(own, strained[0]).decode()
    links = re.findall(r"<a ([^>]*)>", told)
    assert links
    assert all('href="https://' in one and 'rel="noreferrer"' in one for one in links)


def test_answers_are_told_as_they_were_given(rulebase: RuleBase) -> None:
    answers: dict[str, RawValue] = {
        "nerve.saddle_numbness": NOT_SURE,
        "condition.asthma": NOT_SURE,
        "condition.gout": False,
        "medicine.warfarin": True,
    }
    page = handout(assess(answers, rulebase), answers, reader=FOR_CLINICIAN, on=DAY)
    told = {one.name: one for one in page.sections}["answers"]
    lines = [line for entry in told.entries for line in entry.details]
    lines += [line for entry in told.entries for line in entry.text.split("; ")]
    assert "numbness between the legs: not sure (counted as yes)" in lines
    assert "asthma: not sure" in lines
    assert "No to: gout" in lines
    assert "warfarin" in "; ".join(entry.text for entry in told.entries)


def test_signs_are_told_apart_as_found_ruled_out_and_not_checked(rulebase: RuleBase) -> None:
    answers: dict[str, RawValue] = {
        "pain.location": ["low_back"],
        "emergency.no_such": False,
    }
    del answers["emergency.no_such"]
    rule = rulebase.rule["nerves.cauda_equina.emergency_now"]
    worry = rule.then.worry.split(" (")[0]

    def told(value: RawValue | None) -> dict[str, str]:
        facts = dict(answers)
        if value is not None:
            facts["nerve.saddle_numbness"] = value
        page = handout(assess(facts, rulebase), facts, reader=FOR_CLINICIAN, on=DAY)
        return {
            one.name: " ".join([*one.paragraphs, *(entry.lead for entry in one.entries)])
            for one in page.sections
        }

    asked_yes, not_asked = told(True), told(None)  # noqa: FBT003  (an answer)
    assert rule.title in asked_yes["found"]
    assert worry in not_asked["open"]
    assert rule.title not in not_asked["found"]
    # Ruled out by the place of the pain alone: counted, not named.
    assert re.search(r"\d+ more do not concern this place", not_asked["ruled_out"])


def test_all_denied_is_ruled_out_by_name(rulebase: RuleBase) -> None:
    no = {name: False for name, one in rulebase.facts.items() if one.kind is FactKind.BOOL}
    facts: dict[str, RawValue] = {**no, "pain.location": ["low_back"]}
    sections = {
        one.name: one
        for one in handout(assess(facts, rulebase), facts, reader=FOR_CLINICIAN, on=DAY).sections
    }
    worry = rulebase.rule["nerves.cauda_equina.emergency_now"].then.worry.split(" (")[0]
    assert worry in sections["ruled_out"].paragraphs[0]
    assert sections["found"].paragraphs == ("None.",)


def test_a_worry_that_stands_in_the_words_of_another_is_told_once(page: Handout) -> None:
    (checked,) = (one for one in page.sections if one.name == "ruled_out")
    told = checked.paragraphs[0].split(": ", 1)[1].rstrip(".").split("; ")
    assert len(told) > 10
    within = [
        (one, other)
        for one in told
        for other in told
        if one != other and re.search(rf"\b{re.escape(one)}\b", other)
    ]
    assert within == []


def test_values_are_told_without_their_explanations(rulebase: RuleBase) -> None:
    assessment, raw = interviewed(rulebase, {"pregnancy.status": "not_pregnant"})
    text = text_bytes(handout(assessment, raw, reader=FOR_CLINICIAN, on=DAY), assessment).decode()
    assert "pregnancy: No, or not possible (" not in text
    assert "pregnancy: No, or not possible" in _words(text)


def test_an_emergency_leads_with_the_number(rulebase: RuleBase) -> None:
    facts: dict[str, RawValue] = {"nerve.saddle_numbness": True, "pain.location": ["low_back"]}
    page = handout(assess(facts, rulebase), facts, region=rulebase.regions.named("US"), on=DAY)
    assert page.lead.paragraphs[0] == "Emergency number in the US: 911"
    assert [one.name for one in page.sections] == ["why", "waiting", "follow_up"]


def test_html_and_pdf_say_what_the_text_says(page: Handout, strained: Told) -> None:
    assessment, _ = strained
    parser = _Text()
    parser.feed(html_bytes(page, assessment).decode())
    told_html = _words(" ".join(parser.parts))
    told_pdf = _pdf_text(pdf_bytes(page, assessment), page)
    spaced = {"html": told_html.replace(" ", ""), "pdf": told_pdf.replace(" ", "")}
    whole = [page.title, page.warning, page.picture, page.disclaimer]
    whole += [text for pair in page.about for text in pair]
    for section in (page.lead, *page.sections):
        parts = [section.heading, *section.paragraphs]
        for entry in section.entries:
            parts += [entry.lead, entry.text, *entry.details]
        for part in [*whole, *parts]:
            for form, told in spaced.items():
                # Columns and hyphens break lines, so blanks and hyphens are not compared.
                wanted = part.replace(" ", "").replace("-", "")
                assert wanted in told.replace("-", ""), f"{form}: {part}"


def test_html_needs_nothing_else_and_runs_nothing(page: Handout, strained: Told) -> None:
    told = html_bytes(page, strained[0]).decode()
    parser = _Text()
    parser.feed(told)
    assert {"script", "link", "img", "iframe"}.isdisjoint(parser.tags)
    assert {"main", "svg", "h1", "h2"} <= set(parser.tags)
    assert "url(" not in told
    assert '<html lang="en">' in told


HOSTILE = "<script>alert(1)</script> & $title #panic() *bold* \\"


def _told_otherwise(rulebase: RuleBase, key: str, text: str) -> RuleBase:
    made = Translation(of=mark_of(texts_of(rulebase)[key]), text=text)
    locale = Locale(language="es", name="x", status=RuleStatus.DRAFT, texts={key: made})
    return translated(rulebase, locale)


@pytest.mark.parametrize("text", [HOSTILE, "Señal ¿qué? ñ € “”", "Ελληνικά, Русский, žluťoučký"])
def test_any_text_is_shown_as_it_is(rulebase: RuleBase, text: str) -> None:
    other = _told_otherwise(rulebase, "rule.nerves.cauda_equina.title", text)
    facts: dict[str, RawValue] = {"nerve.saddle_numbness": True}
    assessment = assess(facts, other)
    page = handout(assessment, facts, reader=FOR_CLINICIAN, on=DAY)
    assert text in text_bytes(page, assessment, 400).decode()
    told = html_bytes(page, assessment).decode()
    parser = _Text()
    parser.feed(told)
    assert text in " ".join(parser.parts)
    assert "script" not in parser.tags
    spaced = _pdf_text(pdf_bytes(page, assessment), page).replace(" ", "").replace("-", "")
    assert text.replace(" ", "") in spaced


@pytest.mark.parametrize("reader", Reader)
def test_a_sheet_is_one_page_whatever_was_told(
    rulebase: RuleBase, strained: Told, reader: Reader
) -> None:
    no: dict[str, RawValue] = {
        name: False for name, one in rulebase.facts.items() if one.kind is FactKind.BOOL
    }
    place: dict[str, RawValue] = {"pain.location": ["low_back", "leg"]}
    numb: dict[str, RawValue] = {"nerve.saddle_numbness": True}
    facts = [no | place, no | place | numb, place]
    cases = [strained, *((assess(one, rulebase), one) for one in facts)]
    for assessment, answers in cases:
        sheet = handout(assessment, answers, reader=reader, on=DAY)
        assert len(PdfReader(io.BytesIO(pdf_bytes(sheet, assessment))).pages) == 1


def test_the_pdf_has_a_title_and_tags(page: Handout, strained: Told) -> None:
    reader = PdfReader(io.BytesIO(pdf_bytes(page, strained[0])))
    assert reader.metadata is not None
    assert reader.metadata.title == page.title
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == DAY
    assert "/StructTreeRoot" in reader.trailer["/Root"]  # type: ignore[operator]  # a dictionary
    assert reader.trailer["/Root"]["/Lang"] == "en"  # type: ignore[index]  # a dictionary


def test_the_same_handout_is_the_same_pdf(page: Handout, strained: Told) -> None:
    assert pdf_bytes(page, strained[0]) == pdf_bytes(page, strained[0])


def test_json_holds_the_handout_and_the_assessment(
    tmp_path: Path, strained: Told, rulebase: RuleBase
) -> None:
    file = tmp_path / "report.json"
    write_report(file, *strained, region=rulebase.regions.named("UK"), on=DAY)
    read = json.loads(file.read_text(encoding="utf-8"))
    assert read["handout"]["on"] == "2026-03-01"
    assert list(read["handout"]["places"]) == ["low_back", "leg"]
    again = Assessment.model_validate(read["assessment"])
    assert again.model_dump() == strained[0].model_dump()


@pytest.mark.parametrize("ending", ["txt", "json", "html", "pdf", "PDF"])
def test_every_form_is_written_for_its_owner_only(
    tmp_path: Path, strained: Told, ending: str
) -> None:
    file = tmp_path / f"report.{ending}"
    write_report(file, *strained, on=DAY)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.stat().st_size > 1000
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("report.doc", "a report ends in .txt, .json, .html, .pdf"),
        ("report", "a report ends in"),
        ("no_folder/report.txt", "there is no folder"),
    ],
)
def test_a_report_that_cannot_be_is_refused(
    tmp_path: Path, strained: Told, name: str, reason: str
) -> None:
    with pytest.raises(WriteError, match=reason):
        write_report(tmp_path / name, *strained, on=DAY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", [".txt", ".json", ".html", ".HTML"])
def test_a_report_in_memory_is_what_a_file_holds(
    tmp_path: Path, strained: Told, ending: str
) -> None:
    write_report(tmp_path / f"report{ending}", *strained, on=DAY)
    assert report_bytes(ending, *strained, on=DAY) == (tmp_path / f"report{ending}").read_bytes()


@pytest.mark.parametrize("ending", ["", "html", ".doc"])
def test_a_form_that_does_not_exist_is_refused_with_those_that_do(
    strained: Told, ending: str
) -> None:
    with pytest.raises(WriteError, match="a report ends in"):
        report_bytes(ending, *strained, on=DAY)


def test_a_pdf_without_its_extra_says_what_to_install(
    tmp_path: Path, strained: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(WriteError, match=re.escape(how_to_install("pdf"))):
        write_report(tmp_path / "report.pdf", *strained, on=DAY)


def test_an_assessment_read_back_cannot_be_reported(tmp_path: Path, strained: Told) -> None:
    bare = Assessment.model_validate_json(strained[0].model_dump_json(by_alias=True))
    with pytest.raises(TriageError, match="read back from JSON"):
        write_report(tmp_path / "report.txt", bare, on=DAY)


def test_without_answers_the_known_facts_are_told(rulebase: RuleBase) -> None:
    assessment = assess({"pain.location": ["neck"], "patient.age_years": 30}, rulebase)
    told = text_bytes(handout(assessment, reader=FOR_CLINICIAN, on=DAY), assessment).decode()
    assert "age: 30 years" in told
    assert "where it hurts: Neck or top of the shoulders" in told
