"""Levels of invariance: models, tests between them and suspects are lavaan's; what is false is found."""

import numpy as np
import pytest

from psychometrics.contract import StatisticError
from psychometrics.latent.fourth_moments import FourthMoments
from psychometrics.latent.invariance import invariance, partial
from psychometrics.latent.invariance_levels import groups_model, levels_to_test, waves_model
from psychometrics.latent.invariance_rule import comparability
from psychometrics.latent.normal_invariance import NormalLadder
from psychometrics.latent.ordinal_invariance import OrdinalLadder
from psychometrics.latent.ordinal_moments import ordinal_moments
from psychometrics.latent.sample import sample_of_values
from tests import reference
from tests.psychometrics.latent.material import SUBSCALES, by_school
from tests.psychometrics.latent.ordinal_material import (
    CONSCIENTIOUS,
    drawn,
    even_cuts,
    gender_codes,
    gender_levels,
    genders,
)

STEPS = {"thresholds": "ordinal_thr", "metric": "ordinal_load", "scalar": "ordinal_int"}


@pytest.mark.parametrize(("level", "id"), STEPS.items())
def test_levels_of_ordinal_items_are_those_of_wu_and_estabrook(level, id):
    found = gender_levels().at(level)
    for key, value in reference.value("bfi", f"inv_gender.{id}.fit").items():
        assert found.measures[key] == pytest.approx(value, rel=1e-5, abs=1e-5), key


def test_tests_between_levels_are_lavaans():
    """lavTestLRT of lavaan 0.6-14 on semTools' models, run once; satorra.2000."""
    costs = [gender_levels().at(level).cost for level in ("thresholds", "metric", "scalar", "strict")]
    expected = [25.7502525, 1.6061231, 8.4757851, 6.2428457]
    assert [cost.df for cost in costs] == [15, 4, 4, 5]
    assert [cost.chisq for cost in costs] == pytest.approx(expected, abs=1e-4)


def ladder(first: np.ndarray, second: np.ndarray, options: int) -> OrdinalLadder:
    names = [f"i{place + 1}" for place in range(first.shape[1])]
    model, blocks = groups_model({"f": names}, 2)
    sizes = [options] * len(names)
    samples = [ordinal_moments(codes, sizes, names=names) for codes in (first, second)]
    return OrdinalLadder(model, blocks, samples)


LOADINGS = np.array([0.8, 0.7, 0.7, 0.6, 0.6])


def test_an_item_that_is_shifted_in_one_group_is_the_first_suspect_and_freeing_it_suffices():
    shift = np.array([0.0, 0.0, 0.4, 0.0, 0.0])
    cuts = even_cuts(4)
    found = ladder(drawn(1, 1000, LOADINGS, cuts), drawn(2, 1000, LOADINGS, cuts, 0.3, shift), 4)
    scalar = invariance(found).at("scalar")
    assert scalar.cost.pvalue < 1e-6
    assert scalar.suspects[0].item == "i3"
    apart, freed = partial(found, "scalar", lambda each: (each.cost.pvalue or 0.0) > 0.01, most=2)
    assert apart == (("scalar", 2),)
    means = [one for one in freed.fit.estimates() if one.parameter.matrix == "alpha"]
    assert means[0].value == pytest.approx(0.3, abs=3 * means[0].error)


def test_a_test_of_an_item_tells_what_refitting_without_its_equality_tells():
    model, blocks = groups_model({"C": genders()[0].names}, 2)
    found = OrdinalLadder(model, blocks, genders())
    scalar = gender_levels().at("scalar")
    for suspect in scalar.suspects:
        refitted = found.fit(found.model("scalar", (("scalar", suspect.place),)), scalar.fit)
        assert suspect.test.chisq == pytest.approx(found.difference(scalar.fit, refitted).chisq, abs=0.05)


@pytest.mark.parametrize(("options", "df"), [(2, [10, 13, 18]), (3, [10, 14, 18, 23])])
def test_few_options_leave_fewer_levels_to_test(options, df):
    """Of two options thresholds, loadings and intercepts go together; of three, thresholds set the unit."""
    found = ladder(
        drawn(3, 600, LOADINGS, even_cuts(options)), drawn(4, 600, LOADINGS, even_cuts(options)), options
    )
    assert found.levels == levels_to_test([[options] * 5] * 2)
    fitted = invariance(found)
    assert fitted.stopped is None
    assert [each.fit.test.df for each in fitted.levels] == df
    assert all((each.cost.pvalue or 0) > 0.001 for each in fitted.levels[1:])


def test_an_option_that_one_group_never_chose_is_refused_by_name():
    codes = drawn(5, 300, LOADINGS, even_cuts(4))
    other = codes.copy()
    other[other[:, 1] == 3, 1] = 2
    with pytest.raises(StatisticError, match="option 4 of i2") as refused:
        ladder(codes, other, 4)
    assert refused.value.code == "empty_category"


def test_waves_of_the_same_people_are_compared_with_their_residuals_correlated():
    random = np.random.default_rng(6)
    factor = random.multivariate_normal([0.0, 0.5], [[1.0, 0.6], [0.6, 1.0]], 1500)
    own = random.standard_normal((1500, 5)) * 0.4
    answers = [
        factor[:, [wave]] * LOADINGS
        + own
        + random.standard_normal((1500, 5)) * np.sqrt(0.84 - LOADINGS**2 + 0.2)
        for wave in (0, 1)
    ]
    codes = np.searchsorted(even_cuts(4) * 1.1, np.hstack(answers)).astype(np.uint8)
    items = [f"i{place + 1}" for place in range(5)]
    model, blocks = waves_model({"f": items}, ["1", "2"])
    sample = ordinal_moments(codes, [4] * 10, names=model.items)
    found = invariance(OrdinalLadder(model, blocks, [sample]))
    assert [each.level for each in found.levels] == ["configural", "thresholds", "metric", "scalar", "strict"]
    assert all((each.cost.pvalue or 0) > 0.001 for each in found.levels[1:])
    scalar = found.at("scalar").fit
    between = [one for one in scalar.estimates() if one.parameter.op == "~~" and one.parameter.lhs == "i1@1"]
    assert any(one.parameter.rhs == "i1@2" and one.value > 3 * one.error for one in between if one.error)
    (gain,) = [one for one in scalar.estimates() if one.parameter.matrix == "alpha"]
    assert gain.value == pytest.approx(0.5, abs=4 * gain.error)


@pytest.mark.parametrize(
    ("shift", "people", "outcome", "items"),
    [
        ([0.0] * 5, 1200, "equal", ()),
        ([0.0, 0.0, 0.5, 0.0, 0.0], 1200, "partly", ("i3",)),
        ([0.0, 0.6, 0.6, -0.6, 0.0], 1200, "differs", ()),
        ([0.0] * 5, 220, "open", ()),
        ([0.0] * 5, 150, "untested", ()),
    ],
)
def test_a_gap_is_one_only_where_equality_is_shown(shift, people, outcome, items):
    cuts = even_cuts(4)
    found = ladder(
        drawn(1, people, LOADINGS, cuts), drawn(2, people, LOADINGS, cuts, 0.3, np.array(shift)), 4
    )
    told = comparability(found, people)
    assert (told.outcome, told.items) == (outcome, items)
    assert outcome != "untested" or "200" in told.cause


def test_without_a_common_structure_nothing_is_said_of_equality():
    random = np.random.default_rng(1)
    noise = [random.integers(0, 4, (600, 5)).astype(np.uint8) for _ in range(2)]
    told = comparability(ladder(*noise, 4), 600)
    assert told.outcome in ("open", "untested")


def school_levels() -> NormalLadder:
    model, blocks = groups_model(SUBSCALES["hs1939"], 2)
    return NormalLadder(model, blocks, by_school(model.items), "ml")


def test_levels_of_measures_cost_what_lavaan_says_and_name_the_items_it_names():
    found = invariance(school_levels())
    assert found.stopped is None
    rows = reference.value("hs1939", "inv_school.lrt")["data"]
    for level, (df, chisq, cost, more, pvalue) in zip(found.levels, rows, strict=True):
        assert (level.fit.test.df, level.fit.test.chisq) == (df, pytest.approx(chisq, abs=1e-4))
        if level.cost is not None:
            assert (level.cost.df, level.cost.chisq) == (more, pytest.approx(cost, abs=1e-4))
            assert level.cost.pvalue == pytest.approx(pvalue, rel=1e-3)
    columns = reference.value("hs1939", "inv_school.score_tests_scalar")["columns"]
    expected = dict(zip(columns["param"], columns["X2"], strict=True))
    ours = {f"{one.item}~1": one.test.chisq for one in found.at("scalar").suspects}
    assert {name: ours[name] for name in expected} == pytest.approx(expected, rel=1e-4)


def test_waves_of_measures_fit_as_lavaans_longitudinal_models():
    model, blocks = waves_model({"d": ["y1", "y2", "y3", "y4"]}, ["60", "65"])
    values = reference.data("poldem").columns([f"y{item}" for item in range(1, 9)])
    found = invariance(NormalLadder(model, blocks, [sample_of_values(values)], "ml"))
    for level, id in (("configural", "m_conf"), ("metric", "m_metric"), ("scalar", "m_scalar")):
        expected = reference.value("longitudinal", f"dem.{id}.fit")
        assert found.at(level).measures["chisq"] == pytest.approx(expected["chisq"], abs=1e-4)
        assert found.at(level).measures["df"] == expected["df"]
    assert {one.item for one in found.at("scalar").suspects} == {"y1", "y2", "y3", "y4"}


def test_robust_levels_of_measures_are_compared_by_their_scalings():
    """lavTestLRT of MLR, satorra.bentler.2001: the difference of chi-squares over that of scalings times df."""
    model, blocks = groups_model({"C": CONSCIENTIOUS}, 2)
    both = [FourthMoments.of_values(codes.astype(float)).sample() for codes in gender_codes()]
    found = invariance(NormalLadder(model, blocks, both, "mlr"))
    before, scalar = found.at("metric").fit, found.at("scalar")
    spread = scalar.fit.scaled.scaling * scalar.fit.test.df - before.scaled.scaling * before.test.df
    fall = scalar.fit.test.chisq - before.test.chisq
    assert scalar.cost.chisq == pytest.approx(fall / (spread / scalar.cost.df))
    assert scalar.cost.df == 4
    assert scalar.suspects[0].item == "C1"
    assert comparability(NormalLadder(model, blocks, both, "mlr"), 888).outcome in ("equal", "partly", "open")
