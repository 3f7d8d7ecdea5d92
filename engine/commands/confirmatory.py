"""What `validate` is asked of confirmatory models: structures, estimators, groups, and a model as text."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import click

from engine.problems import Problem, Refused
from engine.validation.confirmatory.choices import ESTIMATORS, STRUCTURES
from engine.validation.confirmatory.study import RETEST
from psychometrics.contract import StatisticError
from psychometrics.latent.syntax import terms_of

LARGEST = 100_000
"""Bytes of a model text; more is another kind of file."""


def confirmatory_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options `--structure`, `--estimator`, `--invariance` and `--model`."""
    for option in (
        click.option(
            "--model",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Fit the model of this text too, written as lavaan has it: factor =~ item + item.",
        ),
        click.option(
            "--invariance",
            multiple=True,
            metavar="COLUMN",
            help="Test whether items work alike in these groups: a column or item, or retest for the times of "
            "--retest; with --id, groups that hold the same people are times of theirs. Repeatable.",
        ),
        click.option(
            "--estimator",
            multiple=True,
            type=click.Choice(list(ESTIMATORS)),
            help="How structures are fitted; repeatable. Default: mlr, wlsmv where items have fewer than five options.",
        ),
        click.option(
            "--structure",
            multiple=True,
            type=click.Choice([name for name in STRUCTURES if name != "model"]),
            help="Fit this confirmatory model of the subscales; repeatable. Default: those of the definition.",
        ),
    ):
        command = option(command)
    return command


def tested_groups(invariance: Sequence[str], retest: Path | None, header: Collection[str]) -> list[str]:
    """The groupings that are columns or items; raises `Refused` for times of a second file that is not there."""
    if retest is None and RETEST in invariance and RETEST not in header:
        cause = "items are compared over two times, and there is one"
        raise Refused(
            [Problem("no_column", "--invariance retest", cause, "add --retest FILE and --id COLUMN")]
        )
    return [name for name in invariance if retest is None or name != RETEST]


def model_text(file: Path) -> str:
    """The text of a model; raises `Refused` for a file that can't be read, or with a mistake by line and column."""
    try:
        text = file.read_bytes()[: LARGEST + 1].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise Refused(
            [
                Problem(
                    "not_a_file", str(file), "it can't be read as text", "name a file with a model in UTF-8"
                )
            ]
        ) from None
    try:
        terms_of(text)
    except StatisticError as error:
        raise Refused([Problem(error.code, str(file), error.cause, error.remedy)]) from None
    return text
