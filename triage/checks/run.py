"""All checks, in the order they are reported."""

from __future__ import annotations

from triage.checks.check import Check, CheckContext, Finding
from triage.checks.citations import (
    ClaimsComplete,
    EverythingCited,
    SourcesUsed,
    UnconfirmedNotAlone,
)
from triage.checks.examples import ExamplesHold
from triage.checks.locales import TranslationComplete, TranslationCopied, TranslationFigures
from triage.checks.lock import NothingSilent
from triage.checks.portraits import PortraitsHold
from triage.checks.reading import PlainWords
from triage.checks.reviews import ReviewDue
from triage.checks.safety import (
    EmergencyAllowsCalm,
    FactsUsed,
    NoNotInRedFlags,
    NotSureGuardsEmergency,
    RemedyReachable,
)
from triage.checks.safety_net import UrgentRulesAreTold
from triage.checks.screens import ShortScreens
from triage.checks.units import UnitsHold

CHECKS: tuple[type[Check], ...] = (
    ExamplesHold,
    NoNotInRedFlags,
    NotSureGuardsEmergency,
    EmergencyAllowsCalm,
    RemedyReachable,
    FactsUsed,
    UnitsHold,
    UrgentRulesAreTold,
    EverythingCited,
    SourcesUsed,
    UnconfirmedNotAlone,
    ClaimsComplete,
    ReviewDue,
    PlainWords,
    ShortScreens,
    NothingSilent,
    PortraitsHold,
    TranslationComplete,
    TranslationFigures,
    TranslationCopied,
)


def run_checks(context: CheckContext) -> list[Finding]:
    """Return what every check found, failures before warnings, each group in file order."""
    found = [one for check in CHECKS for one in check().findings(context)]
    return sorted(found, key=lambda one: (one.warning, one.where, one.check))
