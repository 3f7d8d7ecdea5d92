"""Where a school's mean stands among the means of other schools."""

from dataclasses import dataclass
from typing import Literal

from numpy.typing import ArrayLike

from psychometrics.contract import Floats

MINIMUM_SCHOOLS = 8
Band = Literal["lower quarter", "middle half", "upper quarter"]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """`schools` others; their `lower_quartile`, `median`, `upper_quartile`; the `band` of `own` among them."""

    own: float
    schools: int
    lower_quartile: float
    median: float
    upper_quartile: float
    band: Band


def benchmark(own: float, others: ArrayLike, *, minimum: int = MINIMUM_SCHOOLS) -> Benchmark:
    """The benchmark of one school; raises `StatisticError` "few_schools" with fewer than `minimum` others."""
    raise NotImplementedError
