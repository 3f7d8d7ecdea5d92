"""The normal likelihood of every answer that was given: full information, by patterns of missing answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from psychometrics.contract import Floats, StatisticError
from psychometrics.latent.curvature import second_slopes
from psychometrics.latent.implied import Array, Matrices, ModelLayout, Slopes
from psychometrics.latent.model import LatentModel
from psychometrics.latent.sample import GroupSample
from psychometrics.missingness import PatternSums, em_moments

MOST_CELLS = 2**21
"""Numbers held at once for each of a handful of arrays, which bounds memory at some hundred megabytes."""


@dataclass(frozen=True, slots=True, eq=False)
class IncompleteSample:
    """One group's people by pattern of missing answers.

    `seen` (patterns x items) is 1 where answered; `n` people a pattern; `sums` and `products` those of values about
    `origin`, 0 where missing. `complete` holds the means and covariances that maximise the likelihood, `loglik` its
    value there.
    """

    seen: Floats
    n: Floats
    sums: Floats
    products: Floats
    origin: Floats
    complete: GroupSample
    loglik: float

    @property
    def people(self) -> int:
        return int(self.n.sum())


@dataclass(frozen=True, slots=True, eq=False)
class _Inverses:
    """Of some patterns: the inverse of what is seen of Sigma (0 elsewhere), people, sums and products about mu."""

    inverse: Floats
    determinants: Floats
    n: Floats
    sums: Floats
    products: Floats


def incomplete_sample(patterns: PatternSums, name: str = "") -> IncompleteSample:
    """The people of a group who answered anything, from one pass over the answers.

    Raises `StatisticError` "not_converged" where the means and covariances of all answers are not found, and what
    `em_moments` raises.
    """
    kept = patterns.patterns.any(axis=1)
    seen = patterns.patterns[kept].astype(np.float64)
    n = patterns.n[kept].astype(np.float64)
    moments = em_moments(patterns)
    if not moments.converged:
        raise StatisticError(
            "not_converged",
            f"the means and covariances of all answers were not found in {moments.iterations} steps",
            "leave out items that few people answered, or fit people without missing answers (ml)",
        )
    origin = moments.mean
    sums, products = patterns.sums[kept], patterns.products[kept]
    shift = seen * origin
    about = products - sums[:, :, None] * shift[:, None, :] - shift[:, :, None] * sums[:, None, :]
    about += n[:, None, None] * shift[:, :, None] * shift[:, None, :]
    sample = GroupSample(int(n.sum()), moments.mean, moments.covariance, name)
    return IncompleteSample(seen, n, sums - n[:, None] * shift, about, origin, sample, moments.loglik)


class IncompleteLikelihood:
    """The likelihood of all answers given, less that of free means and covariances: n F is the chi-square.

    Answers may be missing by chance or by what other answers of the person say (missing at random). Enders & Bandalos
    (2001), doi:10.1207/S15328007SEM0803_5.
    """

    def __init__(self, model: LatentModel, samples: Sequence[IncompleteSample]) -> None:
        self.layout = ModelLayout(model)
        self.model = model
        self.samples = tuple(samples)
        self.people = sum(sample.people for sample in samples)
        self._saturated = sum(-2 * sample.loglik for sample in samples) / self.people

    def value(self, free: Floats) -> float:
        """F; infinite where an implied covariance matrix is not positive definite."""
        total = 0.0
        for group, sample in enumerate(self.samples):
            matrices = self.layout.matrices(free, group)
            if np.linalg.eigvalsh(matrices.covariance)[0] <= 0:
                return float("inf")
            for part in _parts(sample, matrices):
                total += float(part.n @ part.determinants) + float(np.sum(part.inverse * part.products))
            total += float(sample.n @ sample.seen.sum(axis=1)) * float(np.log(2 * np.pi))
        return total / self.people - self._saturated

    def gradient(self, free: Array) -> Array:
        """Slopes of F by each free parameter."""
        slopes = np.zeros(self.model.free)
        for group, sample in enumerate(self.samples):
            matrices = self.layout.matrices(free, group)
            moved = self.layout.slopes(matrices, group)
            weight, pull = _weight_and_pull(sample, matrices)
            own = moved.onto(weight) - 2 * pull @ moved.of_means()
            slopes[moved.own] += own / self.people
        return slopes

    def information(self, free: Floats) -> Floats:
        """What complete answers would tell at these parameters: more than there is, and enough for a direction."""
        total = np.zeros((self.model.free, self.model.free))
        for group, sample in enumerate(self.samples):
            matrices = self.layout.matrices(free, group)
            moved = self.layout.slopes(matrices, group)
            inverse = np.linalg.inv(matrices.covariance)
            means = moved.of_means()
            own = moved.crossed(inverse) + means.T @ inverse @ means
            total[np.ix_(moved.own, moved.own)] += sample.people / self.people * own
        return total

    def curvature(self, free: Floats) -> Floats:
        """Observed information of the answers given, for one person: half the exact Hessian of F."""
        total = np.zeros((self.model.free, self.model.free))
        for group, sample in enumerate(self.samples):
            matrices = self.layout.matrices(free, group)
            moved = self.layout.slopes(matrices, group)
            weight, pull = _weight_and_pull(sample, matrices)
            own = second_slopes(self.layout.entries[group], matrices, moved, weight, pull) / 2
            own = own + _crossed(sample, matrices, moved)
            total[np.ix_(moved.own, moved.own)] += own / self.people
        return total


def _parts(sample: IncompleteSample, matrices: Matrices, entries: int = 0) -> Iterator[_Inverses]:
    """The patterns, some at a time: as many as fit for arrays of items or of entries squared."""
    items = len(sample.origin)
    step = max(1, MOST_CELLS // max(items, entries) ** 2)
    mean = matrices.mean - sample.origin
    for first in range(0, len(sample.n), step):
        chosen = slice(first, first + step)
        seen, n = sample.seen[chosen], sample.n[chosen]
        both = seen[:, :, None] * seen[:, None, :]
        filled = matrices.covariance * both
        filled[:, np.arange(items), np.arange(items)] += 1 - seen
        own = seen * mean
        products = sample.products[chosen] - sample.sums[chosen][:, :, None] * own[:, None, :]
        products = products - own[:, :, None] * sample.sums[chosen][:, None, :]
        products = products + n[:, None, None] * own[:, :, None] * own[:, None, :]
        yield _Inverses(
            np.linalg.inv(filled) * both,
            np.linalg.slogdet(filled)[1],
            n,
            sample.sums[chosen] - n[:, None] * own,
            products,
        )


def _weight_and_pull(sample: IncompleteSample, matrices: Matrices) -> tuple[Floats, Floats]:
    """The slope of the summed discrepancy by Sigma (items x items), and minus half of that by mu (items)."""
    items = len(sample.origin)
    weight, pull = np.zeros((items, items)), np.zeros(items)
    for part in _parts(sample, matrices):
        weight += np.tensordot(part.n, part.inverse, 1) - (part.inverse @ part.products @ part.inverse).sum(
            axis=0
        )
        pull += np.einsum("pij,pj->i", part.inverse, part.sums)
    return weight, pull


def _crossed(sample: IncompleteSample, matrices: Matrices, moved: Slopes) -> Floats:
    """What products of first slopes add to half the Hessian of the summed discrepancy, own x own."""
    total = np.zeros((len(moved.own),) * 2)
    means = moved.of_means()
    for part in _parts(sample, matrices, moved.u.shape[1]):
        spread = part.inverse @ part.products @ part.inverse - part.inverse * (part.n / 2)[:, None, None]
        total += moved.joined_over(part.inverse, spread)
        pulls = np.einsum("pij,pj->pi", part.inverse, part.sums)
        left = means.T @ moved.onto_columns_over(part.inverse, pulls)
        total += means.T @ np.tensordot(part.n, part.inverse, 1) @ means + left + left.T
    return total
