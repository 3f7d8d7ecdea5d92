"""Scores on a model's factors are lavaan's, and have the properties that each kind is chosen for."""

import numpy as np
import pytest

from psychometrics.contract import StatisticError
from psychometrics.latent.fitting import fitted
from psychometrics.latent.person_scores import model_scores
from psychometrics.latent.sample import sample_of_values
from psychometrics.latent.specification import Defaults
from tests import reference
from tests.psychometrics.latent import material


@pytest.mark.parametrize("name", ["hs1939", "bfi"])
@pytest.mark.parametrize("method", ["regression", "bartlett"])
def test_scores_are_lavaans(name: str, method: str) -> None:
    found = material.confirmed(name)
    values = material.answers(name, found.model.items)
    complete = values[~np.isnan(values).any(axis=1)][:10]
    scores = model_scores(found, complete, method=method)
    reference.assert_agrees(name, f"cfa.fscores_{method}", scores.values)


def test_regression_scores_vary_by_their_determinacy_and_bartletts_keep_the_means() -> None:
    model = material.subscale_model("hs1939", Defaults(means=True))
    values = material.answers("hs1939", model.items)
    found = fitted(model, [sample_of_values(values)])
    scores = model_scores(found, values)
    assert ((scores.determinacy > 0.5) & (scores.determinacy < 1)).all()
    assert np.allclose(scores.values.mean(axis=0), 0, atol=1e-6)
    assert np.allclose(model_scores(found, values, method="bartlett").values.mean(axis=0), 0, atol=1e-6)


def test_whoever_lacks_an_answer_has_no_score() -> None:
    found = material.confirmed("hs1939")
    values = material.answers("hs1939", found.model.items)[:3].copy()
    values[1, 4] = np.nan
    scores = model_scores(found, values).values
    assert np.isnan(scores).all(axis=1).tolist() == [False, True, False]


def test_bartletts_scores_are_refused_where_factors_explain_factors_or_nothing_is_left_of_an_item() -> None:
    values = material.answers("hs1939", material.higher("second_order").model.items)
    with pytest.raises(StatisticError, match="factors explain factors"):
        model_scores(material.higher("second_order"), values, method="bartlett")
    with pytest.raises(StatisticError, match="no residual variance"):
        model_scores(material.higher("bifactor"), values, method="bartlett")
    with pytest.raises(StatisticError, match="no score 'sum'"):
        model_scores(material.confirmed("hs1939"), values, method="sum")
