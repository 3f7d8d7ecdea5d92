"""How well factors at two levels reproduce what people and groups answered."""

from dataclasses import dataclass

import numpy as np

from psychometrics.contract import Floats
from psychometrics.latent.cluster_likelihood import (
    ClusterLikelihood,
    UnrestrictedLevels,
    independent_deviance,
)
from psychometrics.latent.fit_indices import ChiSquare, Indices, indices


@dataclass(frozen=True)
class TwoLevelFit:
    """How well a two-level model reproduces the unrestricted covariances of both levels, under lavaan's names.

    RMSEA takes all people for n and has a 90% interval; `srmr_within` and `srmr_between` are of one level each;
    the latter counts the items' means, which the model reproduces, as lavaan's does.
    """

    npar: int
    logl: float
    unrestricted_logl: float
    plain: Indices
    baseline: ChiSquare
    srmr_within: float
    srmr_between: float

    def named(self) -> dict[str, float | None]:
        """By lavaan's names."""
        levels = {"srmr_within": self.srmr_within, "srmr_between": self.srmr_between}
        return self.plain.named() | {"npar": self.npar, "logl": self.logl} | levels


def fit_of(npar: int, point: ClusterLikelihood, free: UnrestrictedLevels) -> TwoLevelFit:
    """The fit of a model with `npar` parameters at its optimum `point`, against the unrestricted `free`.

    Chi-square is twice the difference of log-likelihoods; in the baseline no item correlates with another at either
    level. CFI and TLI: Bentler (1990), doi:10.1037/0033-2909.107.2.238. With few groups all of them speak of people
    within groups alone; SRMR by level tells more of groups. Ryu & West (2009), doi:10.1080/10705510903203466.
    R: `lavaan::fitMeasures(twofold, c("chisq", "df", "cfi", "tli", "rmsea"))`.
    """
    data = point.data
    k = data.items
    test = ChiSquare(max(point.deviance - free.point.deviance, 0.0), k * (k + 1) + k - npar)
    baseline = ChiSquare(max(independent_deviance(data) - free.point.deviance, 0.0), k * (k - 1))
    found = indices(test, baseline, int(data.persons))
    return TwoLevelFit(
        npar=npar,
        logl=-point.deviance / 2,
        unrestricted_logl=-free.point.deviance / 2,
        plain=found,
        baseline=baseline,
        srmr_within=_srmr(free.within, point.W),
        srmr_between=_srmr(free.between, point.B) * float(np.sqrt((k + 1) / (k + 3))),
    )


def _srmr(observed: Floats, implied: Floats) -> float:
    spread = np.sqrt(np.diag(observed))
    away = (observed - implied) / np.outer(spread, spread)
    return float(np.sqrt(np.mean(away[np.tril_indices(len(away))] ** 2)))
