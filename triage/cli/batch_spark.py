"""Runs `triage batch` on a Spark cluster."""

from __future__ import annotations

import time
from contextlib import closing

from triage.backends.columnar.form import Form
from triage.backends.columnar.spark_files import SparkCohort, assess_file, session
from triage.backends.columnar.summary import Summary
from triage.cli.batch_inputs import arrangement_of, form_given, separator_of
from triage.cli.batch_options import PIPE, BatchOptions
from triage.cli.batch_summary import finish
from triage.cli.inputs import BadUse, open_rulebase, told_plainly
from triage.model.rulebase import RuleBase


def run_spark(options: BatchOptions) -> None:
    """Assess the table on the cluster, write results and summary; exits 1 for too many bad rows.

    OUT and the rejects are folders of parts. Rows have no number there: keep a column that names
    the case.
    """
    if PIPE in (options.source, options.target):
        message = "Spark reads and writes files that all workers can reach, not pipes"
        raise BadUse(message)
    rulebase = open_rulebase(options.knowledge)
    started = time.monotonic()
    with told_plainly():
        summary = _written(options, rulebase)
    finish(options, rulebase, summary, time.monotonic() - started)


def _written(options: BatchOptions, rulebase: RuleBase) -> Summary:
    source_form = form_given(options.source, options.source_form, "--from")
    target_form = rejects_form = Form.PARQUET
    if options.target is not None:
        target_form = form_given(options.target, options.target_form, "--to")
    if options.rejects is not None:
        rejects_form = form_given(str(options.rejects), None, "--rejects")
    arrangement = arrangement_of(options)
    with session(options.master) as spark:
        assessed = assess_file(
            spark, options.source, source_form, rulebase, arrangement, explain=options.explain
        )
        with closing(SparkCohort(assessed)) as cohort:
            summary = cohort.summary()
            if options.target is not None:
                separator = separator_of(options, options.target)
                cohort.write_results(options.target, target_form, separator)
            if options.rejects is not None:
                cohort.write_rejects(str(options.rejects), rejects_form)
    return summary
