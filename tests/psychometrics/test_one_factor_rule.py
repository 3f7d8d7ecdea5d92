"""One factor: which results together make a yes or a no, and that no one of them does."""

from dataclasses import replace

import numpy as np
import pytest

from psychometrics.contract import Caution
from psychometrics.omega import OmegaTotal, omega_total
from psychometrics.one_factor_rule import OneFactorJudgement, judge_one_factor
from psychometrics.parallel import parallel_analysis
from psychometrics.verdicts import one_factor_verdict


def covariance(loadings: list[float], more: dict[tuple[int, int], float] | None = None) -> np.ndarray:
    """What items with these loadings on one factor share, and what pairs of them share besides."""
    C = np.outer(loadings, loadings)
    for (i, j), shared in (more or {}).items():
        C[i, j] += shared
        C[j, i] += shared
    np.fill_diagonal(C, 1.0)
    return C


def judged(C: np.ndarray, n: int = 1000, lower: float | None = 0.5) -> OneFactorJudgement:
    return judge_one_factor(omega_total(C, n), parallel_analysis(C, n), lower, n)


ONE = covariance([0.6, 0.7, 0.5, 0.6, 0.7, 0.6])
COPIED = covariance([0.6, 0.7, 0.5, 0.6, 0.7, 0.6], {(0, 5): 0.5})


def changed(fit: dict[str, float] | None = None, **changes: object) -> OmegaTotal:
    found = omega_total(ONE, 1000)
    assert found.fit is not None
    return replace(found, fit=replace(found.fit, **(fit or {})), **changes)


def test_one_factor_holds_where_everything_says_so() -> None:
    found = judged(ONE)
    assert (found.answer, found.wants, found.any_one) == ("holds", (), True)
    said = one_factor_verdict(found, 0.0, "Voice")
    assert said.sentence.startswith("Voice: one factor accounts for the items (CFI 1.000, RMSEA .000")
    assert "COSMIN’s criterion, which takes any one of these indexes, is met." in said.sentence
    assert said.standing == "good"


@pytest.mark.parametrize(
    ("fit", "wants"),
    [
        ({"cfi": 0.94}, "CFI is under .95"),
        ({"rmsea_upper": 0.07}, "RMSEA may be above .06"),
        ({"rmsea_upper": 0.09, "rmsea_lower": 0.07}, "RMSEA is above .06"),
        ({"srmr": 0.09}, "SRMR is above .08"),
    ],
)
def test_each_index_can_keep_it_open_and_none_decides_alone(fit: dict[str, float], wants: str) -> None:
    found = judge_one_factor(changed(fit), parallel_analysis(ONE, 1000), 0.5, 1000)
    assert (found.answer, found.wants) == ("open", (wants,))
    assert (
        f"it stays open whether one factor is enough: {wants} (" in one_factor_verdict(found, 0, "V").sentence
    )


def test_what_parallel_analysis_and_alpha_do_not_see_is_not_claimed() -> None:
    noise = np.eye(6)
    for parallel, lower, wants in (
        (parallel_analysis(noise, 1000), 0.5, "parallel analysis sees no dimension"),
        (None, 0.5, "there is no parallel analysis"),
        (parallel_analysis(ONE, 1000), -0.1, "alpha may be 0"),
        (parallel_analysis(ONE, 1000), None, "alpha may be 0"),
    ):
        assert judge_one_factor(changed(), parallel, lower, 1000).wants == (wants,)


def test_an_item_against_its_key_keeps_it_open() -> None:
    turned = covariance([0.6, 0.7, 0.5, 0.6, 0.7, -0.6])
    found = judge_one_factor(omega_total(turned, 1000), parallel_analysis(turned, 1000), 0.5, 1000)
    assert (found.answer, found.wants) == ("open", ("item 6 loads against the key",))


@pytest.mark.parametrize("code", ["heywood", "not_converged", "empty_group"])
def test_no_verdict_where_the_model_is_unsound_and_the_item_is_named(code: str) -> None:
    caution = Caution(code, "item 3", "it is odd", "look at it")
    found = changed(factor=replace(omega_total(ONE, 1000).factor, cautions=(caution,)))
    judgement = judge_one_factor(found, parallel_analysis(ONE, 1000), 0.5, 1000)
    assert (judgement.answer, judgement.wants) == ("untested", ("item 3: it is odd",))


@pytest.mark.parametrize(("n", "answer"), [(399, "open"), (400, "fails"), (5000, "fails")])
def test_against_one_factor_it_takes_people_enough(n: int, answer: str) -> None:
    """In small samples chi-square is too large where options are few and skewed."""
    assert judged(COPIED, n).answer == answer


def test_half_the_people_are_enough_where_several_dimensions_are_seen() -> None:
    two = np.kron(np.eye(2), np.full((4, 4), 0.5))
    np.fill_diagonal(two, 1.0)
    assert [judged(two, n).answer for n in (199, 200)] == ["open", "fails"]
    assert "parallel analysis sees 2 dimensions" in judged(two, 199).wants


def test_three_items_fit_by_construction_and_test_nothing() -> None:
    assert judged(ONE[:3, :3]).answer == "untested"
    assert judge_one_factor(None, None, None, 100) == OneFactorJudgement("untested")
