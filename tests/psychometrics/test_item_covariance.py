import numpy as np
import pytest

from psychometrics.contract import StatisticError
from psychometrics.item_covariance import correlations_of, item_covariance
from tests.psychometrics.covariances import drawn, parallel


def test_names_items_by_number_where_none_are_given():
    matrix, names = item_covariance(parallel(3, 0.2))
    assert names == ("1", "2", "3")
    assert matrix.shape == (3, 3)


def test_correlations_have_a_diagonal_of_one():
    R = correlations_of(drawn(4, 5))
    assert (np.diag(R) == 1).all()
    assert np.abs(R).max() == 1


@pytest.mark.parametrize(
    ("matrix", "names", "code", "words"),
    [
        (np.ones((2, 3)), None, "shape", "square"),
        ([[1, 0.5], [0.2, 1]], None, "asymmetric", "not symmetric"),
        ([[1, np.nan], [np.nan, 1]], None, "no_pairs", "items 1 and 2"),
        ([[1.0]], None, "few_items", "1 item"),
        (np.diag([1.0, 0.0]), ["A", "B"], "constant_item", "item B has no variance"),
        ([[1, -1], [-1, 1]], None, "no_score_variance", "cancel each other"),
        (np.eye(2), ["A"], "names", "1 names for 2 items"),
    ],
)
def test_refuses_with_the_cause(matrix, names, code, words):
    with pytest.raises(StatisticError, match=words) as refusal:
        item_covariance(matrix, names)
    assert refusal.value.code == code
