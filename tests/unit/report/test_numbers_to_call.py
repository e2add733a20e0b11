"""Which number to call, where, and that it comes first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from triage.api import assess
from triage.cli.main import cli
from triage.errors import FactsError
from triage.model.region import Regions
from triage.model.rulebase import RuleBase
from triage.report.for_person import report
from triage.report.phone_numbers import advice_line, emergency_line, region_named
from triage.terms import Disposition
from triage.wording import language, speaking

_END = re.compile(r"[.!?](?=\s|$)")


@pytest.fixture(scope="module")
def rulebase(shipped: RuleBase) -> RuleBase:
    return shipped


def test_every_emergency_begins_with_the_number_and_at_most_two_short_sentences(
    rulebase: RuleBase,
) -> None:
    region = region_named(rulebase.regions, "UK")
    emergencies = [
        rule
        for rule in rulebase.disposing_rules
        if rule.then.disposition is Disposition.EMERGENCY_NOW
    ]
    assert len(emergencies) > 20
    for rule in emergencies:
        assessment = assess(rule.examples.fires[0].facts, rulebase)
        now = report(assessment, rulebase, region)[0]
        assert now.heading == assessment.title
        number, told = now.paragraphs
        assert number == "Emergency number in the UK: 999 or 112"
        assert _END.search(number) is None, "the number is a label, not a sentence"
        assert len(_END.findall(told)) <= 2, told
        assert all(len(part.split()) <= 25 for part in _END.split(told)), told


def test_without_a_region_the_number_is_told_by_example(rulebase: RuleBase) -> None:
    line = emergency_line(rulebase.regions, None)
    assert line == "Emergency number: 112 in the EU, 911 in the US, 999 in the UK"


def test_a_rule_base_without_regions_names_no_number() -> None:
    assert emergency_line(Regions(), None) == ""
    assert advice_line(None) == ""


@pytest.mark.parametrize(
    ("code", "found"),
    [("uk", "UK"), ("GB", "UK"), ("fr", "EU"), ("ES", "EU"), ("pr", "US"), (" au ", "AU")],
)
def test_a_region_is_found_by_its_code_or_a_territory(
    rulebase: RuleBase, code: str, found: str
) -> None:
    assert region_named(rulebase.regions, code).id == found


def test_a_region_nobody_knows_is_refused_with_what_there_is(rulebase: RuleBase) -> None:
    with pytest.raises(FactsError, match="no emergency numbers are known") as caught:
        region_named(rulebase.regions, "QQ")
    assert "EU" in str(caught.value)


def test_numbers_keep_their_leading_zeros(rulebase: RuleBase) -> None:
    assert region_named(rulebase.regions, "AU").emergency[0] == "000"


def test_the_advice_line_is_told_when_it_is_urgent_and_no_emergency(rulebase: RuleBase) -> None:
    urgent = next(
        rule
        for rule in rulebase.disposing_rules
        if rule.then.disposition is Disposition.URGENT_SAME_DAY
    )
    assessment = assess(urgent.examples.fires[0].facts, rulebase)
    assert assessment.disposition is Disposition.URGENT_SAME_DAY
    region = region_named(rulebase.regions, "UK")
    now = report(assessment, rulebase, region)[0]
    assert now.paragraphs == (assessment.action, "Urgent advice line in the UK: 111")
    elsewhere = report(assessment, rulebase, region_named(rulebase.regions, "US"))[0]
    assert elsewhere.paragraphs == (assessment.action,)


def test_the_safety_net_repeats_the_number(rulebase: RuleBase) -> None:
    assessment = assess({"pain.location": ["low_back"]}, rulebase)
    sections = report(assessment, rulebase, region_named(rulebase.regions, "US"))
    (net,) = [one for one in sections if one.name == "safety_net"]
    assert net.paragraphs == ("Emergency number in the US: 911",)


def test_the_line_is_told_in_the_language_spoken(rulebase: RuleBase) -> None:
    with speaking("es"):
        line = emergency_line(rulebase.regions, rulebase.regions.named("UK"))
    assert line == "Número de emergencias en the UK: 999 o 112"


def test_regions_are_sound(rulebase: RuleBase) -> None:
    regions = rulebase.regions
    ids = [one.id for one in regions.regions]
    territories = [code for one in regions.regions for code in one.territories]
    assert len(set(ids)) == len(ids)
    assert len(set(territories)) == len(territories)
    assert all(re.fullmatch(r"[A-Z]{2}", code) for code in territories)
    assert all(regions.named(code) for code in regions.examples)
    numbers = [number for one in regions.regions for number in one.emergency]
    assert all(re.fullmatch(r"\d{3,5}", number) for number in numbers)
    assert all(re.fullmatch(r"[\d ]*", one.advice) for one in regions.regions)


@pytest.fixture
def numb(tmp_path: Path) -> Path:
    file = tmp_path / "numb.yaml"
    file.write_text("nerve.saddle_numbness: true\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("environ", "args", "line"),
    [
        ({"LC_ALL": "en_GB.UTF-8"}, [], "Emergency number in the UK: 999 or 112"),
        ({"LC_ALL": "en_GB.UTF-8"}, ["--region", "US"], "Emergency number in the US: 911"),
        ({"LC_ALL": "C"}, [], "Emergency number: 112 in the EU, 911 in the US, 999 in the UK"),
        ({"LC_ALL": "en_QQ.UTF-8"}, [], "Emergency number: 112 in the EU"),
    ],
)
def test_the_region_is_asked_for_or_that_of_the_locale(
    numb: Path, environ: dict[str, str], args: list[str], line: str
) -> None:
    done = CliRunner(env=environ).invoke(cli, ["assess", str(numb), *args])
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[2].startswith(line)


def test_an_unknown_region_is_bad_use(numb: Path) -> None:
    done = CliRunner().invoke(cli, ["assess", str(numb), "--region", "QQ"])
    assert done.exit_code == 2
    assert "region `QQ`" in done.stderr


@pytest.mark.parametrize("lang", ["es", "es_MX.UTF-8"])
def test_the_language_is_asked_for(numb: Path, lang: str) -> None:
    done = CliRunner().invoke(cli, ["assess", str(numb), "--lang", lang, "--region", "UK"])
    assert done.exit_code == 0, done.output
    assert "Número de emergencias en" in done.stdout


def test_the_language_of_the_environment_is_spoken(numb: Path) -> None:
    spanish = {"LC_ALL": "es_MX.UTF-8"}
    done = CliRunner(env=spanish).invoke(cli, ["assess", str(numb)])
    assert "Número de emergencias en" in done.stdout
    unknown = CliRunner(env={"LC_ALL": "tlh_QQ.UTF-8"}).invoke(cli, ["assess", str(numb)])
    assert unknown.exit_code == 0
    assert "Emergency number:" in unknown.stdout


def test_an_unknown_language_asked_for_is_bad_use(numb: Path) -> None:
    done = CliRunner().invoke(cli, ["assess", str(numb), "--lang", "tlh"])
    assert done.exit_code == 2
    assert "no translation into `tlh`" in done.stderr


def test_a_command_leaves_the_language_as_it_was(numb: Path) -> None:
    CliRunner().invoke(cli, ["assess", str(numb), "--lang", "es"])
    assert language() == "en"
    done = CliRunner(env={"LC_ALL": "C"}).invoke(cli, ["assess", str(numb)])
    assert "Emergency number:" in done.stdout
