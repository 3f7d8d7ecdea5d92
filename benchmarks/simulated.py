"""Answers whose truth is known: cells of items, groups, people asked twice and attentive people."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from psychometrics.contract import Counts, Floats

POPULATION: Final = 100_000
"""People of the sample that stands for the population."""

Kind = Literal["scale", "pair", "groups", "known", "gaps", "twice", "attentive"]
Random = np.random.Generator


@dataclass(frozen=True, slots=True)
class Answers:
    """Keyed codes, people x items; `groups` of people, or the `scales` that items belong to, where there are any."""

    codes: Floats
    groups: Counts | None = None
    scales: tuple[tuple[int, ...], ...] = ()
    options: int = 5


@dataclass(frozen=True, slots=True)
class Simulated:
    """A truth: what it is, how many people a sample has, and how answers of so many people are made."""

    name: str
    kind: Kind
    people: int
    make: Callable[[Random, int], Answers]


@dataclass(frozen=True, slots=True)
class Items:
    """Items with loadings on factors that correlate, answered on so many options, all leaning to one side by `skew`."""

    loadings: Floats
    correlations: Floats
    options: int = 5
    skew: float = 0.0
    copied: bool = False
    biased: float = 0.0
    gaps: float = 0.0
    scales: tuple[tuple[int, ...], ...] = field(default=())

    def __call__(self, random: Random, people: int) -> Answers:
        factors = random.multivariate_normal(np.zeros(len(self.correlations)), self.correlations, people)
        shared = np.einsum("if,fg,ig->i", self.loadings, self.correlations, self.loadings)
        own = random.standard_normal((people, len(shared))) * np.sqrt(1 - shared)
        latent = factors @ self.loadings.T + own
        if self.biased:  # half of the people find the first two items easier
            latent[: people // 2, :2] += self.biased
        codes = answered(latent, self.options, self.skew)
        if self.copied:
            codes[:, -1] = np.where(random.random(people) < 0.9, codes[:, 0], codes[:, -1])
        if self.gaps:  # completely at random
            codes[random.random(codes.shape) < self.gaps] = np.nan
        return Answers(codes, scales=self.scales, options=self.options)


def answered(latent: Floats, options: int, skew: float = 0.0) -> Floats:
    """Options chosen: even steps along the trait, moved to one side by `skew` standard deviations."""
    cuts = np.linspace(-1.8, 1.8, options + 1)[1:-1] if options > 2 else np.zeros(1)
    codes: Floats = np.searchsorted(cuts - skew, latent).astype(np.float64)
    return codes


def alike(items: int, loading: float, turned: int = 0) -> tuple[Floats, Floats]:
    """One factor; the first `turned` items load against their key."""
    loadings = np.full((items, 1), loading)
    loadings[:turned] *= -1
    return loadings, np.eye(1)


def apart(items: int, loading: float, factors: int, r: float) -> tuple[Floats, Floats]:
    """Several factors with as many items each, correlating at r."""
    loadings = np.zeros((items, factors))
    loadings[np.arange(items), np.arange(items) * factors // items] = loading
    return loadings, np.full((factors, factors), r) + (1 - r) * np.eye(factors)


def bifactor(items: int, general: float, group: float) -> tuple[Floats, Floats]:
    """A general factor beside three group factors."""
    loadings, _ = apart(items, group, 3, 0.0)
    return np.column_stack([np.full(items, general), loadings]), np.eye(4)


@dataclass(frozen=True, slots=True)
class Grouped:
    """One factor of which a share lies between groups of these sizes; a population has more such groups.

    `own` is the share of what is each item's own that lies between groups.
    """

    share: float
    sizes: tuple[int, ...]
    items: int = 6
    loading: float = 0.6
    options: int = 5
    skew: float = 0.0
    own: float = 0.0

    def __call__(self, random: Random, people: int) -> Answers:
        sizes = np.tile(self.sizes, max(1, people // sum(self.sizes)))
        groups = np.repeat(np.arange(len(sizes)), sizes)
        trait = np.sqrt(self.share) * random.standard_normal(len(sizes))[groups]
        trait += np.sqrt(1 - self.share) * random.standard_normal(len(groups))
        own = np.sqrt(1 - self.own) * random.standard_normal((len(groups), self.items))
        own += np.sqrt(self.own) * random.standard_normal((len(sizes), self.items))[groups]
        own *= np.sqrt(1 - self.loading**2)
        codes = answered(self.loading * trait[:, None] + own, self.options, self.skew)
        return Answers(codes, groups=groups, options=self.options)


@dataclass(frozen=True, slots=True)
class Known:
    """Scores, people x scales, of groups of these sizes that do not differ, or by `apart` in the first score only.

    The groups after the first spread `wider`; `skew` leans the items to one side.
    """

    sizes: tuple[int, ...]
    scales: int = 1
    apart: float = 0.0
    wider: float = 1.0
    skew: float = 0.0
    options: int = 5

    def __call__(self, random: Random, people: int) -> Answers:
        groups = np.repeat(
            np.arange(len(self.sizes)), np.array(self.sizes) * max(1, people // sum(self.sizes))
        )
        trait = (
            random.standard_normal((len(groups), self.scales))
            * np.where(groups > 0, self.wider, 1.0)[:, None]
        )
        trait[:, 0] += self.apart * (groups > 0)
        own = random.standard_normal((len(groups), self.scales, 5)) * 0.8
        codes = answered(0.6 * trait[:, :, None] + own, self.options, self.skew)
        return Answers(codes.mean(axis=2), groups=groups, options=self.options)


@dataclass(frozen=True, slots=True)
class Twice:
    """Scores of the same people twice: how stable they are, and how far everybody moved, in standard deviations.

    `skewed` scores lean to one side at the second time, with the same mean.
    """

    r: float
    shift: float = 0.0
    skewed: bool = False

    def __call__(self, random: Random, people: int) -> Answers:
        first = random.standard_normal(people)
        second = self.r * first + np.sqrt(1 - self.r**2) * random.standard_normal(people) + self.shift
        if self.skewed:
            second = np.exp(second) - np.exp(0.5)
        return Answers(np.column_stack([first, second]))


def cells() -> Iterator[Simulated]:
    """All cells that the rates are measured in."""
    for name, people, items in SCALES:
        yield Simulated(f"{name}, n = {people}", "scale", people, items)
    for name, people, (loadings, correlations) in PAIRS:
        half = len(loadings) // 2
        scales = (tuple(range(half)), tuple(range(half, 2 * half)))
        yield Simulated(f"{name}, n = {people}", "pair", people, Items(loadings, correlations, scales=scales))
    for name, grouped in GROUPS.items():
        yield Simulated(name, "groups", sum(grouped.sizes), grouped)
    for name, known in KNOWN.items():
        yield Simulated(name, "known", sum(known.sizes), known)
    for name, people, items in GAPS:
        yield Simulated(f"{name}, n = {people}", "gaps", people, items)
    for name, people, twice in TWICE:
        yield Simulated(f"{name}, n = {people}", "twice", people, twice)
    for name, people, items in ATTENTIVE:
        yield Simulated(f"{name}, n = {people}", "attentive", people, items)


ONE: Final = alike(6, 0.6)
SCALES: Final = (
    ("noise, 6 items", 50, Items(*alike(6, 0.0))),
    ("noise, 6 items", 1000, Items(*alike(6, 0.0))),
    ("noise, 12 items of 2 options", 200, Items(*alike(12, 0.0), options=2)),
    ("one factor, 6 items", 50, Items(*ONE)),
    ("one factor, 6 items", 200, Items(*ONE)),
    ("one factor, 10 skewed items of 2 options", 50, Items(*alike(10, 0.7), options=2, skew=0.8)),
    ("one factor, 10 skewed items of 2 options", 400, Items(*alike(10, 0.7), options=2, skew=1.2)),
    ("one factor, 20 skewed items of 5 options", 400, Items(*alike(20, 0.8), skew=1.3)),
    ("one factor, alpha near .70", 200, Items(*alike(6, 0.555))),
    ("one factor, alpha near .70", 5000, Items(*alike(6, 0.545))),
    ("one factor, alpha near .95, 11 options", 200, Items(*alike(16, 0.75), options=11)),
    ("one factor, item-rest near .30", 200, Items(*alike(8, 0.42))),
    ("two factors at .3", 200, Items(*apart(8, 0.7, 2, 0.3))),
    ("two factors at .7", 50, Items(*apart(8, 0.7, 2, 0.7))),
    ("two factors at .7", 1000, Items(*apart(8, 0.7, 2, 0.7))),
    ("five factors at .2", 5000, Items(*apart(10, 0.7, 5, 0.2))),
    ("bifactor, 12 items", 200, Items(*bifactor(12, 0.5, 0.5))),
    ("three of nine items keyed wrongly", 50, Items(*alike(9, 0.6, 3))),
    ("three of nine items keyed wrongly", 1000, Items(*alike(9, 0.6, 3))),
    ("a copied item", 50, Items(*ONE, copied=True)),
    ("a copied item", 200, Items(*ONE, copied=True)),
    ("two biased items", 1000, Items(*ONE, biased=1.0)),
)
PAIRS: Final = (
    ("two scales of noise", 200, alike(12, 0.0)),
    ("two scales of one factor", 200, alike(12, 0.6)),
    ("two scales at .90", 200, apart(12, 0.6, 2, 0.90)),
    ("two scales at .85", 1000, apart(12, 0.6, 2, 0.85)),
    ("two weak scales at .6", 50, apart(8, 0.5, 2, 0.6)),
)
GROUPS: Final[Mapping[str, Grouped]] = {
    "30% of the factor and of each item between 20 groups of 30": Grouped(0.3, (30,) * 20, own=0.3),
    "nothing between 30 groups of 10": Grouped(0.0, (10,) * 30),
    "nothing between groups of 5 and 40, 2 skewed options": Grouped(0.0, (5, 40) * 15, options=2, skew=1.2),
    "half between 20 groups of 30, alpha near .70": Grouped(0.5, (30,) * 20, loading=0.55),
    "15% between 50 groups of 20, ICC(2) near .70": Grouped(0.135, (20,) * 50),
    "12% between 20 groups of 8 to 30, ICC(2) near .50": Grouped(
        0.075, (8, 12, 20, 30) * 5, options=4, skew=1.0
    ),
}
KNOWN: Final[Mapping[str, Known]] = {
    "two equal groups of 20, skewed items of 2 options": Known((20, 20), skew=1.2, options=2),
    "equal groups of 8 and 200, the large one spread wider": Known((8, 200), wider=2.0),
    "eight equal groups of 5, skewed items": Known((5,) * 8, skew=1.2),
    "five scores of equal groups of 50 and 100": Known((50, 100), scales=5),
}
GAPS: Final = (
    ("gaps at random, 10 items", 200, Items(*alike(10, 0.6), gaps=0.05)),
    (
        "gaps at random, 6 skewed items of 2 options",
        500,
        Items(*alike(6, 0.7), options=2, skew=1.2, gaps=0.1),
    ),
)
TWICE: Final = (
    ("skewed at the second time, no shift", 50, Twice(0.50, skewed=True)),
    ("ICC at .70", 50, Twice(0.70)),
    ("ICC at .70", 500, Twice(0.70)),
    ("r at .90, all moved by a fifth of an SD", 200, Twice(0.90, 0.2)),
)
ATTENTIVE: Final = (
    ("5 items", 500, Items(*alike(5, 0.7), scales=(tuple(range(5)),))),
    (
        "10 items of 2 scales",
        500,
        Items(*apart(10, 0.7, 2, 0.4), scales=(tuple(range(5)), tuple(range(5, 10)))),
    ),
    (
        "20 skewed items of 2 options",
        500,
        Items(*alike(20, 0.6), options=2, skew=1.0, scales=(tuple(range(20)),)),
    ),
    (
        "25 items of 5 scales",
        500,
        Items(*apart(25, 0.7, 5, 0.3), scales=tuple(tuple(range(5 * s, 5 * s + 5)) for s in range(5))),
    ),
    (
        "46 skewed items of 8 scales",
        500,
        Items(
            *apart(48, 0.75, 8, 0.6), skew=1.0, scales=tuple(tuple(range(6 * s, 6 * s + 6)) for s in range(8))
        ),
    ),
)
