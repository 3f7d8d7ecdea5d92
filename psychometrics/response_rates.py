"""Whether groups answered a survey about as often as each other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Floats, StatisticError


@dataclass(frozen=True, slots=True)
class ResponseRates:
    """Rates by group, as shares, and Pearson's test that all are alike."""

    rates: Floats
    overall: float
    chisq: float
    df: int
    p: float


def response_rates(answered: ArrayLike, asked: ArrayLike) -> ResponseRates:
    """Compare the response rates of groups of known size.

    `answered`, `asked`: whole numbers by group. Pearson's chi-square of the groups x (answered, not answered)
    table, without correction; everybody or nobody answering has no difference to test (p = 1). Raises
    `StatisticError` for fewer than two groups, an empty group, or more answers than people asked. It says
    whether those who answered resemble those who were asked in this grouping, not whether they think alike.
    Pearson (1900), doi:10.1080/14786440009463897. R: `prop.test(a, b, correct = FALSE)$p.value`.
    """
    from scipy.special import chdtrc

    some, all_ = np.asarray(answered, dtype=np.float64), np.asarray(asked, dtype=np.float64)
    if len(some) != len(all_) or len(some) < 2:
        raise StatisticError("few_groups", "there are not two groups to compare", "leave it out")
    if (all_ < 1).any() or (some > all_).any() or (some < 0).any():
        raise StatisticError(
            "mismatch",
            "more people answered than were asked, or nobody was",
            "check the list of people asked",
        )
    overall = float(some.sum() / all_.sum())
    df = len(some) - 1
    if overall in (0.0, 1.0):
        return ResponseRates(some / all_, overall, 0.0, df, 1.0)
    chisq = float(((some - all_ * overall) ** 2 / (all_ * overall * (1 - overall))).sum())
    return ResponseRates(some / all_, overall, chisq, df, float(chdtrc(df, chisq)))
