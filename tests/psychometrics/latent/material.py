"""The reference's confirmatory models on the reference's data, each fitted once."""

import csv
import functools
from collections.abc import Sequence

import numpy as np

from psychometrics.latent.fitted import Fitted
from psychometrics.latent.fitting import fitted
from psychometrics.latent.fourth_moments import FourthMoments
from psychometrics.latent.full_information import fitted_to_all_answers
from psychometrics.latent.incomplete import IncompleteSample, incomplete_sample
from psychometrics.latent.model import LatentModel
from psychometrics.latent.sample import GroupSample, sample_of_values
from psychometrics.latent.specification import Defaults, model_of
from psychometrics.latent.structures import bifactor, correlated, one_factor, second_order
from psychometrics.latent.syntax import terms_of
from psychometrics.summaries.patterns import Patterns
from tests import reference

SUBSCALES = {
    "hs1939": {"visual": ["x1", "x2", "x3"], "textual": ["x4", "x5", "x6"], "speed": ["x7", "x8", "x9"]},
    "bfi": {"A": ["A2", "A1", "A3", "A4", "A5"], "C": ["C1", "C2", "C3", "C4", "C5"]},
    "lq2002": {"L": [f"LEAD{item:02}" for item in range(1, 7)]},
    "school-wellbeing": {
        "T": [f"W{item}" for item in range(1, 8)],
        "M": [f"W{item}" for item in range(8, 14)],
    },
}
STEPS: dict[str, tuple[str, ...]] = {
    "configural": (),
    "metric": ("loadings",),
    "scalar": ("loadings", "intercepts"),
    "strict": ("loadings", "intercepts", "residuals"),
}
GROWTH = """
i =~ 1*t1 + 1*t2 + 1*t3 + 1*t4
s =~ 0*t1 + 1*t2 + 2*t3 + 3*t4
i ~ x1 + x2
s ~ x1 + x2
"""
RESIDUALS = "\ny1 ~~ y5\ny2 ~~ y6\ny3 ~~ y7\ny4 ~~ y8"
METRIC = "d60 =~ y1 + a*y2 + b*y3 + c*y4\nd65 =~ y5 + a*y6 + b*y7 + c*y8" + RESIDUALS
OCCASIONS = {
    "m_conf": "d60 =~ y1 + y2 + y3 + y4\nd65 =~ y5 + y6 + y7 + y8" + RESIDUALS,
    "m_metric": METRIC,
    "m_scalar": METRIC
    + "".join(f"\ny{item} ~ i{item}*1\ny{item + 4} ~ i{item}*1" for item in range(1, 5))
    + "\nd65 ~ 1",
}


def subscale_model(name: str, defaults: Defaults | None = None) -> LatentModel:
    """The correlated factors that the reference fits to this file, markers as it has them."""
    return correlated(SUBSCALES[name], defaults)


def answers(name: str, items: Sequence[str]) -> np.ndarray:
    return reference.data(name).columns(items)


@functools.cache
def robust_sample(name: str) -> GroupSample:
    """Complete rows of the items of `subscale_model`, with their moments of the fourth order."""
    return FourthMoments.of_values(answers(name, subscale_model(name).items)).sample()


@functools.cache
def confirmed(name: str, estimator: str = "ml") -> Fitted:
    """The reference's `cfa.ml`, `cfa.mlr` and `cfa.mlm`: complete rows."""
    return fitted(subscale_model(name), [robust_sample(name)], estimator)


def with_holes(values: np.ndarray) -> np.ndarray:
    """The reference's gaps in Holzinger and Swineford's tests: every 17th person, one on in each test."""
    holed = values.copy()
    for item in range(values.shape[1]):
        holed[item::17, item] = np.nan
    return holed


@functools.cache
def incomplete(name: str) -> IncompleteSample:
    values = answers(name, subscale_model(name).items)
    return incomplete_sample(Patterns.of_values(with_holes(values) if name == "hs1939" else values))


@functools.cache
def of_all_answers(name: str) -> Fitted:
    """The reference's `cfa.fiml` and `fiml.fiml`."""
    return fitted_to_all_answers(subscale_model(name), [incomplete(name)])


@functools.cache
def higher(what: str) -> Fitted:
    subscales = SUBSCALES["hs1939"]
    model = second_order(subscales, "g") if what == "second_order" else bifactor(subscales, "g")
    return fitted(model, [sample_of_values(answers("hs1939", model.items))])


def by_school(items: Sequence[str]) -> list[GroupSample]:
    """Holzinger and Swineford's two schools, in order of appearance."""
    with reference.data_path("hs1939").open(newline="") as file:
        schools = np.array([row["school"] for row in csv.DictReader(file)])
    values = answers("hs1939", items)
    return [sample_of_values(values[schools == school], school) for school in ("Pasteur", "Grant-White")]


def by_gender(items: Sequence[str]) -> list[GroupSample]:
    values, gender = answers("bfi", items), reference.data("bfi").column("gender")
    return [sample_of_values(values[gender == code], str(code)) for code in (1, 2)]


@functools.cache
def in_groups(name: str, step: str) -> Fitted:
    """The reference's `inv_school` and `inv_gender`."""
    defaults = Defaults(means=True, groups=2, equal=STEPS[step])
    if name == "hs1939":
        model = subscale_model(name, defaults)
        return fitted(model, by_school(model.items))
    model = one_factor([f"C{item}" for item in range(1, 6)], "C", defaults)
    return fitted(model, by_gender(model.items))


@functools.cache
def growth() -> Fitted:
    """The reference's `lgrowth`: four occasions, level and slope predicted by two covariates."""
    model = model_of(terms_of(GROWTH), Defaults(growth=True))
    return fitted(model, [sample_of_values(answers("demo_growth", model.items))])


@functools.cache
def occasions(step: str) -> Fitted:
    """The reference's `dem`: democracy at two occasions, residuals of the same item correlated."""
    model = model_of(terms_of(OCCASIONS[step]), Defaults(means=True))
    return fitted(model, [sample_of_values(answers("poldem", model.items))])
