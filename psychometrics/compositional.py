"""Parts of a whole, such as points that make up a hundred: their centre and spread by logarithms of ratios.

Shares are bound to their sum: one rises because another falls, so that correlations of raw shares say nothing. What can
be said is said of ratios (Aitchison, 1986). Nought has no logarithm and is read as half a percent of the whole.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Counts, Floats, StatisticError, response_matrix

NOUGHT: Final = 0.005
"""What a share of nought is read as; the other shares give it up in proportion (multiplicative replacement)."""


@dataclass(frozen=True, slots=True)
class LogRatioSums:
    """One pass over compositions, persons x parts: sums that are added with `+`.

    `shares` are the sums of the shares as given, `logs` and `products` those of their logarithms after nought was
    replaced, `noughts` how many persons gave a part nothing.
    """

    n: int
    shares: Floats
    logs: Floats
    products: Floats
    noughts: Counts

    @staticmethod
    def of(parts: ArrayLike) -> "LogRatioSums":
        """The sums of complete compositions; each row is divided by its own total.

        Raises `StatisticError` for a negative part and for a row that is nothing but nought.
        """
        values = response_matrix(parts, minimum_items=2)
        totals = values.sum(axis=1, keepdims=True)
        if (values < 0).any() or not (totals > 0).all():
            raise StatisticError(
                "not_parts", "a composition has a negative part, or none at all", "give parts of 0 or more"
            )
        shares = values / totals
        nought = shares == 0
        kept = shares * (1 - NOUGHT * nought.sum(axis=1, keepdims=True))
        logs = np.log(np.where(nought, NOUGHT, kept))
        return LogRatioSums(
            len(values), shares.sum(axis=0), logs.sum(axis=0), logs.T @ logs, nought.sum(axis=0)
        )

    def __add__(self, other: "LogRatioSums") -> "LogRatioSums":
        return LogRatioSums(
            self.n + other.n,
            self.shares + other.shares,
            self.logs + other.logs,
            self.products + other.products,
            self.noughts + other.noughts,
        )


@dataclass(frozen=True, slots=True)
class PartsOfAWhole:
    """`n` compositions: arithmetic `mean` shares, the `center` (closed geometric means), and their spread.

    `variation` is parts x parts, the variance of ln(x_i / x_j): 0 where two parts stand in one proportion for
    everybody. `total_variance` is its sum over all pairs divided by the number of parts. `noughts` counts by part.
    """

    n: int
    mean: Floats
    center: Floats
    variation: Floats
    total_variance: float
    noughts: Counts


def composition(sums: LogRatioSums) -> PartsOfAWhole:
    """Centre and spread of compositions from their sums; variances with n - 1.

    `total_variance` = sum over i < j of var(ln(x_i / x_j)) / D for D parts. Raises `StatisticError` with fewer than
    two persons. Aitchison (1986), The statistical analysis of compositional data; Martín-Fernández et al. (2003),
    doi:10.1023/A:1023866030544, for nought. R: `l <- log(x); exp(colMeans(l)) / sum(exp(colMeans(l)))`;
    `outer(1:D, 1:D, Vectorize(function(i, j) var(l[, i] - l[, j])))`.
    """
    if sums.n < 2:
        raise StatisticError("few_persons", "one composition has no spread", "collect more answers")
    means = sums.logs / sums.n
    spread = sums.products / sums.n - np.outer(means, means)
    own = np.diag(spread)
    variation = np.maximum(own[:, None] + own[None, :] - 2 * spread, 0) * sums.n / (sums.n - 1)
    np.fill_diagonal(variation, 0)
    geometric = np.exp(means - means.max())
    return PartsOfAWhole(
        sums.n,
        sums.shares / sums.n,
        geometric / geometric.sum(),
        variation,
        float(variation.sum() / 2 / len(means)),
        sums.noughts,
    )
