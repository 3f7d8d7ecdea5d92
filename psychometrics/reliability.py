"""Coefficient alpha: raw (pairwise and complete), standardised, with intervals and alpha if dropped."""

from collections.abc import Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Floats
from psychometrics.moments import Moments


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval estimate: `method`, `level` (.95), `lower`, `upper`."""

    method: str
    level: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True, eq=False)
class Alpha:
    """Alpha of one subscale. `raw` pairwise, `complete` of persons without a missing answer, `standardized`."""

    names: tuple[str, ...]
    n: int
    n_complete: int
    raw: float
    complete: float
    standardized: float
    average_r: float
    median_r: float
    standard_error: float
    interval: Interval
    if_dropped: Floats
    item_rest: Floats
    item_total: Floats
    cautions: tuple[Caution, ...]


def alpha(moments: Moments, reverse: Sequence[bool] | None = None, *, level: float = 0.95) -> Alpha:
    """Alpha and its item statistics from the Moments of a subscale; R: `psych::alpha(x, keys = ...)`."""
    raise NotImplementedError


def alpha_of(covariance: ArrayLike) -> float:
    """Alpha of a covariance (raw) or correlation (standardised) matrix."""
    raise NotImplementedError


def feldt_interval(alpha: float, n: int, items: int, *, level: float = 0.95) -> Interval: ...
def bonett_interval(alpha: float, n: int, items: int, *, level: float = 0.95) -> Interval: ...
def bootstrap_interval(
    values: ArrayLike, *, seed: int, draws: int = 1000, level: float = 0.95
) -> Interval: ...
