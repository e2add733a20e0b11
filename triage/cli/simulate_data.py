"""A report of a simulation as plain data, for JSON."""

from __future__ import annotations

from statistics import median

from triage.model.share import Share
from triage.simulate.curve import curve
from triage.simulate.report import Report
from triage.simulate.tally import Tally


def data(report: Report) -> dict[str, object]:
    """Return a report as plain data, for JSON."""
    return {
        "whole": report.whole,
        "people": sum(one.count for one in report.tallies),
        "interview": report.interview,
        "background": report.wishes.background,
        "range": report.wishes.reach.value,
        "seed": report.wishes.seed,
        "not_sure": report.wishes.not_sure,
        "rulebase_digest": report.rulebase_digest,
        "portraits_digest": report.portraits_digest,
        "dangerous": {
            "conditions": len(report.dangerous),
            "mean_reach": report.mean_reach,
            "mean_sent_home": report.mean_home,
        },
        "conditions": [_tally(one) for one in report.conditions],
        "curve": [
            {"rule": one.rule, "reach": one.reach, "escalated": one.escalated}
            for one in curve(report)
        ],
        "ordinary": {
            "levels": {level: one.as_data() for level, one in report.ordinary_levels.items()},
            "same_day_or_more": report.ordinary_same_day.as_data(),
            "avoidable_same_day_or_more": report.avoidable_same_day.as_data(),
            "avoidable_emergency": report.avoidable_emergency.as_data(),
            "self_care_or_routine": report.ordinary_home.as_data(),
            "rules": {rule: one.as_data() for rule, one in report.rules},
            "emergency_rules": {rule: one.as_data() for rule, one in report.emergency_rules},
            "kinds": [_tally(one) for one in report.ordinary],
        },
    }


def _tally(one: Tally) -> dict[str, object]:
    found: dict[str, object] = {
        "id": one.portrait.id,
        "people": one.count,
        "least_level": one.portrait.least_level,
        "counted": not one.portrait.not_counted,
        "reach": one.reach.as_data(),
        "emergency": one.emergency.as_data(),
        "same_day_or_more": one.same_day.as_data(),
        "sent_home": one.home.as_data(),
    }
    if one.portrait.weight is not None:
        found["avoidable_same_day_or_more"] = Share(one.avoidable_same_day, one.count).as_data()
        found["avoidable_emergency"] = Share(one.avoidable_emergency, one.count).as_data()
        found["rules"] = dict(one.rules.most_common())
    if one.screens:
        found["median_screens"] = median(one.screens)
        found["median_lines"] = median(one.lines)
    return found
