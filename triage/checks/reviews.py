"""Checks that no review is overdue."""

from __future__ import annotations

from collections.abc import Iterator

from triage.checks.check import Check, CheckContext, Finding, remedy_file, rule_file


class ReviewDue(Check):
    """A file's review date has passed.

    What: `review_due` lies before today (`--today` sets the day).
    Why: evidence moves; a date that passes unseen is no date.
    Fix: review the file and set a new date. This is a warning, not a failure.
    """

    id = "reviews.overdue"

    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield each file that is overdue."""
        dates = [
            (rule_file(one.ladder or one.id), one.review_due)
            for one in context.rulebase.rules
            if one.rung == 0  # the date of a ladder stands once in its file
        ]
        dates += [(remedy_file(one.id), one.review_due) for one in context.rulebase.remedies]
        for where, due in dates:
            if due < context.today:
                yield self.found(where, f"review was due on {due}", warning=True)
