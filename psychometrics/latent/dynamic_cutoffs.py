"""Cut-offs of fit indices for the model at hand, simulated: what they would be if the model were a little wrong.

Fixed cut-offs were found for one model with strong loadings; with weak loadings worse models pass them, with strong
ones better models fail. Here answers are drawn from the fitted model, and from ones with something added that it
leaves out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from psychometrics.contract import Floats, StatisticError
from psychometrics.latent.fit_indices import ChiSquare, indices
from psychometrics.latent.fitted import Fitted
from psychometrics.latent.likelihood import NormalLikelihood
from psychometrics.latent.model import LatentModel
from psychometrics.latent.residuals import root_mean_squares
from psychometrics.latent.sample import GroupSample
from psychometrics.latent.search import Minimum, minimised

INDICES: Final = ("srmr", "rmsea", "cfi")
REPLICATIONS: Final = 250
RESIDUAL_CORRELATION: Final = 0.3
SHARES: Final = ((0.05, 0.95), (0.10, 0.90))
"""(Right models refused at most, wrong models refused at least): the strict rule, and the one that is tried after it.
"""
MOST_EXPLAINED: Final = 0.95
"""An added loading is made smaller where more than this share of its item would be explained."""


@dataclass(frozen=True, slots=True)
class Cutoff:
    """The value that parts right from wrong models, and how surely; None where no value parts them by either rule.

    `refused` is the share of the wrong models that the value refuses; at most 1 - `refused` of the right ones are.
    """

    index: str
    value: float | None
    refused: float | None


@dataclass(frozen=True, slots=True)
class CutoffLevel:
    """How wrong a model is, in words, and the cut-offs against it in the order of `INDICES`."""

    level: int
    added: str
    cutoffs: tuple[Cutoff, ...]


def dynamic_cutoffs(
    found: Fitted, *, replications: int = REPLICATIONS, seed: int = 1
) -> tuple[CutoffLevel, ...]:
    """Cut-offs of SRMR, RMSEA and CFI for a model of one group, from small to large misspecification.

    Of several factors, level k draws from a population where k items load on a second factor too, as strongly as the
    weakest item does on its own; of one factor, where a third, two thirds or all of the items correlate by .3 in
    pairs beyond the factor. Covariances of normal answers are drawn `replications` times for each (Wishart, seed
    recorded by the caller). Raises `StatisticError` for several groups, a Heywood case, and models where factors
    explain factors or items have several.

    After McNeish & Wolf (2023), doi:10.1037/met0000425 and doi:10.3758/s13428-022-01847-y, whose programs differ in
    details; so may the third digit. Items of few options or skew fit worse than these draws: then the cut-offs are
    strict.
    """
    matrices = found.matrices()
    _require_simple(found, matrices.loadings)
    deviations = np.sqrt(np.diag(matrices.covariance))
    loadings = matrices.loadings * np.sqrt(np.diag(matrices.factor_covariance)) / deviations[:, None]
    spread = np.sqrt(np.diag(matrices.factor_covariance))
    phi = matrices.factor_covariance / np.outer(spread, spread)
    rng = np.random.default_rng(seed)
    right = _drawn(found, _population(loadings, phi), rng, replications)
    levels = []
    for level, (added, population) in enumerate(_misspecified(found.model, loadings, phi), start=1):
        wrong = _drawn(found, population, rng, replications)
        cutoffs = tuple(_cutoff(name, right[:, at], wrong[:, at]) for at, name in enumerate(INDICES))
        levels.append(CutoffLevel(level, added, cutoffs))
    return tuple(levels)


def _require_simple(found: Fitted, loadings: Floats) -> None:
    refusals = {
        "several_groups": found.model.groups > 1,
        "no_simple_structure": bool((np.count_nonzero(loadings, axis=1) != 1).any())
        or found.matrices().beta.any(),
        "heywood": any(
            caution.code in ("negative_variance", "correlation_beyond_one") for caution in found.cautions
        ),
    }
    for code, holds in refusals.items():
        if holds:
            raise StatisticError(
                code,
                "cut-offs are simulated for a proper solution of one group whose items have one factor each",
                "read fit beside that of a simpler model",
            )


def _population(loadings: Floats, phi: Floats, residuals: Floats | None = None) -> Floats:
    """Correlations that loadings, factor correlations and correlations of residuals give."""
    common = loadings @ phi @ loadings.T
    rest = np.sqrt(1 - np.diag(common))
    between = np.eye(len(loadings)) if residuals is None else residuals
    return np.asarray(common + between * np.outer(rest, rest))


def _misspecified(model: LatentModel, loadings: Floats, phi: Floats) -> Iterator[tuple[str, Floats]]:
    items, factors = loadings.shape
    if factors == 1:
        for third in (1, 2, 3):
            pairs = max(round(items * third / 6), third)
            if 2 * pairs > items:
                return
            residuals = np.eye(items)
            for pair in range(pairs):
                one, other = 2 * pair, 2 * pair + 1
                residuals[one, other] = residuals[other, one] = RESIDUAL_CORRELATION
            pairs_of_items = (
                "one pair of items correlates" if pairs == 1 else f"{pairs} pairs of items correlate"
            )
            yield f"{pairs_of_items} by .3 beyond the factor", _population(loadings, phi, residuals)
        return
    wider = loadings.copy()
    for level in range(factors - 1):
        item = _weakest(loadings, level)
        wider[item, (level + 1) % factors] = _added_loading(
            wider[item], phi, level, (level + 1) % factors, loadings
        )
        names = " and ".join(model.items[_weakest(loadings, at)] for at in range(level + 1))
        yield f"a second factor is measured by {names} too", _population(wider, phi)


def _weakest(loadings: Floats, factor: int) -> int:
    """The item that measures a factor least."""
    own = np.where(loadings[:, factor] != 0, np.abs(loadings[:, factor]), np.inf)
    return int(own.argmin())


def _added_loading(row: Floats, phi: Floats, own: int, second: int, loadings: Floats) -> float:
    """As strong as the weakest loading of all, or weaker where its item would be explained nearly whole."""
    size = float(np.abs(loadings[loadings != 0]).min())
    while size > 0.01:
        wider = row.copy()
        wider[second] = size
        if float(wider @ phi @ wider) <= MOST_EXPLAINED:
            break
        size *= 0.9
    return size


def _drawn(found: Fitted, population: Floats, rng: np.random.Generator, replications: int) -> Floats:
    """The indices of the model in samples from a population: draws that could be fitted x indices."""
    rows = []
    deviations = np.sqrt(np.diag(found.matrices().covariance))
    lower = np.linalg.cholesky(population) * deviations[:, None]
    for covariance in _wishart(lower, found.people, rng, replications):
        sample = replace(found.samples[0], covariance=covariance)
        # in the items' own units, so that the estimates are a start near the end
        objective = NormalLikelihood(found.model, [sample])
        at_end = minimised(objective, found.free)
        if at_end.converged:
            rows.append(_indices(found, sample, at_end))
    if len(rows) < replications / 2:
        raise StatisticError(
            "not_converged",
            f"of {replications} simulated samples {len(rows)} could be fitted",
            "collect more responses, or fit a smaller model",
        )
    return np.array(rows, dtype=np.float64)


def _indices(found: Fitted, sample: GroupSample, at_end: Minimum) -> list[float | None]:
    """In the order of `INDICES`; means are as in the sample."""
    test = ChiSquare(sample.n * at_end.value, found.test.df)
    apart = float(np.sum(np.log(np.diag(sample.covariance))) - np.linalg.slogdet(sample.covariance)[1])
    plain = indices(test, ChiSquare(sample.n * apart, found.baseline.df), sample.n)
    drawn = replace(found, samples=(sample,), free=at_end.free)
    return [root_mean_squares(drawn).srmr, plain.rmsea.value if plain.rmsea else None, plain.cfi]


def _wishart(lower: Floats, people: int, rng: np.random.Generator, replications: int) -> Iterator[Floats]:
    """Covariances (divisor n) of normal samples, by Bartlett's decomposition: no persons are drawn."""
    items = len(lower)
    degrees = people - 1 - np.arange(items)
    for _ in range(replications):
        triangle = np.tril(rng.standard_normal((items, items)), -1)
        triangle[np.diag_indices(items)] = np.sqrt(rng.chisquare(degrees))
        root = lower @ triangle
        yield root @ root.T / people


def _cutoff(name: str, right: Floats, wrong: Floats) -> Cutoff:
    """The value that refuses enough of the wrong models and few enough of the right ones."""
    sign = -1.0 if name == "cfi" else 1.0
    good, bad = sign * right, sign * wrong
    for most, least in SHARES:
        value = float(np.quantile(bad, 1 - least))
        if value >= float(np.quantile(good, 1 - most)):
            return Cutoff(name, sign * value, least)
    return Cutoff(name, None, None)


def worse_than(level: CutoffLevel, named: dict[str, float | None]) -> list[str]:
    """Which of the model's own indices (by lavaan's names) are worse than the cut-offs of a level."""
    worse: list[str] = []
    for cutoff in level.cutoffs:
        own = named.get(cutoff.index)
        if own is None or cutoff.value is None:
            continue
        if (own < cutoff.value) if cutoff.index == "cfi" else (own > cutoff.value):
            worse.append(cutoff.index)
    return worse
