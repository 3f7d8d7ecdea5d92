"""Alpha and omega of a scale from every answer given, beside those of people who answered all of its items."""

from dataclasses import dataclass
from typing import Final

from engine.validation.cautions import Cautions
from engine.validation.gather import Gathered
from engine.validation.plan import StudiedSubscale
from psychometrics.coefficients import alpha_of
from psychometrics.contract import Floats
from psychometrics.missingness import em_moments
from psychometrics.omega import omega_total

FEWEST_FOR_OMEGA: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class EmReliability:
    """`alpha` and `omega` of the keyed `covariance` (divisor n) that EM estimates from `n` people with any answer.

    Right where gaps depend on nothing but answers that were given, and answers are about normal. Omega is by maximum
    likelihood, None where one factor cannot be fitted; there is no interval.
    """

    n: int
    alpha: float
    omega: float | None
    means: Floats
    covariance: Floats


def study_em(subscale: StudiedSubscale, found: Gathered, cautions: Cautions) -> EmReliability | None:
    """None where nobody left a gap, where there are too many patterns of gaps, or where EM gives no covariance."""
    if found.patterns is None or len(subscale.columns) < 2:
        return None
    own = found.patterns.select(subscale.columns).keyed(subscale.reverse)
    if len(own.n) == 1 or not own.patterns.all(axis=1).any():
        return None
    where = f"subscale {subscale.id}, EM"
    moments = cautions.attempt(where, lambda: em_moments(own))
    if moments is None or not moments.converged:
        return None
    C, n = moments.covariance, moments.n
    value = cautions.attempt(where, lambda: alpha_of(C))
    if value is None:
        return None
    omega = None
    if len(C) >= FEWEST_FOR_OMEGA:
        omega = cautions.attempt(
            f"{where}, omega", lambda: omega_total(C * n / (n - 1), n, names=subscale.names).model
        )
    return EmReliability(n, value, omega, moments.mean, C)
