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
            "levels": {level: _share(one) for level, one in report.ordinary_levels.items()},
            "same_day_or_more": _share(report.ordinary_same_day),
            "avoidable_same_day_or_more": _share(report.avoidable_same_day),
            "avoidable_emergency": _share(report.avoidable_emergency),
            "self_care_or_routine": _share(report.ordinary_home),
            "rules": {rule: _share(one) for rule, one in report.rules},
            "emergency_rules": {rule: _share(one) for rule, one in report.emergency_rules},
            "kinds": [_tally(one) for one in report.ordinary],
        },
    }


def _tally(one: Tally) -> dict[str, object]:
    found: dict[str, object] = {
        "id": one.portrait.id,
        "people": one.count,
        "least_level": one.portrait.least_level,
        "counted": not one.portrait.not_counted,
        "reach": _share(one.reach),
        "emergency": _share(one.emergency),
        "same_day_or_more": _share(one.same_day),
        "sent_home": _share(one.home),
    }
    if one.portrait.weight is not None:
        found["avoidable_same_day_or_more"] = _share(Share(one.avoidable_same_day, one.count))
        found["avoidable_emergency"] = _share(Share(one.avoidable_emergency, one.count))
        found["rules"] = dict(one.rules.most_common())
    if one.screens:
        found["median_screens"] = median(one.screens)
        found["median_lines"] = median(one.lines)
    return found


def _share(share: Share) -> dict[str, object]:
    return {
        "count": share.count,
        "of": share.of,
        "share": share.value,
        "interval_95": share.interval and list(share.interval),
    }
