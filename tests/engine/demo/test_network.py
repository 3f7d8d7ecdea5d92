"""The demonstration's numbers lie where the study of the domain puts them."""

import numpy as np
import pytest
from scipy import stats

from engine.demo.network import MODEL, SEED, respondents, schools
from engine.loading import catalog
from engine.responses.layout import layout
from engine.responses.scoring import scored_subscales
from engine.responses.simulate import simulate
from psychometrics.groups import group_scores_from_summary
from psychometrics.levels import anova_icc
from psychometrics.reliability import alpha
from psychometrics.scores import ScoreTable
from psychometrics.summaries.moments import Moments

INSTRUMENT = catalog.find("collective-leadership@1.0.0")
SUBSCALES = scored_subscales(INSTRUMENT, INSTRUMENT.main_form)
RISING = {"vision", "administration", "structures", "relationships", "influence"}


@pytest.fixture(scope="module")
def waves() -> tuple[ScoreTable, ...]:
    made = simulate(INSTRUMENT, respondents(), model=MODEL, seed=SEED)
    return tuple(
        ScoreTable.of(wave.codes, layout(INSTRUMENT).table, SUBSCALES, groups=wave.sites) for wave in made
    )


def on_five_points(rescaled: float) -> float:
    return rescaled / 25 + 1


def test_means_and_spreads(waves: tuple[ScoreTable, ...]) -> None:
    means = {one.name: on_five_points(waves[0].mean(one.name)) for one in SUBSCALES}
    spreads = [waves[0].sd(one.name) / 25 for one in SUBSCALES]
    assert min(means, key=means.__getitem__) == "capacity"
    assert min(means.values()) == pytest.approx(3.26, abs=0.1)
    assert max(means.values()) == pytest.approx(3.69, abs=0.1)
    assert 0.68 <= np.mean(spreads) <= 0.75


def test_reliability_of_people() -> None:
    (first, *_) = simulate(INSTRUMENT, respondents(), model=MODEL, seed=SEED)
    moments = Moments.of(first.codes, layout(INSTRUMENT).table)
    alphas = [alpha(moments.select(list(one.items)), one.reverse).raw for one in SUBSCALES]
    assert round(float(np.mean(alphas)), 2) in (0.83, 0.84)


def test_schools_differ_as_much_as_they_should(waves: tuple[ScoreTable, ...]) -> None:
    results = []
    for one in SUBSCALES:
        n, mean, sd = (getattr(waves[0], what)(one.name, by_group=True) for what in ("n", "mean", "sd"))
        results.append(anova_icc(group_scores_from_summary(np.arange(len(n)), n, mean, sd)))
    assert all(0.07 <= result.icc1 <= 0.24 for result in results)
    assert np.mean([result.icc2 for result in results]) == pytest.approx(0.82, abs=0.03)


def test_five_conditions_rise_and_two_stand_still(waves: tuple[ScoreTable, ...]) -> None:
    for one in SUBSCALES:
        before, after = (wave.mean(one.name, by_group=True) for wave in (waves[0], waves[2]))
        p = stats.ttest_rel(after, before).pvalue
        gain = (waves[2].mean(one.name) - waves[0].mean(one.name)) / waves[0].sd(one.name)
        if one.name in RISING:
            assert p < 0.05
            assert 0.2 <= gain <= 0.4
        else:
            assert p > 0.05
            assert abs(gain) < 0.1


def test_the_network_is_as_large_as_it_should_be() -> None:
    staff = [school.staff for school in schools()]
    levels = [school.level for school in schools()]
    assert len(staff) == 24
    assert 14 <= min(staff) <= max(staff) <= 85
    assert np.median(staff) == pytest.approx(36, abs=6)
    assert [levels.count(level) for level in ("elementary", "middle", "high")] == [12, 6, 6]
    for answered, rate in zip(respondents(), (0.78, 0.75, 0.72), strict=True):
        assert sum(answered) / sum(staff) == pytest.approx(rate, abs=0.06)
