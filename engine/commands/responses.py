"""score and simulate: files of responses in, files of scores or of made-up responses out."""

import codecs
import csv
import functools
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TextIO, TypeVar

import click
import numpy as np

from engine.commands.speaking import file_to_write, note, progress, tell_refusals
from engine.exchange.answers.opening import column_names, expected_rows
from engine.exchange.cells import safe
from engine.exchange.column_maps import map_for
from engine.exchange.response_csv import SIMULATED, ResponseFile, read_responses
from engine.exchange.response_table import write_responses
from engine.instrument.column_map import ColumnMap
from engine.instrument.model import Composite, Form, Instrument, Scoring, Subscale
from engine.loading import catalog
from engine.printed import counted
from engine.problems import Problem, Refused, did_you_mean
from engine.responses.scoring import ScoreColumn, level_of, scores
from engine.responses.simulate import Model, simulate

R = TypeVar("R")

ROWS_AT_ONCE: Final = 10_000

KEYED_HELP = (
    "Which reverse-keyed items are already turned in the file: all, none, or item ids (W7,W9). "
    "Default: none, or what the column map says."
)


sheet_option = click.option(
    "--sheet", help="Which sheet of a workbook; default: the first that holds anything."
)


@dataclass(frozen=True, slots=True)
class HowToRead:
    """What was typed about how a file of responses is to be read; see `reading_options`."""

    keyed: str | None = None
    columns: Path | None = None
    labels: bool = True
    encoding: str | None = None
    sheet: str | None = None

    def map_for(self, instrument: str, file: Path) -> tuple[ColumnMap, str | None]:
        """The column map for a file with what the options say instead, and a sentence on where it was found."""
        column_map, told = map_for(instrument, file, self.columns, self.encoding)
        column_map = column_map or ColumnMap()
        if self.keyed is not None:
            column_map = replace(column_map, keyed=keyed_items(self.keyed))
        return (column_map if self.sheet is None else replace(column_map, sheet=self.sheet)), told


def reading_options(command: Callable[..., R]) -> Callable[..., R]:
    """The options that every command has which reads a file of responses; they come as `how`."""

    @click.option("--keyed", help=KEYED_HELP)
    @click.option(
        "--columns",
        type=click.Path(path_type=Path),
        help="A column map for the file; default: the one beside it, for a.csv a.columns.yaml.",
    )
    @click.option(
        "--labels/--no-labels",
        default=True,
        show_default=True,
        help="Whether a cell that holds the label of an answer, word for word, is that answer.",
    )
    @click.option(
        "--encoding",
        callback=_known_encoding,
        help="What the file is saved in where it is not Unicode, such as cp1252 (Windows) or mac_roman.",
    )
    @sheet_option
    @functools.wraps(command)
    def run(
        *arguments: Any,
        keyed: str | None,
        columns: Path | None,
        labels: bool,
        encoding: str | None,
        sheet: str | None,
        **options: Any,
    ) -> R:
        return command(*arguments, how=HowToRead(keyed, columns, labels, encoding, sheet), **options)

    return run


def _known_encoding(context: click.Context, option: click.Parameter, name: str | None) -> str | None:
    try:
        return None if name is None else codecs.lookup(name).name
    except LookupError:
        raise click.BadParameter(f"{name!r} is no encoding; try cp1252, cp1250 or mac_roman") from None


@click.command()
@click.argument("instrument")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", default="-", help="Where to write the scores; - is standard output.")
@click.option("--form", help="Score by the rules of this form; default: the full one.")
@reading_options
@click.option(
    "--keep", multiple=True, metavar="COLUMN", help="Copy this column into the output; may be repeated."
)
@tell_refusals
def score(
    instrument: str,
    file: Path,
    output: str,
    form: str | None,
    keep: tuple[str, ...],
    how: HowToRead,
) -> None:
    """Score a file of responses: a row a person, a column a subscale.

    FILE is a CSV, a workbook, a file of SPSS or Stata, or Parquet, whose columns are item ids and whose cells are
    option values, non-answers such as cannot_judge, or empty; docs/data-files.md says what else is read. A person
    with too few answers gets an empty score, never a partial one.

    \b
    Examples:
      barograph score collective-leadership responses.csv -o scores.csv
      barograph score my-instrument/ responses.csv --keep school -o scores.csv
      barograph score school-wellbeing responses.csv --keyed W7,W9,W12
    """
    found = catalog.find(instrument)
    target = file_to_write(output)
    chosen = chosen_form(found, form)
    read = read_file(found, instrument, file, how, keep=keep, form=chosen if form else None)
    with open_output(target) as out:
        missing = _write_scores(out, read, chosen)
    where = f" to {target}" if target else ""
    people = counted(len(read), "person", "people")
    note(f"{people} scored{where}; {counted(missing, 'score')} left empty, as too little was answered.")


@click.command(name="simulate")
@click.argument("instrument")
@click.option("-o", "--output", default="-", help="Where to write the responses; - is standard output.")
@click.option(
    "--sites", default=20, show_default=True, type=click.IntRange(1, 100_000), help="How many schools."
)
@click.option(
    "--persons", default=30, show_default=True, type=click.IntRange(1, 1_000_000), help="People a school."
)
@click.option(
    "--seed", default=1, show_default=True, type=click.IntRange(0), help="The same seed gives the same file."
)
@click.option("--form", help="Answer this form only; default: the full one.")
@tell_refusals
def simulate_(instrument: str, output: str, sites: int, persons: int, seed: int, form: str | None) -> None:
    """Make up responses to an instrument, to try an analysis before the data are in.

    Answers come from a model with one trait a subscale, schools that differ, a few careless people and a few
    blanks. The file says nothing about real people; its column `simulated` says so on every row.

    \b
    Examples:
      barograph simulate collective-leadership -o made-up.csv --sites 24 --persons 28
      barograph validate collective-leadership made-up.csv --cluster site
    """
    found = catalog.find(instrument)
    chosen = chosen_form(found, form)
    target = file_to_write(output)
    (wave,) = simulate(found, [[persons] * sites], form=chosen.id, model=Model(), seed=seed)
    labels = {
        SIMULATED: ["yes"] * len(wave.codes),
        "site": [f"site-{number + 1:03d}" for number in wave.sites],
    }
    with open_output(target) as out:
        written = write_responses(out, found, iter([(wave.codes, labels, wave.open_answers)]))
    where = f" written to {target}" if target else ""
    note(f"{counted(written, 'simulated response')} of {counted(sites, 'site')}{where}.")


def chosen_form(instrument: Instrument, form: str | None) -> Form:
    """The named form, or the main one; raises `Refused` for a name that is none."""
    if form is None:
        return instrument.main_form
    if form not in instrument.form_by_id:
        remedy = (
            did_you_mean(form, instrument.form_by_id) or f"the forms are {', '.join(instrument.form_by_id)}"
        )
        raise Refused([Problem("no_form", instrument.id, f"there is no form {form!r}", remedy)])
    return instrument.form(form)


def read_file(
    instrument: Instrument,
    named: str,
    file: Path,
    how: HowToRead,
    *,
    keep: Sequence[str] = (),
    form: Form | None = None,
) -> ResponseFile:
    """Read a file of responses as the options say, with a progress bar, telling what was noticed.

    Only the items of `form`, where one is given. That a file is made up is read too, whoever asks.
    """
    column_map, told = how.map_for(named, file)
    if SIMULATED in column_names(file, how.encoding, column_map.sheet) and SIMULATED not in (
        *instrument.item_by_id,
        *keep,
    ):
        keep = (*keep, SIMULATED)
    if told:
        note(told)
    total = expected_rows(file, how.encoding, column_map.sheet)
    with progress(f"Reading {file.name}", total) as done:
        read = read_responses(
            file,
            instrument,
            column_map,
            keep=keep,
            form=form,
            labels=how.labels,
            encoding=how.encoding,
            progress=done,
        )
    for text in read.notes:
        note(text)
    return read


def keyed_items(words: str) -> tuple[str, ...] | None:
    """The items that `--keyed` names, in a column map's terms: None is all of them."""
    if words == "all":
        return None
    return () if words == "none" else tuple(name.strip() for name in words.split(",") if name.strip())


def _write_scores(out: TextIO, read: ResponseFile, form: Form) -> int:
    """Write a row a person; returns how many scores are empty."""
    scored: tuple[Subscale | Composite, ...] = (*read.instrument.subscales, *read.instrument.composites)
    header = ["row", *map(safe, read.labels)]
    for one in scored:
        rescaled, level = [f"{one.id}_rescaled"], [f"{one.id}_level"]
        header += [one.id, f"{one.id}_answered"]
        header += (rescaled if one.score.rescale else []) + (level if one.levels else [])
    writer = csv.writer(out)
    writer.writerow(header)
    missing = 0
    for at in range(0, len(read), ROWS_AT_ONCE):
        some = slice(at, at + ROWS_AT_ONCE)
        columns = scores(read.instrument, read.codes[some], form)
        body = [
            read.numbers[some].tolist(),
            *(list(map(safe, texts[some])) for texts in read.labels.values()),
        ]
        body += [cells for one in scored for cells in _score_cells(columns[one.id], one.score)]
        writer.writerows(zip(*body, strict=True))
        missing += sum(int(np.isnan(column.score).sum()) for column in columns.values())
    return missing


def _score_cells(column: ScoreColumn, rule: Scoring) -> Iterator[list[Any]]:
    """The columns of one subscale or composite, as the header names them."""
    yield _cells(column.score)
    yield column.answered.astype(int).tolist()
    if rule.rescale:
        yield _cells(column.rescaled)
    if column.levels:
        levels = (level_of(column.levels, number) for number in column.rescaled)
        yield [level.id if level else "" for level in levels]


def _cells(numbers: np.ndarray) -> list[str]:
    """Numbers in full, as the shortest text that reads back to the same number; NaN is empty."""
    return ["" if np.isnan(number) else repr(float(number)) for number in numbers]


@contextmanager
def open_output(target: Path | None) -> Iterator[TextIO]:
    if target is None:
        yield sys.stdout
        return
    with target.open("w", newline="", encoding="utf-8") as out:
        yield out
