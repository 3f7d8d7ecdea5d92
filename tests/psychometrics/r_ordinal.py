"""What the R calls of ordinal factor models speak of: five items of one factor, and the same with equal loadings."""

import functools

import numpy as np

from psychometrics.latent.fit_indices import ChiSquare
from psychometrics.latent.linearised import difference
from psychometrics.latent.ordinal_fit import OrdinalFit, fit_ordinal
from psychometrics.latent.ordinal_measures import ordinal_measures
from psychometrics.latent.ordinal_model import ordinal
from psychometrics.latent.ordinal_moments import OrdinalMoments, ordinal_moments
from psychometrics.latent.ordinal_score_tests import ordinal_linearised
from psychometrics.latent.specification import Term, model_of
from tests import reference

ITEMS = [f"A{item}" for item in range(1, 6)]
ORDINAL = 'ordinal <- lavaan::cfa("f =~ A1 + A2 + A3 + A4 + A5", x, ordered = TRUE); '
EQUAL = ORDINAL.replace("ordinal", "free") + (
    'restricted <- lavaan::cfa("f =~ 1*A1 + 1*A2 + 1*A3 + 1*A4 + 1*A5", x, ordered = TRUE); '
)


@functools.cache
def sample() -> OrdinalMoments:
    values = reference.data("bfi").columns(ITEMS)
    keyed = np.where(np.arange(5) == 0, 7 - values, values)
    codes = np.where(np.isnan(keyed), 253, keyed - 1).astype(np.uint8)
    return ordinal_moments(codes, [6] * 5, names=ITEMS)


@functools.cache
def fit(loading: float | None = None) -> OrdinalFit:
    fixed = () if loading is None else (loading,)
    model = model_of([Term("f", "=~", item, fixed) for item in ITEMS])
    return fit_ordinal(ordinal(model, [[6] * 5]), [sample()])


def measures() -> list[float | None]:
    found = ordinal_measures(fit())
    return [
        found[name] for name in ("chisq", "chisq.scaled", "cfi.scaled", "cfi.robust", "rmsea.robust", "srmr")
    ]


def equal_loadings() -> ChiSquare:
    """The cost of loadings of 1."""
    free, restricted = fit(), fit(1.0)
    plain = ChiSquare(restricted.test.chisq - free.test.chisq, restricted.test.df - free.test.df)
    return difference(plain, ordinal_linearised(free), restricted.slopes)
