"""The reference's ordinal models on the reference's data, each fitted once, and answers from models known by truth."""

import functools
from collections.abc import Sequence

import numpy as np
from scipy.special import ndtri

from psychometrics.latent.invariance import Invariance, invariance
from psychometrics.latent.invariance_levels import groups_model
from psychometrics.latent.ordinal_fit import Estimator, OrdinalFit, fit_ordinal
from psychometrics.latent.ordinal_invariance import OrdinalLadder
from psychometrics.latent.ordinal_model import ordinal
from psychometrics.latent.ordinal_moments import OrdinalMoments, ordinal_moments
from tests import reference
from tests.psychometrics.factor_data import SCALES, complete
from tests.psychometrics.latent.material import answers, subscale_model

CONSCIENTIOUS = [f"C{item}" for item in range(1, 6)]


def moments(values: np.ndarray, name: str, items: Sequence[str], group: str = "") -> OrdinalMoments:
    low, high = SCALES[name]
    codes = np.where(np.isnan(values), 253, values - low).astype(np.uint8)
    return ordinal_moments(codes, [high - low + 1] * len(items), names=items, group=group)


@functools.cache
def sample(name: str) -> OrdinalMoments:
    items = subscale_model(name).items
    return moments(answers(name, items), name, items)


@functools.cache
def confirmed_ordinal(name: str, estimator: Estimator = "wlsmv") -> OrdinalFit:
    """The reference's `cfa.wlsmv` and `cfa.ulsmv`."""
    own = sample(name)
    model = ordinal(subscale_model(name), [[len(chosen) for chosen in own.options]])
    return fit_ordinal(model, [own], estimator)


def gender_codes() -> list[np.ndarray]:
    """Conscientiousness of men and of women who left no gap, 1 to 6."""
    both = complete(np.column_stack([answers("bfi", CONSCIENTIOUS), reference.data("bfi").column("gender")]))
    return [both[both[:, 5] == code][:, :5] for code in (1, 2)]


def genders() -> list[OrdinalMoments]:
    return [
        moments(values, "bfi", CONSCIENTIOUS, name)
        for values, name in zip(gender_codes(), ("men", "women"), strict=True)
    ]


@functools.cache
def gender_levels() -> Invariance[OrdinalFit]:
    """The reference's `inv_gender.ordinal_*`."""
    model, blocks = groups_model({"C": CONSCIENTIOUS}, 2)
    return invariance(OrdinalLadder(model, blocks, genders()))


def drawn(
    seed: int,
    people: int,
    loadings: np.ndarray,
    cuts: np.ndarray,
    mean: float = 0.0,
    shift: np.ndarray | float = 0.0,
) -> np.ndarray:
    """Answers of people to items of one factor: responses with variance 1 where `mean` is 0, cut at `cuts`."""
    random = np.random.default_rng(seed)
    factor = mean + random.standard_normal(people)
    rest = random.standard_normal((people, len(loadings))) * np.sqrt(1 - loadings**2)
    return np.searchsorted(cuts, factor[:, None] * loadings + rest + shift).astype(np.uint8)


def even_cuts(options: int) -> np.ndarray:
    """Thresholds that make the options equally frequent."""
    return np.asarray(ndtri(np.arange(1, options) / options))
