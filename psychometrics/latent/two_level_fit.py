"""How well factors at two levels reproduce what people and groups answered."""

from dataclasses import dataclass

import numpy as np

from psychometrics.contract import Floats, finite
from psychometrics.latent.cluster_likelihood import (
    ClusterLikelihood,
    UnrestrictedLevels,
    independent_deviance,
)


@dataclass(frozen=True)
class TwoLevelFit:
    """How well a two-level model reproduces the unrestricted covariances of both levels, under lavaan's names.

    `rmsea` takes all people for n and has a 90% interval; `srmr_within` and `srmr_between` are of one level each;
    the latter counts the items' means, which the model reproduces, as lavaan's does.
    """

    npar: int
    logl: float
    unrestricted_logl: float
    chisq: float
    df: int
    pvalue: float | None
    baseline_chisq: float
    baseline_df: int
    cfi: float
    tli: float
    rmsea: float
    rmsea_lower: float
    rmsea_upper: float
    srmr_within: float
    srmr_between: float


def fit_of(npar: int, point: ClusterLikelihood, free: UnrestrictedLevels) -> TwoLevelFit:
    """The fit of a model with `npar` parameters at its optimum `point`, against the unrestricted `free`.

    Chi-square is twice the difference of log-likelihoods; in the baseline no item correlates with another at either
    level. CFI and TLI: Bentler (1990), doi:10.1037/0033-2909.107.2.238. With few groups all of them speak of people
    within groups alone; SRMR by level tells more of groups. Ryu & West (2009), doi:10.1080/10705510903203466.
    R: `lavaan::fitMeasures(twofold, c("chisq", "df", "cfi", "tli", "rmsea"))`.
    """
    from scipy.special import chdtrc

    data = point.data
    k, n = data.items, data.persons
    df, baseline_df = k * (k + 1) + k - npar, k * (k - 1)
    chisq = max(point.deviance - free.point.deviance, 0.0)
    baseline = max(independent_deviance(data) - free.point.deviance, 0.0)
    worse, worst = max(chisq - df, 0.0), max(baseline - baseline_df, chisq - df, 0.0)
    ratio = baseline / baseline_df
    lower, upper = _noncentralities(chisq, df) if df else (0.0, 0.0)
    per = 1 / (n * df) if df else 0.0
    return TwoLevelFit(
        npar=npar,
        logl=-point.deviance / 2,
        unrestricted_logl=-free.point.deviance / 2,
        chisq=chisq,
        df=df,
        pvalue=finite(chdtrc(df, chisq)) if df else None,
        baseline_chisq=baseline,
        baseline_df=baseline_df,
        cfi=1 - worse / worst if worst > 0 else 1.0,
        tli=(ratio - chisq / df) / (ratio - 1) if df and ratio != 1 else 1.0,
        rmsea=float(np.sqrt(worse * per)),
        rmsea_lower=float(np.sqrt(lower * per)),
        rmsea_upper=float(np.sqrt(upper * per)),
        srmr_within=_srmr(free.within, point.W),
        srmr_between=_srmr(free.between, point.B) * float(np.sqrt((k + 1) / (k + 3))),
    )


def _srmr(observed: Floats, implied: Floats) -> float:
    spread = np.sqrt(np.diag(observed))
    away = (observed - implied) / np.outer(spread, spread)
    return float(np.sqrt(np.mean(away[np.tril_indices(len(away))] ** 2)))


def _noncentralities(chisq: float, df: int) -> tuple[float, float]:
    """Bounds of the 90% interval of the noncentrality of a chi-square."""
    from scipy.special import chdtr, chndtrinc

    lower = float(chndtrinc(chisq, df, 0.95)) if chdtr(df, chisq) > 0.95 else 0.0
    upper = float(chndtrinc(chisq, df, 0.05)) if chdtr(df, chisq) > 0.05 else 0.0
    return lower, upper
