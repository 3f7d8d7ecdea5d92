"""Reliability of a scale's scores at each of two levels, from factors at both."""

from dataclasses import dataclass

import numpy as np

from psychometrics.contract import Floats
from psychometrics.latent.two_level import TwoLevel


@dataclass(frozen=True, slots=True)
class LevelReliability:
    """Reliability of the mean of a factor's items.

    `omega_within` and `omega_between` are of the model at each level (Geldhof), with standard errors; `config_within`
    of a person's difference from the group's people and `config_total` of the person's whole score, for a construct
    of people; `shared_between` of an observed group mean, for a construct of groups, of which `raters` is the part
    for having asked only so many people (both at the harmonic mean of group sizes, `size`).
    """

    factor: str
    omega_within: float
    omega_within_error: float
    omega_between: float
    omega_between_error: float
    config_within: float
    config_total: float
    shared_between: float
    raters: float
    alpha_within: float
    alpha_between: float
    size: float


def level_reliability(fitted: TwoLevel, factor: str) -> LevelReliability:
    """Reliability at both levels of the scale that consists of the items of one factor.

    fitted: a model with that factor at both levels, of the same items. Raises `KeyError` for a factor that is none.

    With sums over the factor's items and v the variance of the factor: omega at a level is (sum l)^2 v / ((sum l)^2 v
    + sum of residuals). The others divide by the unrestricted variances of the sum, W within and B between:
    within (sum l)^2 v / W; of the whole score both levels' true parts by W + B; of a group's mean the true part
    between by B + W / n, n the harmonic mean of group sizes; raters' part B / (B + W / n). The omega between is that
    of a mean of endlessly many people: no school has so many, and it overstates how reliable a school's mean is.
    Geldhof, Preacher & Zyphur (2014), doi:10.1037/a0032138; Lai (2021), doi:10.1037/met0000287.
    R: `semTools::compRelSEM(twofold, config = "f")$config$f`; `semTools::compRelSEM(twofold, shared = "f")$shared$f`.
    """
    one, two = (dict(model.factors) for model in (fitted.model_within, fitted.model_between))
    own = list(one[factor])
    places = (list(one).index(factor), list(two).index(factor))
    layout = fitted.layout

    def omegas(x: Floats) -> Floats:
        values = []
        for place, (lambdas, psi, theta) in zip(places, layout.parts(x), strict=True):
            true = lambdas[own, place].sum() ** 2 * psi[place, place]
            values.append(true / (true + theta[own].sum()))
        return np.array(values)

    true = [
        float(lambdas[own, place].sum() ** 2 * psi[place, place])
        for place, (lambdas, psi, _) in zip(places, layout.parts(fitted.vector), strict=True)
    ]
    cells = np.ix_(own, own)
    W, B = fitted.unrestricted.within[cells], fitted.unrestricted.between[cells]
    within, between = float(W.sum()), float(B.sum())
    size = fitted.data.harmonic_size
    omega, error = omegas(fitted.vector), fitted.errors(omegas)
    return LevelReliability(
        factor=factor,
        omega_within=float(omega[0]),
        omega_within_error=float(error[0]),
        omega_between=float(omega[1]),
        omega_between_error=float(error[1]),
        config_within=true[0] / within,
        config_total=(true[0] + true[1]) / (within + between),
        shared_between=true[1] / (between + within / size),
        raters=between / (between + within / size),
        alpha_within=_alpha(W),
        alpha_between=_alpha(B),
        size=size,
    )


def _alpha(covariance: Floats) -> float:
    k = len(covariance)
    return float(k / (k - 1) * (1 - np.trace(covariance) / covariance.sum()))
