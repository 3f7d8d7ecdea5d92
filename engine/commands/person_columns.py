"""What `validate` takes from a file beside answers, person by person: scores and columns of numbers."""

from collections.abc import Sequence

import numpy as np

from engine.exchange.number_columns import number_column
from engine.exchange.response_csv import ResponseFile
from engine.instrument.model import Form
from engine.responses.scoring import scores
from engine.validation.data import Data, Places
from engine.validation.people import PersonColumns
from psychometrics.contract import Floats


def rescaled_scores(read: ResponseFile, form: Form | None) -> dict[str, Floats]:
    """Each person's rescaled score by subscale and composite, NaN where there is none."""
    scored = scores(read.instrument, read.codes, form or read.instrument.main_form)
    return {id: column.rescaled for id, column in scored.items()}


def person_columns(
    read: ResponseFile, data: Data, form: Form | None, *, criteria: Sequence[str], decimal: str | None
) -> PersonColumns | None:
    """What the options ask for of each person; None where they ask for nothing. Raises `Refused` for a wrong column."""
    if not criteria:
        return None
    return PersonColumns(
        scores=rescaled_scores(read, form),
        clusters=_clusters(data),
        criteria=[number_column(read, name, "--criterion", decimal=decimal, words=True) for name in criteria],
    )


def _clusters(data: Data) -> Places | None:
    if data.cluster is None:
        return None
    return np.concatenate([part.clusters for part in data.parts() if part.clusters is not None])
