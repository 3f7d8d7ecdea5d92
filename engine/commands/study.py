"""validate: what a researcher gets from an instrument and a file of responses."""

import csv
import json
import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from engine.commands.confirmatory import confirmatory_options, model_text, tested_groups
from engine.commands.person_columns import WhatOfPeople, judged_by, refuse_own_items
from engine.commands.pieces import StudyColumns, in_pieces, pieces_of
from engine.commands.responses import HowToRead, chosen_form, open_output, read_file, reading_options
from engine.commands.speaking import file_to_write, note, paper_option, tell_refusals
from engine.commands.two_times import SecondTime
from engine.commands.workers import Workers, counting, workers_options
from engine.exchange.answers.opening import column_names
from engine.exchange.margins import read_margins
from engine.exchange.response_csv import SIMULATED, ResponseFile
from engine.instrument.model import Form, Instrument
from engine.instrument.written_text import seen_name
from engine.loading import catalog
from engine.problems import Problem, Refused
from engine.report.document import Paper
from engine.report.study.norms_yaml import norms_yaml
from engine.report.study.terminal import summary
from engine.validation.data import Data, data_of_file
from engine.validation.parquet_pieces import people_in
from engine.validation.plan import Missing, StudyChoices, noun_of, plan_of
from engine.validation.quality import person_indexes
from engine.validation.retest import RetestData
from engine.validation.rotations import ROTATION_KINDS, USUAL
from engine.validation.study import ValidationStudy, run
from engine.validation.study_json import study_json
from psychometrics.contract import StatisticError


@dataclass(frozen=True, slots=True)
class Options:
    """What was typed behind `validate`; of the outputs, `-` is standard output."""

    instrument: str
    file: Path
    cluster: str | None
    groups: tuple[str, ...]
    criteria: tuple[str, ...]
    weights: str | None
    margins: Path | None
    judges: Path | None
    judged: tuple[str, ...]
    id: str | None
    retest: Path | None
    apart: int | None
    anchor: str | None
    how: HowToRead
    form: str | None
    factors: int | None
    rotation: str
    missing: Missing
    bootstrap: int
    quality: bool
    second_opinion: bool
    structure: tuple[str, ...]
    estimator: tuple[str, ...]
    invariance: tuple[str, ...]
    model: Path | None
    seed: int
    as_json: str | None
    as_html: str | None
    as_pdf: str | None
    norms: str | None
    flags: str | None
    population: str | None
    paper: Paper
    workers: Workers


@click.command()
@click.argument("instrument")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--cluster", metavar="COLUMN", help="The column that says in which school or class people are.")
@click.option(
    "--group", "groups", multiple=True, metavar="COLUMN", help="Compare groups: a column or item; repeatable."
)
@click.option(
    "--criterion",
    "criteria",
    multiple=True,
    metavar="COLUMN",
    help="Correlate scores with this column of numbers, or of two words; repeatable.",
)
@click.option(
    "--weights",
    metavar="COLUMN",
    help="How many people each stands for: means, alpha and levels, weighted beside.",
)
@click.option(
    "--margins",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Shares of a population to weight to: a CSV or XLSX of column, value, share.",
)
@click.option(
    "--judges",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Answers that judges expect just at a level, for a cut score: a CSV or XLSX, a row a judge, a column an item.",
)
@click.option(
    "--judged",
    multiple=True,
    metavar="SCALE=COLUMN",
    help="Where people stand to a level of a scale, for a cut score: below, borderline, above; repeatable.",
)
@click.option("--id", metavar="COLUMN", help="The column that says who a person is, for --retest.")
@click.option(
    "--retest",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The same people asked again; needs --id.",
)
@click.option(
    "--apart", type=click.IntRange(1), metavar="DAYS", help="How many days lie between the two, for --retest."
)
@click.option(
    "--anchor",
    metavar="COLUMN[=WORD]",
    help="The column of the --retest file that says who improved: 1 and 0, or the word for it.",
)
@reading_options
@click.option("--form", help="Study this form's items and rules; default: all items in the file.")
@click.option(
    "--factors", type=click.IntRange(1, 100), help="Factors to explore; default: as many as subscales."
)
@click.option(
    "--rotation",
    type=click.Choice(list(ROTATION_KINDS)),
    default=USUAL,
    show_default=True,
    help="How factors are turned. The first three let factors correlate, the others do not.",
)
@click.option(
    "--missing",
    type=click.Choice(["auto", "complete", "pairwise"]),
    default="auto",
    show_default=True,
    help="Whose answers correlations of all items rest on; auto: complete unless that loses half the people.",
)
@click.option(
    "--bootstrap",
    type=click.IntRange(0, 100_000),
    default=0,
    show_default=True,
    help="Resamples for intervals of alpha and omega; 1000 is usual, 0 none. Not with --cluster.",
)
@click.option(
    "--quality/--no-quality",
    default=True,
    show_default=True,
    help="Look for careless answers, which reads all answers a second time.",
)
@confirmatory_options
@click.option(
    "--second-opinion",
    is_flag=True,
    help="Set pingouin, factor-analyzer and, where R has them, psych and lavaan beside the main numbers.",
)
@click.option(
    "--seed",
    default=1,
    show_default=True,
    type=click.IntRange(0),
    help="Of everything that is drawn at random.",
)
@click.option(
    "--json", "as_json", metavar="OUT", help="Write every number, unrounded, as JSON; - is standard output."
)
@click.option(
    "--flags", metavar="OUT", help="Write each person's indexes of careless answering and flags, as CSV."
)
@click.option("--html", "as_html", metavar="OUT", help="Write the report as one HTML file, with figures.")
@click.option("--pdf", "as_pdf", metavar="OUT", help="Write the report as an accessible PDF.")
@paper_option
@tell_refusals  # of the options' own refusals too
@workers_options
@click.option("--norms", metavar="OUT", help="Write the scores as norms.yaml; needs --population.")
@click.option("--population", help="Who was asked, for --norms: such as teachers of 24 rural schools.")
def validate(**typed: Any) -> None:
    """Study an instrument on a file of responses.

    Missing answers, careless answers, items, dimensions and factors, reliability, people in groups, test and
    retest, norms, and what may and may not be claimed. FILE is a CSV, a workbook, a file of SPSS or Stata, or
    Parquet, whose columns are item ids and whose cells are option values (docs/data-files.md says what else is read).
    Prints a summary; --json has every number under the names that docs/validate-json.md explains, --html and --pdf a
    report to read. What cannot be computed is null, and `cautions` says why and what to do.

    \b
    Examples:
      barograph validate big-five-25 answers.csv --html report.html
      barograph validate school-wellbeing responses.csv --cluster class --json study.json
      barograph validate my-instrument/ spring.csv --id code --retest autumn.csv --apart 28
      barograph validate my-instrument/ spring.csv --criterion years --criterion stayed --cluster site
      barograph validate my-instrument/ responses.csv --group role --keyed all
      barograph validate my-instrument/ responses.csv --structure correlated --structure bifactor --estimator mlr
      barograph validate school-wellbeing responses.csv --cluster class --second-opinion
      barograph validate my-instrument/ responses.csv --norms norms.yaml --population "teachers of 24 schools"
      barograph validate big-five-25 answers/ --scheduler tcp://10.0.0.5:8786
    """
    options = Options(**typed)
    found = catalog.find(options.instrument)
    outputs = {name: getattr(options, name) for name in ("as_json", "as_html", "as_pdf", "norms")}
    targets = {name: file_to_write(target) for name, target in outputs.items() if target is not None}
    _refuse_outputs(options, targets)
    flags = None if options.flags is None else file_to_write(options.flags)
    study, data = _run_study(found, options)
    if options.flags is not None:
        _write_flags(data, study, flags)
    if not targets:
        click.echo(summary(study))
        return
    for name, target in targets.items():
        if name == "norms":
            with open_output(target) as out:
                out.write(norms_yaml(study, str(options.population)))
            if study.weighted is not None:
                note("The norms count each person once: weights are in no norm.")
        else:
            _write(study, name, target, options.paper)
        if target is not None:
            note(f"{study.sample.n} responses studied; {len(study.cautions)} cautions; written to {target}")


def _refuse_outputs(options: Options, targets: Mapping[str, Path | None]) -> None:
    """Nothing is studied for a PDF on a terminal, or for norms of nobody in particular."""
    if targets.get("as_pdf", Path()) is None:
        cause = "a PDF can't be printed on a terminal"
        raise Refused([Problem("not_a_file", "--pdf", cause, "name a file to write")])
    if "norms" in targets and not options.population:
        cause = "norms that do not say of whom mislead"
        remedy = "add --population, such as 'teachers, 24 schools'"
        raise Refused([Problem("no_population", "--norms", cause, remedy)])


def _write(study: ValidationStudy, name: str, target: Path | None, paper: Paper) -> None:
    """Write the study in one form; None is standard output."""
    if name == "as_json":
        with open_output(target) as out:
            json.dump(study_json(study), out, indent=1, ensure_ascii=False, allow_nan=False)
            out.write("\n")
        return
    from engine.report.media.to_html import html
    from engine.report.media.to_pdf import pdf
    from engine.report.study import OPEN_SECTIONS, study_document

    document = study_document(study)
    if name == "as_pdf" and target is not None:
        pdf(replace(document, paper=paper), target)
        return
    with open_output(target) as out:
        out.write(html(document, open_sections=OPEN_SECTIONS))


def _write_flags(data: Data, study: ValidationStudy, target: Path | None) -> None:
    """A row a person, numbered as in the file: every index in full, and 1 where it flags them."""
    label, done = (SIMULATED,) if data.simulated else (), 0
    with open_output(target) as out:
        writer = csv.writer(out)
        for part in person_indexes(data, study.plan):
            columns = [_cells(values) for values in part.values()]
            if not done:
                writer.writerow(["row", *label, *part])
            columns[:0] = [["yes"] * len(columns[0]) for _ in label]
            numbers = range(done, done + len(columns[-1])) if data.rows is None else data.rows[done:].tolist()
            writer.writerows(zip(numbers, *columns, strict=False))
            done += len(columns[-1])


def _cells(values: NDArray[Any]) -> list[str]:
    if values.dtype == np.bool_:
        return ["1" if flag else "0" for flag in values]
    return [repr(float(value)) if np.isfinite(value) else "" for value in values]


def _run_study(found: Instrument, options: Options) -> tuple[ValidationStudy, Data]:
    form = None if options.form is None else chosen_form(found, options.form)
    if in_pieces(options):
        data, columns = pieces_of(found, options)
        people, waves, size = None, None, people_in(data)
    else:
        columns = _columns(found, options)
        read = _read(found, options, columns)
        _refuse_one(read)
        waves = _waves(found, read, form, options, columns)
        data = data_of_file(
            read, cluster=columns.cluster, groups=columns.groups, keyed=columns.keyed, ids=columns.id
        )
        people, size = columns.people.read(read, data, form), len(read)
        if waves is not None and waves.second.simulated:
            data = replace(data, simulated=True)
        for text in data.notes[len(read.notes) :]:  # what reading the file noticed is told by then
            note(text)
    plan = plan_of(found, _choices(options, columns, form), data.asked, data.keyed)
    command = shlex.join(["barograph", *sys.argv[1:]])
    with counting(data, options.workers, size) as (counted, told):
        return run(counted, plan, waves=waves, people=people, command=command, told=told), data


def _refuse_one(read: ResponseFile) -> None:
    if len(read) == 1:
        cause = "these are the answers of one person, and a study is about how people differ"
        raise StatisticError("one_person", cause, "collect more; `barograph score` gives the scores of one")


def _choices(options: Options, columns: StudyColumns, form: Form | None) -> StudyChoices:
    return StudyChoices(
        form=None if form is None else form.id,
        seed=options.seed,
        bootstrap=options.bootstrap,
        factors=options.factors,
        rotation=options.rotation,
        missing=options.missing,
        quality=options.quality,
        second_opinion=options.second_opinion,
        cluster=columns.cluster,
        groups=columns.groups,
        criteria=columns.people.criteria,
        weights=columns.people.weights,
        margins=None if columns.people.margins is None else columns.people.margins.file,
        judges=None if options.judges is None else options.judges.name,
        judged=options.judged,
        anchor=options.anchor,
        structures=tuple(dict.fromkeys(options.structure)),
        estimators=tuple(dict.fromkeys(options.estimator)),
        invariance=tuple(dict.fromkeys(options.invariance)),
        model=None if options.model is None else model_text(options.model),
        cluster_noun=noun_of(columns.cluster or ""),
    )


def _columns(found: Instrument, options: Options) -> StudyColumns:
    """What the options say; else what the column map or the definition says of columns that the file has."""
    column_map, _ = options.how.map_for(options.instrument, options.file)
    header = set(column_names(options.file, options.how.encoding, column_map.sheet))
    cluster = options.cluster
    if cluster is None:
        planned = found.validation.cluster
        cluster = column_map.site or (planned if planned in header else None)
    groups = options.groups
    if not groups:
        known = header | set(found.item_by_id)
        wanted = (*column_map.groups, *found.validation.groups)
        groups = tuple(dict.fromkeys(name for name in wanted if seen_name(name) in known))
    tested = tested_groups(options.invariance, options.retest, header)
    refuse_own_items(found, {"--cluster": (cluster,), "--group": groups, "--invariance": tested})
    groups = tuple(dict.fromkeys((*groups, *tested)))
    turned = frozenset(found.item_by_id if column_map.keyed is None else column_map.keyed)
    return StudyColumns(
        cluster,
        groups,
        options.id or column_map.respondent,
        turned,
        people=WhatOfPeople(
            criteria=tuple(dict.fromkeys(options.criteria)),
            weights=options.weights,
            margins=None if options.margins is None else read_margins(options.margins),
            judges=options.judges,
            judged=judged_by(found, options.judged),
            decimal=column_map.decimal,
        ),
    )


def _read(found: Instrument, options: Options, columns: StudyColumns) -> ResponseFile:
    keep = [name for name in columns.groups if name not in found.item_by_id]
    keep += filter(None, (columns.cluster, columns.id, *columns.people.columns))
    return read_file(found, options.instrument, options.file, options.how, keep=keep)


def _waves(
    found: Instrument, first: ResponseFile, form: Form | None, options: Options, columns: StudyColumns
) -> RetestData | None:
    again = SecondTime(columns.id, options.apart, options.anchor)
    file = options.retest
    if file is None:
        again.refuse_alone()
        return None
    return again.read(
        first, form, lambda keep: read_file(found, options.instrument, file, options.how, keep=keep)
    )
