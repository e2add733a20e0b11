"""Runs `triage batch` on a Spark cluster."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

from triage.cli.batch_inputs import Forms, arrangement_of, forms_of, separator_of
from triage.cli.batch_options import PIPE, BatchOptions
from triage.cli.batch_summary import finish
from triage.cli.inputs import BadUse, open_rulebase, told_plainly
from triage.cohort.form import Form
from triage.cohort.spark_files import (
    SparkCohort,
    assess_file,
    check_form,
    check_is_new,
)
from triage.cohort.spark_session import session
from triage.cohort.summary import Summary
from triage.model.rulebase import RuleBase


def run_spark(options: BatchOptions) -> None:
    """Assess the table on the cluster, write results and summary; exits 1 for too many bad rows.

    OUT and the rejects are folders of parts.
    """
    if PIPE in (options.source, options.target):
        message = "Spark reads and writes files that all workers can reach, not pipes"
        raise BadUse(message)
    forms = forms_of(options)
    rulebase = open_rulebase(options.knowledge)
    started = time.monotonic()
    with told_plainly():
        summary = _written(options, forms, rulebase)
    finish(options, rulebase, summary, time.monotonic() - started)


def _written(options: BatchOptions, forms: Forms, rulebase: RuleBase) -> Summary:
    """Return the summary once everything is written."""
    arrangement = arrangement_of(options)
    results = _place(options.target, forms.target)
    rejects = _place(options.rejects, forms.rejects)
    new = [one for one in (results, rejects) if one is not None]
    for path, form in ((options.source, forms.source), *new):
        check_form(path, form)
    with session(options.master) as spark:
        for path, _ in new:
            check_is_new(spark, path)
        assessed = assess_file(
            spark, options.source, forms.source, rulebase, arrangement, explain=options.explain
        )
        with closing(SparkCohort(assessed, options.keep)) as cohort:
            if results is not None:
                cohort.write_results(*results, separator_of(options, results[0]))
            if rejects is not None:
                cohort.write_rejects(*rejects)
            return cohort.summary


def _place(path: str | Path | None, form: Form | None) -> tuple[str, Form] | None:
    """Return where a table is written and how, None when it is not."""
    return None if path is None or form is None else (str(path), form)
