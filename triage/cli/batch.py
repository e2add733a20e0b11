"""`triage batch`: assess a table of cases, however long."""

from __future__ import annotations

from pathlib import Path

import click

from triage.cli.batch_options import BatchOptions
from triage.cli.inputs import extras_needed, knowledge_option

FORMS = ("csv", "ndjson", "parquet", "arrow")


def _separator(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is None or value == r"\t":
        return "\t" if value else None
    if len(value) != 1 or not value.isascii() or value in '"\r\n':
        message = "should be one character, or \\t for a tab"
        raise click.BadParameter(message)
    return value


@click.command("batch")
@click.argument("source", metavar="IN")
@click.argument("target", metavar="[OUT]", required=False)
@click.option("--from", "source_form", type=click.Choice(FORMS), help="What IN holds.")
@click.option("--to", "target_form", type=click.Choice(FORMS), help="What OUT will hold.")
@click.option(
    "--map", "names", type=click.Path(path_type=Path), metavar="FILE",
    help="A YAML or JSON file of `column: fact id`, for columns of other names.",
)  # fmt: skip
@click.option("--keep", multiple=True, metavar="COLUMN", help="Copy this column into OUT.")
@click.option("--ignore", multiple=True, metavar="COLUMN", help="Pass over this column.")
@click.option("--ignore-others", is_flag=True, help="Pass over all columns that are no facts.")
@click.option(
    "--unknown", multiple=True, metavar="TEXT", help="A text that means not known, such as NA."
)
@click.option(
    "--separator", callback=_separator, metavar="CHAR",
    help="What stands between CSV columns (default: comma; tab for .tsv).",
)  # fmt: skip
@click.option("--explain", is_flag=True, help="Add the facts behind each entry.")
@click.option(
    "--rejects", type=click.Path(path_type=Path), metavar="FILE",
    help="Write bad rows here, with row number and reason (CSV, or by suffix).",
)  # fmt: skip
@click.option(
    "--allow-rejects", type=click.IntRange(min=0), default=0, metavar="N",
    help="Exit 0 with up to N bad rows (default: 0).",
)  # fmt: skip
@click.option("--summary-only", is_flag=True, help="Write no OUT: only count the dispositions.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How to write the summary.",
)  # fmt: skip
@click.option(
    "--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True,
    help="Where to run; spark takes files all workers can reach.",
)  # fmt: skip
@click.option(
    "--master", metavar="URL",
    help="The Spark cluster (default: as Spark is set up, else all cores of this machine).",
)  # fmt: skip
@knowledge_option
def command(**typed: object) -> None:
    """Assess every row of the table IN and write one row each to OUT.

    CSV, Parquet, NDJSON and Arrow, by suffix or by --from and --to; - is a pipe. Columns are named
    by fact id; facts without a column are unknown, and unknown never counts as no. A column that
    is no fact is an error, unless kept or ignored. Several choices in one CSV cell stand as `a;b`.

    OUT appears only once it is whole; on Spark it is a new folder. A summary goes to standard
    error. Exits 1 when more rows were rejected than allowed.
    """
    options = BatchOptions(**typed)  # type: ignore[arg-type]  # click checked each by its own type
    if options.summary_only == (options.target is not None):
        message = "name OUT (- for a pipe), or give --summary-only"
        raise click.UsageError(message)
    if options.master is not None and options.engine != "spark":
        message = "--master needs --engine spark"
        raise click.UsageError(message)
    extras = {"polars": "batch", "pyarrow": "batch", "numpy": "batch", "pyspark": "spark"}
    with extras_needed(extras, "this needs {module}"):
        if options.engine == "spark":
            from triage.cli.batch_spark import run_spark as run  # noqa: PLC0415  (an extra)
        else:
            from triage.cli.batch_run import run  # noqa: PLC0415  (polars is an extra)
    run(options)
