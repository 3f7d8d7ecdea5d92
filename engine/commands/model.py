"""model: confirmatory models of columns of numbers that no definition describes."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from engine.commands.confirmatory import model_text
from engine.commands.raters import output_options, outputs, typed_command, write_study
from engine.commands.speaking import note, tell_refusals
from engine.modelling.columns import HowWritten, read_numbers
from engine.modelling.study import ModelChoices, ModelStudy, study_models
from engine.modelling.texts import ModelText, named_texts
from engine.report.document import Document
from engine.validation.confirmatory.choices import ESTIMATORS, STRUCTURES


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("models", nargs=-1, required=True, metavar="MODEL...", type=click.Path(path_type=Path))
@click.option(
    "--estimator",
    multiple=True,
    type=click.Choice([name for name, kind in ESTIMATORS.items() if not kind.ordinal]),
    help="How models are fitted; repeatable. Default: mlr. fiml takes people with gaps too.",
)
@click.option(
    "--structure",
    multiple=True,
    type=click.Choice([name for name in STRUCTURES if name != "model"]),
    help="Fit this structure of the first model's factors too; repeatable.",
)
@click.option(
    "--growth",
    is_flag=True,
    help="Read models as growth curves: measured columns have intercepts of 0, factors means of their own.",
)
@click.option(
    "--invariance",
    multiple=True,
    metavar="COLUMN",
    help="Test whether the first model's factors are measured alike in these groups; repeatable.",
)
@click.option("--cluster", metavar="COLUMN", help="The column that says in which school or class people are.")
@click.option(
    "--missing", multiple=True, metavar="WORD", help="What a cell holds in place of a number; repeatable."
)
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook; default: the first.")
@click.option("--encoding", help="What a CSV file is saved in where it is not Unicode, such as cp1252.")
@output_options
@tell_refusals
def model(file: Path, models: tuple[Path, ...], **typed: Any) -> None:
    """Fit confirmatory models to columns of numbers.

    FILE is a CSV or an Excel workbook with a row a person: scores of tests, sums, the same measure at several times.
    A MODEL is a text file in lavaan's syntax: factor =~ column + column, one ~~ other, factor ~ predictor,
    column ~ 1. Of several, each is tested against the one before. Answers with options are better described in a
    definition and studied by `barograph validate`. docs/confirmatory.md explains models, estimators and what --json
    holds.

    \b
    Examples:
      barograph model tests.csv nine-tests.txt --structure second_order --structure bifactor
      barograph model tests.csv nine-tests.txt --estimator ml --invariance school --html tests.html
      barograph model growth.csv line.txt --growth --estimator fiml
      barograph model democracy.xlsx configural.txt metric.txt scalar.txt --estimator ml --json democracy.json
    """
    targets = outputs(typed)
    texts = named_texts([(path.stem, model_text(path)) for path in models])
    study = study_of_file(file, texts, typed)
    for text in study.table.notes:
        note(text)
    write_study(lambda: _json(study), lambda: _document(study), targets, typed["paper"], _short)


def study_of_file(file: Path, texts: tuple[ModelText, ...], typed: dict[str, Any]) -> ModelStudy:
    """Read the columns that the models and options name, and fit."""
    choices = ModelChoices(
        estimators=tuple(dict.fromkeys(typed["estimator"])),
        structures=tuple(dict.fromkeys(typed["structure"])),
        invariance=tuple(dict.fromkeys(typed["invariance"])),
        cluster=typed["cluster"],
        growth=typed["growth"],
    )
    wanted = {item: f"model {one.name}" for one in reversed(texts) for item in reversed(one.items)}
    wanted = dict(reversed(wanted.items()))
    labels = dict.fromkeys(choices.invariance, "--invariance")
    if choices.cluster is not None:
        labels[choices.cluster] = "--cluster"
    how = HowWritten(typed["missing"], typed["sheet"], typed["encoding"])
    return study_models(read_numbers(file, wanted, labels, how), texts, choices)


def _json(study: ModelStudy) -> dict[str, Any]:
    from engine.modelling.as_json import models_json

    return models_json(study, command=typed_command())


def _document(study: ModelStudy) -> Document:
    from engine.report.modelling import models_document

    return models_document(study, command=typed_command())


def _short(whole: Document) -> Document:
    """For the terminal: of several models what was estimated by the first alone, as each has a long table."""
    sections = [
        replace(section, sections=section.sections[:1]) if section.id == "estimates" else section
        for section in whole.sections
    ]
    return replace(whole, sections=tuple(sections))
