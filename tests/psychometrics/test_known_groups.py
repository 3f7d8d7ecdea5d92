import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.known_groups import known_groups


def drawn(seed: int, sizes: tuple[int, ...] = (12, 20, 9)) -> tuple[np.ndarray, list[str]]:
    generator = np.random.default_rng(seed)
    scores = [generator.normal(place, 1 + place, size) for place, size in enumerate(sizes)]
    return np.concatenate(scores), [f"g{place}" for place, size in enumerate(sizes) for _ in range(size)]


def test_two_groups_by_hand():
    # means 2 and 4, variances 1 and 1, n 3: t = 2 / sqrt(2/3), df 4, g = 2 (1 - 3/15)
    found = known_groups([1, 2, 3, 3, 4, 5], ["new", "new", "new", "old", "old", "old"])
    assert found.f == pytest.approx(4 / (2 / 3))
    assert found.df2 == pytest.approx(4)
    assert found.g.value == pytest.approx(2 * (1 - 3 / 15))
    assert found.eta2 == pytest.approx(6 / 10)
    assert found.omega2 == pytest.approx((6 - 1) / (10 + 1))
    assert [(group.label, group.n, group.mean.value) for group in found.groups] == [
        ("new", 3, 2),
        ("old", 3, 4),
    ]


def test_agrees_with_scipys_welch_test():
    from scipy.stats import ttest_ind

    scores, groups = drawn(1, (12, 20))
    found = known_groups(scores, groups)
    expected = ttest_ind(scores[12:], scores[:12], equal_var=False)
    assert found.f == pytest.approx(expected.statistic**2)
    assert found.pvalue == pytest.approx(expected.pvalue)
    assert found.df2 == pytest.approx(expected.df)


def test_agrees_with_pingouins_welch_anova():
    """pingouin 0.7.0: welch_anova of three groups of unequal variance, unrounded."""
    pandas = pytest.importorskip("pandas")
    pingouin = pytest.importorskip("pingouin")
    scores, groups = drawn(2)
    found = known_groups(scores, groups)
    table = pingouin.welch_anova(pandas.DataFrame({"s": scores, "g": groups}), dv="s", between="g")
    assert found.f == pytest.approx(float(table["F"].iloc[0]))
    assert found.df2 == pytest.approx(float(table["ddof2"].iloc[0]))
    assert found.g is None


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), factor=st.floats(0.1, 10))
def test_order_of_persons_and_unit_do_not_matter(seed, factor):
    scores, groups = drawn(seed)
    order = np.random.default_rng(seed).permutation(len(scores))
    plain = known_groups(scores, groups)
    moved = known_groups(scores[order] * factor + 1, [groups[place] for place in order])
    assert moved.f == pytest.approx(plain.f)
    assert moved.omega2 == pytest.approx(plain.omega2)


def test_unknown_groups_and_missing_scores_are_dropped():
    found = known_groups([1, 2, 3, 3, 4, 5, 9, np.nan], [*"aaabbb", None, "a"])
    assert (found.dropped, [group.n for group in found.groups]) == (2, [3, 3])


@pytest.mark.parametrize(
    ("scores", "groups", "code", "words"),
    [
        ([1, 2, 3], ["a", "a", "a"], "few_groups", "1 group"),
        ([1, 2, 3], ["a", "a", "b"], "small_group", "group b"),
        ([1, 2, 3, 3], ["a", "a", "b", "b"], "small_group", "group b"),
        ([1, 2, 3], ["a", "a"], "shape", "3 scores and 2 groups"),
    ],
)
def test_refuses_with_the_cause(scores, groups, code, words):
    with pytest.raises(StatisticError, match=words) as refusal:
        known_groups(scores, groups)
    assert refusal.value.code == code
