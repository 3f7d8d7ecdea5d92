"""What other programs say of the same ratings: intraclass correlations and Kendall's W."""

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np

from engine.ratings.agreement import RaterStudy
from engine.ratings.reading import Ratings
from psychometrics.agreement import rank_concordance
from psychometrics.contract import Floats
from psychometrics.second_opinion.answers import Question
from psychometrics.second_opinion.material import Material
from psychometrics.second_opinion.opinion import SecondOpinion, second_opinion
from psychometrics.second_opinion.reasons import Ours

FORMS: Final[Mapping[str, str]] = {
    "ICC1": "icc1",
    "ICC2": "agreement",
    "ICC3": "consistency",
    "ICC1k": "icc2",
    "ICC2k": "agreement_average",
    "ICC3k": "consistency_average",
}
"""Our forms by the names of the questions."""

ONE_WAY: Final = ("ICC1", "ICC1k")
LEVEL: Final = 0.95
"""Of the intervals that other programs give unasked."""


def raters_opinion(ratings: Ratings, study: RaterStudy) -> SecondOpinion:
    """Ask pingouin, and psych where R has it, for what the study found; see `second_opinion`."""
    matrix = ratings.values
    if study.design == "one-way":
        matrix = np.array([row[np.isfinite(row)] for row in matrix])
    material = Material(np.empty((0, 0)), ratings=(matrix,))
    return second_opinion(material, dict(_ours(matrix, study)), programs=("pingouin", "psych"))


def _ours(matrix: Floats, study: RaterStudy) -> Iterator[tuple[Question, Ours]]:
    """Kendall's W by its formula, for the study's is pingouin's own."""
    forms = {} if study.icc is None else study.icc.forms
    for name, form in forms.items():
        if study.design == "one-way" and name not in ONE_WAY:
            continue
        yield Question(f"raters_{FORMS[name]}", "0"), Ours(np.asarray(form.value))
        if study.confidence == LEVEL:
            yield Question(f"raters_{FORMS[name]}_lower", "0"), Ours(np.asarray(form.lower))
            yield Question(f"raters_{FORMS[name]}_upper", "0"), Ours(np.asarray(form.upper))
    if study.kendall_w is not None:
        yield Question("raters_w", "0"), Ours(np.asarray(rank_concordance(matrix)))
