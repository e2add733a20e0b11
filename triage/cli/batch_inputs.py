"""What `triage batch` was told, as the columnar reader takes it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath

from triage.cli.batch_options import PIPE, BatchOptions
from triage.cli.inputs import BadUse
from triage.cohort.columns import Arrangement, Wishes
from triage.cohort.form import Form, form_of
from triage.content.strict_json import read_data
from triage.content.strict_yaml import MAX_BYTES
from triage.errors import ContentError


def _form_given(name: str, given: str | None, option: str) -> Form:
    """Return the form a table has: as `given`, else by the suffix of its file's name."""
    if given is not None:
        return Form(given)
    form = None if name == PIPE else form_of(PurePath(name))
    if form is None and option == "--rejects" and _is_passed_on(name):
        return Form.CSV  # there is no option that names its form
    if form is None:
        what = "a pipe" if name == PIPE else f"`{name}`"
        forms = ", ".join(Form)
        message = f"what {what} holds is not known\n    hint: name it with {option}: {forms}"
        if option == "--rejects":
            message = f"{what} has no suffix of a table\n    hint: such as .csv or .parquet"
        raise BadUse(message)
    return form


@dataclass(frozen=True)
class Forms:
    """The form of each file that is read or written; None where there is none."""

    source: Form
    target: Form | None
    rejects: Form | None


def forms_of(options: BatchOptions) -> Forms:
    """Return the forms, checked before anything is read."""
    target = rejects = None
    source = _form_given(options.source, options.source_form, "--from")
    if options.target is not None:
        target = _form_given(options.target, options.target_form, "--to")
    if options.rejects is not None:
        rejects = _form_given(str(options.rejects), None, "--rejects")
        if options.target is not None and _are_one(options.target, options.rejects):
            message = "OUT and --rejects name the same file"
            raise BadUse(message)
    return Forms(source, target, rejects)


def _is_passed_on(name: str) -> bool:
    """Return whether a file is a pipe, a device or the like, whose name has no suffix."""
    return Path(name).exists() and not Path(name).is_file()


def _are_one(target: str, rejects: Path) -> bool:
    return target != PIPE and Path(target).resolve() == rejects.resolve()


def separator_of(options: BatchOptions, name: str) -> str:
    """Return what stands between the columns of a CSV file."""
    if options.separator is not None:
        return options.separator
    return "\t" if PurePath(name).suffix.lower() == ".tsv" else ","


def arrangement_of(options: BatchOptions) -> Arrangement:
    """Return how IN is to be read; raises ContentError for a bad `--map` file."""
    mapped = _read_names(options.names) if options.names else {}
    return Arrangement(
        Wishes(mapped, options.keep, options.ignore, options.ignore_others),
        options.unknown,
        separator_of(options, options.source),
    )


def _read_names(path: Path) -> dict[str, str]:
    name = str(path)
    with path.open("rb") as stream:
        document = read_data(stream.read(MAX_BYTES + 1), name)
    if document.problems:
        raise ContentError(document.problems)
    data = document.data
    if not isinstance(data, dict):
        raise ContentError.one(name, "should hold `column: fact id`")
    mapped: dict[str, str] = {}
    for column, fact in data.items():
        if not isinstance(fact, str):
            where = document.where((column,))
            raise ContentError.one(where, f"`{column}` should be followed by a fact id")
        mapped[column] = fact
    return mapped
