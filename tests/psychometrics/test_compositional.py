"""Parts of a whole by log-ratios: worked by hand, held to R, and the same whatever the parts that are added."""

import subprocess

import numpy as np
import pytest

from psychometrics.compositional import NOUGHT, LogRatioSums, composition
from psychometrics.contract import StatisticError
from tests import programs

HOURS = np.array(
    [[40, 59, 1], [20, 30, 50], [33, 33, 34], [70, 10, 20], [5, 5, 90], [60, 25, 15]], dtype=float
)


def test_the_centre_of_two_is_worked_by_hand() -> None:
    """Of 0.8 and 0.2, and 0.2 and 0.8, the geometric means are 0.4 each: half and half."""
    found = composition(LogRatioSums.of([[80, 20], [20, 80]]))
    assert found.center == pytest.approx([0.5, 0.5])
    # ln(4) and -ln(4): their variance with n - 1 is 2 ln(4)^2
    assert found.variation[0, 1] == pytest.approx(2 * np.log(4) ** 2)
    assert found.total_variance == pytest.approx(np.log(4) ** 2)


def test_parts_in_one_proportion_for_everybody_have_no_variation() -> None:
    found = composition(LogRatioSums.of([[10, 20, 70], [30, 60, 10], [5, 10, 85]]))
    assert found.variation[0, 1] == pytest.approx(0, abs=1e-12)
    assert found.variation[0, 2] > 1


def test_nought_is_read_as_half_a_percent_and_the_rest_gives_it_up() -> None:
    with_nought = LogRatioSums.of([[50, 50, 0], [40, 30, 30]])
    rest = 50 * (1 - NOUGHT)
    without = LogRatioSums.of([[rest, rest, 100 * NOUGHT], [40, 30, 30]])
    assert with_nought.logs == pytest.approx(without.logs)
    assert with_nought.noughts.tolist() == [0, 0, 1]
    assert with_nought.shares == pytest.approx([0.9, 0.8, 0.3])


def test_blocks_add_up_to_the_whole() -> None:
    whole = composition(LogRatioSums.of(HOURS))
    parts = composition(LogRatioSums.of(HOURS[:2]) + LogRatioSums.of(HOURS[2:]))
    for name in ("mean", "center", "variation"):
        assert getattr(parts, name) == pytest.approx(getattr(whole, name))
    assert parts.total_variance == pytest.approx(whole.total_variance)


def test_what_is_no_composition_is_refused() -> None:
    with pytest.raises(StatisticError, match="negative part"):
        LogRatioSums.of([[-1, 101]])
    with pytest.raises(StatisticError, match="none at all"):
        LogRatioSums.of([[0, 0]])
    with pytest.raises(StatisticError, match="no spread"):
        composition(LogRatioSums.of([[50, 50]]))


def test_a_center_differs_from_the_mean() -> None:
    found = composition(LogRatioSums.of(HOURS))
    assert found.mean == pytest.approx(HOURS.mean(axis=0) / 100)
    assert found.center.sum() == pytest.approx(1)
    assert abs(found.center - found.mean).max() > 0.03


def test_center_and_variation_are_those_of_r() -> None:
    rows = ", ".join(f"{value:g}" for value in HOURS.ravel())
    call = f"""x <- matrix(c({rows}), ncol = 3, byrow = TRUE); l <- log(x); D <- 3
        g <- exp(colMeans(l)); v <- outer(1:D, 1:D, Vectorize(function(i, j) var(l[, i] - l[, j])))
        cat(sprintf("%.15g", c(g / sum(g), v)))"""
    done = subprocess.run(
        [programs.needed("Rscript", "r-base-core"), "-e", call], capture_output=True, text=True, check=True
    )
    r = np.array(done.stdout.split(), dtype=float)
    found = composition(LogRatioSums.of(HOURS))
    assert found.center == pytest.approx(r[:3], rel=1e-12)
    assert found.variation.ravel() == pytest.approx(r[3:], rel=1e-10, abs=1e-12)
