"""Every property, in the order they are checked: the ones that keep people safe first."""

from __future__ import annotations

from triage.proofs.properties.change import (
    AnswersOverturnNothing,
    MoreAnswersNeverLower,
    PreferenceLeavesLevel,
    YesNeverLowers,
)
from triage.proofs.properties.contradiction import NoContradiction, OneListPerRemedy
from triage.proofs.properties.influence import EveryAnswerCanMatter
from triage.proofs.properties.level import (
    CompleteCaseIsSettled,
    OneDisposition,
    OneTruth,
    RedFlagsDominate,
    RungsFall,
    SelfCareHasHelp,
    SelfCareIsEarned,
)
from triage.proofs.properties.reach import (
    EveryRemedyCanBeOffered,
    EveryRuleCanFire,
    OneFeatureIsEnough,
)
from triage.proofs.properties.redundancy import NoSubsumedRule
from triage.proofs.properties.remedy import (
    BlockedNeverOffered,
    EmergencyHoldsRemedies,
    PreferenceRespected,
    UncheckedNeverOffered,
)
from triage.proofs.properties.safety_net import NewSignsAreTold
from triage.proofs.properties.stopping import StoppingChangesNothing
from triage.proofs.property import Property

PROPERTIES: tuple[type[Property], ...] = (
    OneTruth,
    OneDisposition,
    CompleteCaseIsSettled,
    RedFlagsDominate,
    RungsFall,
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
