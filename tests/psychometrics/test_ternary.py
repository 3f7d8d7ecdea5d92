"""Cells of a triangle, worked by hand, and the region of the centre of three parts."""

import numpy as np
import pytest

from psychometrics.compositional import LogRatioSums, composition
from psychometrics.contract import StatisticError
from psychometrics.ternary import (
    ILR,
    cell_counts,
    cells_of,
    center_region,
    corners,
    steps_of,
    whole_points,
)

HOURS = np.array([[40, 59, 1], [20, 30, 50], [33, 33, 34], [70, 10, 20], [5, 5, 90], [60, 25, 15]])


def test_a_point_lies_in_the_cell_of_the_steps_below_its_parts() -> None:
    """Of 100 in 7 steps of 14.29: 50 is in step 3, 30 in step 2, 20 in step 1; three equal parts are in the middle."""
    counts = cell_counts([[50, 30, 20], [33, 33, 34], [34, 33, 33], [100, 0, 0], [0, 0, 100]], 100, 7)
    assert counts[3, 2, 1] == 1
    assert counts[2, 2, 2] == 2
    assert counts[6, 0, 0] == counts[0, 0, 6] == 1
    assert counts.sum() == 5


def test_three_steps_make_nine_cells_and_six_of_them_point_up() -> None:
    cells = cells_of(3)
    assert sorted(cells) == [
        *((0, 0, 1), (0, 0, 2), (0, 1, 0), (0, 1, 1), (0, 2, 0)),
        *((1, 0, 0), (1, 0, 1), (1, 1, 0), (2, 0, 0)),
    ]
    assert sum(sum(cell) == 2 for cell in cells) == 6


def test_corners_of_a_cell_that_points_up_and_of_one_that_points_down() -> None:
    assert corners((1, 1, 0), 3) == ((2 / 3, 1 / 3, 0), (1 / 3, 2 / 3, 0), (1 / 3, 1 / 3, 1 / 3))
    assert corners((1, 0, 0), 3) == ((1 / 3, 1 / 3, 1 / 3), (2 / 3, 0, 1 / 3), (2 / 3, 1 / 3, 0))


@pytest.mark.parametrize("total", [20, 24, 70, 100, 105, 140, 199])
def test_every_sharing_out_of_whole_points_lies_in_one_cell_and_in_its_ranges(total: int) -> None:
    steps = steps_of(total)
    assert steps is not None
    points = np.array([(a, b, total - a - b) for a in range(total + 1) for b in range(total + 1 - a)])
    counts = cell_counts(points, total, steps)
    assert counts.sum() == len(points)
    within = {cell: counts[cell] for cell in cells_of(steps)}
    assert sum(within.values()) == len(points), "nobody lies outside the cells"
    assert min(within.values()) > 0
    for cell, people in within.items():
        ends = [whole_points(below, steps, total) for below in cell]
        inside = [(low <= points[:, at]) & (points[:, at] <= high) for at, (low, high) in enumerate(ends)]
        assert np.all(inside, axis=0).sum() == people


def test_ranges_of_a_hundred_points_are_as_even_as_whole_numbers_are() -> None:
    ranges = [whole_points(below, 7, 100) for below in range(7)]
    assert ranges == [(0, 14), (15, 28), (29, 42), (43, 57), (58, 71), (72, 85), (86, 100)]


def test_steps_leave_no_whole_number_on_a_line_and_few_points_have_none() -> None:
    assert [steps_of(total) for total in (100, 70, 35, 20, 19)] == [7, 3, 4, 7, None]


def test_counts_of_parts_of_the_people_add_up_to_those_of_all() -> None:
    whole = cell_counts(HOURS, 100, 7)
    assert (cell_counts(HOURS[:2], 100, 7) + cell_counts(HOURS[2:], 100, 7) == whole).all()


def test_points_that_do_not_make_up_the_total_are_refused() -> None:
    with pytest.raises(StatisticError, match="do not make up"):
        cell_counts([[50, 30, 19]], 100, 7)


def test_the_region_is_hotellings_ellipse_of_the_log_ratios() -> None:
    """R: l <- log(x) %*% t(V); n * mahalanobis(p, colMeans(l), cov(l)) is 2 * 5 / 4 * qf(.95, 2, 4) = 17.36068."""
    region = center_region(composition(LogRatioSums.of(HOURS)))
    own = np.log(HOURS / 100) @ ILR.T
    away = np.log(region.outline) @ ILR.T - own.mean(axis=0)
    squared = len(HOURS) * np.einsum("pi,ij,pj->p", away, np.linalg.inv(np.cov(own.T)), away)
    assert squared == pytest.approx(17.36068, rel=1e-6)
    assert region.outline.sum(axis=1) == pytest.approx(1)


def test_the_region_holds_the_true_center_as_often_as_its_level_says() -> None:
    random = np.random.default_rng(5)
    true, held = np.array([0.3, -0.5]), 0
    for _ in range(1000):
        logs = random.multivariate_normal(true, [[0.5, 0.2], [0.2, 0.3]], 30)
        made = composition(LogRatioSums.of(np.exp(logs @ ILR)))
        edge = np.log(center_region(made, 0.9).outline) @ ILR.T - true
        turned = np.unwrap(np.arctan2(edge[:, 1], edge[:, 0]))
        held += bool(abs(turned[-1] - turned[0]) > np.pi)
    assert 0.87 < held / 1000 < 0.93


def test_without_spread_there_is_no_region() -> None:
    for rows in (
        [[50, 30, 20]] * 4,
        [[40, 40, 20], [30, 30, 40], [20, 20, 60]],
        [[50, 30, 20], [20, 30, 50]],
    ):
        with pytest.raises(StatisticError):
            center_region(composition(LogRatioSums.of(rows)))
