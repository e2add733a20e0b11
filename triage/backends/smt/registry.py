"""Every property, in the order they are checked: the ones that keep people safe first."""

from __future__ import annotations

from triage.backends.smt.change_properties import (
    AnswersOverturnNothing,
    MoreAnswersNeverLower,
    PreferenceLeavesLevel,
    StoppingChangesNothing,
    YesNeverLowers,
)
from triage.backends.smt.coming_back import NewSignsAreTold
from triage.backends.smt.contradiction import NoContradiction, OneListPerRemedy
from triage.backends.smt.influence import EveryAnswerCanMatter
from triage.backends.smt.level_properties import (
    CompleteCaseIsSettled,
    OneDisposition,
    OneTruth,
    RedFlagsDominate,
    SelfCareHasHelp,
    SelfCareIsEarned,
)
from triage.backends.smt.property import Property
from triage.backends.smt.reach_properties import (
    EveryRemedyCanBeOffered,
    EveryRuleCanFire,
    OneFeatureIsEnough,
)
from triage.backends.smt.redundancy import NoSubsumedRule
from triage.backends.smt.remedy_properties import (
    BlockedNeverOffered,
    EmergencyHoldsRemedies,
    PreferenceRespected,
    UncheckedNeverOffered,
)

PROPERTIES: tuple[type[Property], ...] = (
    OneTruth,
    OneDisposition,
    CompleteCaseIsSettled,
    RedFlagsDominate,
    SelfCareIsEarned,
    AnswersOverturnNothing,
    MoreAnswersNeverLower,
    YesNeverLowers,
    StoppingChangesNothing,
    PreferenceLeavesLevel,
    BlockedNeverOffered,
    UncheckedNeverOffered,
    PreferenceRespected,
    EmergencyHoldsRemedies,
    SelfCareHasHelp,
    NewSignsAreTold,
    OneListPerRemedy,
    NoContradiction,
    EveryRuleCanFire,
    OneFeatureIsEnough,
    EveryRemedyCanBeOffered,
    EveryAnswerCanMatter,
    NoSubsumedRule,
)
"""Every property there is."""
