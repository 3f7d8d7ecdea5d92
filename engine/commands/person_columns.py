"""What `validate` takes from a file beside answers, person by person: scores and columns of numbers."""

from dataclasses import dataclass

import numpy as np

from engine.exchange.margins import Margins, places_in
from engine.exchange.number_columns import NumberColumn, number_column
from engine.exchange.response_csv import ResponseFile
from engine.instrument.model import Form
from engine.printed import counted
from engine.problems import Problem, Refused
from engine.responses.scoring import scores
from engine.validation.data import Data, Places
from engine.validation.people import PersonColumns, Weights
from psychometrics.contract import Floats, StatisticError
from psychometrics.raking import rake


def rescaled_scores(read: ResponseFile, form: Form | None) -> dict[str, Floats]:
    """Each person's rescaled score by subscale and composite, NaN where there is none."""
    scored = scores(read.instrument, read.codes, form or read.instrument.main_form)
    return {id: column.rescaled for id, column in scored.items()}


@dataclass(frozen=True, slots=True)
class WhatOfPeople:
    """What the options of `validate` ask for of each person."""

    criteria: tuple[str, ...]
    weights: str | None
    margins: Margins | None
    decimal: str | None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the file that this takes."""
        weights = () if self.weights is None else (self.weights,)
        return (*self.criteria, *weights, *(self.margins.columns if self.margins else ()))

    def read(self, read: ResponseFile, data: Data, form: Form | None) -> PersonColumns | None:
        """What is asked for; None where that is nothing. Raises `Refused` for a wrong column."""
        if not self.columns:
            return None
        return PersonColumns(
            scores=rescaled_scores(read, form),
            clusters=_clusters(data),
            criteria=[
                number_column(read, name, "--criterion", decimal=self.decimal, words=True)
                for name in self.criteria
            ],
            weights=self._weights(read),
        )

    def _weights(self, read: ResponseFile) -> Weights | None:
        base = None
        if self.weights is not None:
            base = number_column(read, self.weights, "--weights", decimal=self.decimal)
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


def refuse_negative(read: ResponseFile, column: NumberColumn) -> None:
    """Raise `Refused` for a column of weights with one below 0: it says how many people somebody stands for."""
    rows = np.flatnonzero(column.values < 0)
    if len(rows):
        place = f"row {read.first + int(rows[0])}, column {column.name}"
        cause = f"a weight is below 0 (of {counted(len(rows), 'row')})"
        raise Refused(
            [Problem("negative_weight", place, cause, "write 0 or nothing for people who are not to count")]
        )


def _clusters(data: Data) -> Places | None:
    if data.cluster is None:
        return None
    return np.concatenate([part.clusters for part in data.parts() if part.clusters is not None])
