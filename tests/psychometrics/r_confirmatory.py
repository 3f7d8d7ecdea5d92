"""Our numbers for the R calls that confirmatory models print, on Holzinger and Swineford's tests."""

from psychometrics.latent.fit_measures import fit_measures
from psychometrics.latent.model_reliability import factor_reliabilities
from psychometrics.latent.person_scores import model_scores
from psychometrics.latent.score_tests import modification_indices
from psychometrics.latent.standardised import standardised
from tests.psychometrics.latent import material

ROBUST = ("chisq.scaled", "cfi.robust", "rmsea.robust", "srmr", "bic")
ALL_ANSWERS = ("chisq", "df", "logl")

MODEL = (
    'd <- read.csv("data/hs1939.csv")[paste0("x", 1:9)]; m <- "visual =~ x1 + x2 + x3\\ntextual =~ x4 + x5 + x6\\n'
    'speed =~ x7 + x8 + x9"; '
)
PLAIN = MODEL + "f <- lavaan::cfa(m, d); "
MLR = MODEL + 'f <- lavaan::cfa(m, d, estimator = "MLR"); '
FIML = (
    MODEL
    + 'd <- {for (j in 1:9) d[seq(j, 301, by = 17), j] <- NA; d}; f <- lavaan::cfa(m, d, missing = "fiml"); '
)


def coefficients() -> list[float]:
    return list(material.confirmed("hs1939").free)


def robust_fit() -> list[float | None]:
    named = fit_measures(material.confirmed("hs1939", "mlr")).named()
    return [named[name] for name in ROBUST]


def fit_to_all_answers() -> list[float | None]:
    named = fit_measures(material.of_all_answers("hs1939")).named()
    return [named[name] for name in ALL_ANSWERS]


def largest_index() -> float:
    return modification_indices(material.confirmed("hs1939"))[0].fall


def standard() -> list[float]:
    return [one.value for one in standardised(material.confirmed("hs1939"))]


def first_scores() -> list[float]:
    found = material.confirmed("hs1939")
    return list(model_scores(found, material.answers("hs1939", found.model.items)).values[0])


def omegas() -> list[float]:
    return [one.omega for one in factor_reliabilities(material.confirmed("hs1939"))]
