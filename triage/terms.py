"""Closed vocabularies: the words a rule base and an assessment may use, and no others."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Literal, TypeAlias, cast


class Disposition(StrEnum):
    """Where to go and how soon, most urgent first."""

    EMERGENCY_NOW = "emergency_now"
    URGENT_SAME_DAY = "urgent_same_day"
    CLINICIAN_WITHIN_DAYS = "clinician_within_days"
    ROUTINE_APPOINTMENT = "routine_appointment"
    SELF_CARE = "self_care"

    @cached_property
    def urgency(self) -> int:
        """Return the rank: 0 for `self_care`, 4 for `emergency_now`."""
        return len(Disposition) - 1 - list(Disposition).index(self)

    @property
    def sends_home(self) -> bool:
        """Return whether it asks for nobody soon: self-care, or an appointment at some time."""
        return self in {Disposition.SELF_CARE, Disposition.ROUTINE_APPOINTMENT}


class SalienceBand(IntEnum):
    """The strata of a rule base, first to last; the number is the salience inside a reader."""

    FINDING = 500
    RED_FLAG = 400
    CONTRAINDICATION = 300
    RECOMMENDATION = 200
    FALLBACK = 100

    @property
    def word(self) -> BandWord:
        """Return the word used in rule files."""
        return cast("BandWord", self.name.lower())


BandWord: TypeAlias = Literal[
    "finding", "red_flag", "contraindication", "recommendation", "fallback"
]
"""A band as rule files and assessments write it: `SalienceBand.word`."""


class RuleStatus(StrEnum):
    """How far clinical review of one file has come; only people move it."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    REVIEWED = "reviewed"
    RETIRED = "retired"


class EvidenceGrade(StrEnum):
    """GRADE certainty, or `consensus` where the authors judged without a source."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very_low"
    CONSENSUS = "consensus"


class EvidenceVerdict(StrEnum):
    """What the evidence says of a remedy as a whole."""

    RECOMMENDED = "recommended"
    CONDITIONAL = "conditional"
    LIMITED = "limited"
    CONFLICTING = "conflicting"
    UNPROVEN = "unproven"
    CONTRADICTED = "contradicted"


class ClaimVerdict(StrEnum):
    """Whether evidence agrees with a claim of the source article."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    UNPROVEN = "unproven"
    CONFLICTING = "conflicting"
    CONTRADICTED = "contradicted"


class RemedyClass(StrEnum):
    """What kind of help a remedy is; a stated preference chooses among these."""

    NATURAL = "natural"
    MEDICATED = "medicated"
    PROFESSIONAL = "professional"


class RemedyCategory(StrEnum):
    """The shelf a remedy stands on."""

    STRETCHING = "stretching"
    HEAT = "heat"
    COLD = "cold"
    MASSAGE = "massage"
    TOPICAL = "topical"
    SUPPLEMENT = "supplement"
    DIET = "diet"
    ACTIVITY = "activity"
    MIND = "mind"
    MEDICATION = "medication"
    PROFESSIONAL = "professional"


class Stance(StrEnum):
    """Whether we ever offer a remedy, or only say why we do not."""

    OFFER = "offer"
    NOT_SUPPORTED = "not_supported"


class Strength(StrEnum):
    """How strongly a remedy is put forward."""

    RECOMMENDED = "recommended"
    MAY_TRY = "may_try"


class SourceStatus(StrEnum):
    """How a source was seen when the knowledge base was written."""

    CONFIRMED = "confirmed"
    CONFIRMED_COPY = "confirmed_copy"
    CONFIRMED_RECORD_ONLY = "confirmed_record_only"
    UNCONFIRMED = "unconfirmed"


class QuestionKind(StrEnum):
    """The forms a question can take on a screen."""

    YES_NO = "yes_no"
    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    CHECKLIST = "checklist"
    NUMBER = "number"


class NotSure(StrEnum):
    """What "not sure" means for one fact."""

    UNKNOWN = "unknown"
    AS_YES = "as_yes"


class Settles(StrEnum):
    """The answer to a plain check that says the sign is not there."""

    YES = "yes"
    NO = "no"


LOCATION = "pain.location"
"""The fact that holds the places that hurt."""

NOT_SURE = "not_sure"
"""The value a person's answers may hold in place of a real one."""

GROUP = "group:"
"""What the id of a checklist bears before it where its group line is meant."""

CHECK = "check:"
"""What the id of a fact bears before it where its plain check is meant."""
