"""What `validate` takes from a file beside answers, person by person: scores and columns of numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.exchange.judges import read_judges
from engine.exchange.margins import Margins, places_in
from engine.exchange.number_columns import NumberColumn, number_column
from engine.exchange.response_csv import ResponseFile
from engine.instrument.model import Form, Instrument
from engine.printed import counted
from engine.problems import Problem, Refused, did_you_mean, listed
from engine.responses.scoring import scores
from engine.validation.cuts import JUDGED
from engine.validation.data import Data
from engine.validation.parts import Places
from engine.validation.people import JudgedPeople, PersonColumns, Weights
from psychometrics.contract import Floats, StatisticError
from psychometrics.raking import rake


def rescaled_scores(read: ResponseFile, form: Form | None) -> dict[str, Floats]:
    """Each person's rescaled score by subscale and composite, NaN where there is none."""
    scored = scores(read.instrument, read.codes, form or read.instrument.main_form)
    return {id: column.rescaled for id, column in scored.items()}


def refuse_own_items(instrument: Instrument, asked: Mapping[str, Sequence[str | None]]) -> None:
    """Refuse groups made of an item that scores are made of: these differ in its scores by how they were made.

    `asked` are columns by the option that names them; raises `Refused` with each of them.
    """
    scored = {item: scale for scale in instrument.subscales for item in scale.items}
    problems = [
        Problem(
            "own_item",
            option,
            f"{name!r} is an item of the scale {scored[name].label!r}, so people would be grouped by what they "
            "answered to it, and their scores differ for that alone",
            "name a column that is in no score, such as a class, a school or a role",
        )
        for option, names in asked.items()
        for name in names
        if name is not None and name in scored
    ]
    if problems:
        raise Refused(problems)


@dataclass(frozen=True, slots=True)
class WhatOfPeople:
    """What the options of `validate` ask for of each person."""

    criteria: tuple[str, ...]
    weights: str | None
    margins: Margins | None
    decimal: str | None
    judges: Path | None = None
    judged: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the file that this takes."""
        weights = () if self.weights is None else (self.weights,)
        judged = [column for _, column in self.judged]
        return (*self.criteria, *weights, *judged, *(self.margins.columns if self.margins else ()))

    def read(self, read: ResponseFile, data: Data, form: Form | None) -> PersonColumns | None:
        """What is asked for; None where that is nothing. Raises `Refused` for a wrong column."""
        if not self.columns and self.judges is None:
            return None
        return PersonColumns(
            scores=rescaled_scores(read, form),
            clusters=_clusters(data),
            criteria=[
                number_column(read, name, "--criterion", decimal=self.decimal, words=True)
                for name in self.criteria
            ],
            weights=self._weights(read),
            judges=None if self.judges is None else read_judges(self.judges, read.instrument),
            judged=[judged_column(read, subscale, column) for subscale, column in self.judged],
        )

    def _weights(self, read: ResponseFile) -> Weights | None:
        base = None
        if self.weights is not None:
            base = number_column(read, self.weights, "--weights", decimal=self.decimal, alike=True)
            refuse_negative(read, base)
            if self.margins is None:
                return Weights(base.values, f"column {self.weights}")
        if self.margins is None:
            return None
        shares = [list(margin.shares.values()) for margin in self.margins.margins]
        start = None if base is None else base.values
        try:
            found = rake(places_in(read, self.margins), shares, start)
        except StatisticError as error:
            raise Refused([Problem("margins", self.margins.file, error.cause, error.remedy)]) from None
        source = "" if self.weights is None else f"column {self.weights}"
        return Weights(found.weights, source, self.margins.columns, self.margins.file, found.rounds)


def judged_by(instrument: Instrument, given: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Scales with the columns that judge people on them, from `scale=column`; of one scale its name may be left out.

    Raises `Refused` for a column without a scale where there are several, and for a scale that is none or named twice.
    """
    found: dict[str, str] = {}
    scales = [subscale.id for subscale in instrument.subscales]
    problems = []
    for text in given:
        scale, sign, column = text.partition("=")
        if not sign and len(scales) == 1:
            scale, column = scales[0], text
        if scale in scales and column and scale not in found:
            found[scale] = column
            continue
        near = did_you_mean(scale, scales)
        cause = f"{text!r} does not say which one scale people are judged on by which column"
        remedy = near or f"write SCALE=COLUMN, each scale once; the scales are {listed(scales)}"
        problems.append(Problem("judged", "--judged", cause, remedy))
    if problems:
        raise Refused(problems)
    return tuple(found.items())


def judged_column(read: ResponseFile, subscale: str, name: str) -> JudgedPeople:
    """What a kept column says of each person; raises `Refused` for words other than below, borderline and above."""
    words = [text.casefold() for text in read.labels[name]]
    remedy = f"write {listed(JUDGED)} or leave the cell empty"
    problems = [
        Problem(
            "judged",
            f"row {read.numbers[words.index(word)]}, column {name}",
            f"{word[:40]!r} does not say where somebody stands to the level",
            remedy,
        )
        for word in dict.fromkeys(words)
        if word and word not in JUDGED
    ]
    there = set(words) & set(JUDGED)
    if not problems and "borderline" not in there and len(there) < 2:
        cause = f"column {name!r} calls nobody borderline, and does not set people below against people above"
        problems.append(Problem("judged", "--judged", cause, remedy))
    if problems:
        raise Refused(problems)
    return JudgedPeople(subscale, name, np.array(words))


def refuse_negative(read: ResponseFile, column: NumberColumn) -> None:
    """Raise `Refused` for a column of weights with one below 0: it says how many people somebody stands for."""
    rows = np.flatnonzero(column.values < 0)
    if len(rows):
        place = f"row {read.numbers[rows[0]]}, column {column.name}"
        cause = f"a weight is below 0 (of {counted(len(rows), 'row')})"
        raise Refused(
            [Problem("negative_weight", place, cause, "write 0 or nothing for people who are not to count")]
        )


def _clusters(data: Data) -> Places | None:
    if data.cluster is None:
        return None
    return np.concatenate([part.clusters for part in data.parts() if part.clusters is not None])
