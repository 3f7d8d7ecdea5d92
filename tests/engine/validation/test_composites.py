"""The composites of a study: what their scores give, without another look at the answers."""

import numpy as np
import pytest

from engine.instrument.model import Composite, Scoring
from engine.report.study.reliability import reliability_section
from engine.responses.scoring import scores
from psychometrics.composites import stratified_alpha
from psychometrics.contract import StatisticError
from tests import small
from tests.engine.validation.made import answers, codes_of, study

ITEMS = [small.likert(f"I{n}", reverse=n == 1) for n in range(6)]
ALL_ONE_WAY = [small.likert(f"I{n}") for n in range(6)]
FIRST, SECOND = (small.subscale("a", "I0", "I1", "I2"), small.subscale("b", "I3", "I4", "I5", rescale=None))
MEAN = Composite("mean", "Mean", ("a", "b"), Scoring("mean", 2, (0.0, 100.0)))
SUM = Composite("sum", "Sum", ("a", "b"), Scoring("sum", 2))


def test_mean_and_spread_are_those_of_peoples_own_composites() -> None:
    codes = answers(200, 6)
    found = study(codes, items=ITEMS, subscales=(FIRST, SECOND), composites=(MEAN, SUM))
    own = scores(found.plan.instrument, codes)
    for composite in found.composites:
        expected = own[composite.id].rescaled
        assert composite.n == 200
        assert composite.mean == pytest.approx(expected.mean())
        assert composite.sd == pytest.approx(expected.std(ddof=1))


def test_stratified_alpha_follows_its_formula() -> None:
    # by hand: 1 - (4 x .2 + 9 x .1) / (4 + 2 + 2 + 9)
    assert stratified_alpha([[4, 2], [2, 9]], [0.8, 0.9]) == pytest.approx(0.9)
    with pytest.raises(StatisticError):
        stratified_alpha([[0, 0], [0, 0]], [0.8, 0.9])
    found = study(answers(300, 6), subscales=(FIRST, SECOND), composites=(MEAN,), items=ALL_ONE_WAY)
    (composite,) = found.composites
    alphas = [one.reliability.value for one in found.subscales if one.reliability]
    assert composite.reliability is not None
    assert max(alphas) < composite.reliability < 1  # type: ignore[type-var]


def test_scores_that_share_items_have_no_reliability_together() -> None:
    shared = small.subscale("b", "I2", "I3", "I4", "I5")
    found = study(answers(100, 6), items=ITEMS, subscales=(FIRST, shared), composites=(MEAN,))
    assert found.composites[0].reliability is None
    assert "shared_items" in codes_of(found)


def test_a_composite_of_a_score_that_is_not_in_the_data_is_not_there() -> None:
    codes = answers(100, 6)
    codes[:, 3:] = 253
    assert study(codes, items=ITEMS, subscales=(FIRST, SECOND), composites=(MEAN,)).composites == ()


def test_the_report_names_what_each_is_made_of() -> None:
    found = study(answers(100, 6), items=ITEMS, subscales=(FIRST, SECOND), composites=(MEAN,))
    part = next(one for one in reliability_section(found).sections if one.id == "composites")
    (row,) = part.blocks[0].rows  # type: ignore[union-attr]
    assert row[:3] == ("Mean", "A and B", "100")
    assert np.isfinite(float(row[5]))
