"""A reason is given where it takes the difference away, and nowhere else."""

import numpy as np
import pytest

from psychometrics.rotation import oblimin, rotation_criterion
from psychometrics.second_opinion.answers import Answer, Question
from psychometrics.second_opinion.compared import compared, largest
from psychometrics.second_opinion.reasons import CLOSE, REASONS, Ours, distance, explained

ALPHA = Question("alpha", "0")


def says(value, decimals=None, question=ALPHA, program="pingouin", **otherwise):
    other = {name.replace("__", "+"): np.asarray(one, float) for name, one in otherwise.items()}
    return Answer(program, question, np.asarray(value, float), decimals, other)


def ours(value, **otherwise):
    return Ours(np.asarray(value, float), {name: np.asarray(one, float) for name, one in otherwise.items()})


def test_the_same_number_needs_no_reason_though_one_could_be_had():
    found = explained(ours(0.7), says(0.7 + 1e-12, 3, pairwise=0.7, listwise=0.7))
    assert (found.reasons, found.known) == ((), True)


def test_a_fault_is_named_where_the_program_says_ours_without_it():
    found = explained(ours(0.7), says(0.72, pairwise=0.7))
    assert (found.reasons, found.known) == (("pairwise",), True)
    assert found.left == pytest.approx(0, abs=1e-12)


def test_a_fault_is_not_named_where_the_difference_stays_without_it():
    found = explained(ours(0.7), says(0.72, pairwise=0.719))
    assert (found.reasons, found.known) == ((), False)
    assert found.left == pytest.approx(0.02)


def test_rounding_is_named_only_where_all_decimals_agree():
    assert explained(ours(0.7124), says(0.712, 3)).reasons == ("rounded",)
    assert explained(ours(0.7126), says(0.712, 3)).reasons == ()
    assert not explained(ours(0.7126), says(0.712, 3)).known
    assert explained(ours(0.7124), says(0.712)).reasons == ()


def test_our_own_function_made_their_way_shows_a_reason_too():
    assert explained(ours(0.70, independent=0.74), says(0.74)).reasons == ("independent",)
    assert explained(ours(0.70, independent=0.73), says(0.74)).reasons == ()


def test_two_reasons_are_named_where_neither_alone_is_enough():
    found = explained(ours(0.70, independent=0.74), says(0.75, 2, pairwise=0.738))
    assert found.reasons == ("pairwise", "independent", "rounded")
    assert found.known


def test_what_is_left_below_three_decimals_needs_no_reason():
    found = explained(ours(0.7), says(0.7 + CLOSE / 2))
    assert (found.reasons, found.known) == ((), True)


def test_an_early_stop_is_told_by_the_criterion_and_by_it_alone():
    random = np.random.default_rng(1)
    A = random.normal(0, 0.5, (9, 3))
    best = oblimin(A)
    turned = np.array([[1, 0.05, 0], [0, 1, 0.05], [0, 0, 1.0]])
    early = best.loadings @ turned / np.sqrt(np.sum(turned**2, axis=0))
    mine = Ours(best.loadings, {}, rotation_criterion("oblimin"))
    question = Question("loadings", "oblimin")
    assert explained(mine, says(early, question=question)).reasons == ("stopped",)
    assert not explained(Ours(best.loadings), says(early, question=question)).known
    other = best.loadings + random.normal(0, 0.1, (9, 3))  # no turn of ours, whatever its criterion
    assert explained(mine, says(other, question=question)).reasons == ()
    better = Ours(
        early, {}, rotation_criterion("oblimin")
    )  # where theirs is the better end, no reason is known
    assert not explained(better, says(best.loadings, question=question)).known


def test_large_values_differ_by_their_share():
    assert distance(np.array(1000.0), np.array(1001.0)) == pytest.approx(0.001)
    assert distance(np.array(0.5), np.array(0.501)) == pytest.approx(0.001)
    assert distance(np.array([0.5, 1.0]), np.array([0.5])) == float("inf")


def test_every_reason_has_words():
    assert all(reason.short and reason.sentence for reason in REASONS.values())


def test_factors_are_laid_on_ours_whatever_their_order_and_sign():
    random = np.random.default_rng(2)
    L = random.normal(0, 0.5, (8, 3))
    phi = np.array([[1, 0.3, -0.1], [0.3, 1, 0.2], [-0.1, 0.2, 1]])
    turn = np.array([[0, -1, 0], [0, 0, 1], [1, 0, 0.0]])
    named = {"entries": (tuple("abcdefgh"), ("F1", "F2", "F3"))}
    own = {
        Question("loadings", "oblimin"): Ours(L, about="oblimin", **named),
        Question("phi", "oblimin"): Ours(phi, about="oblimin", entries=(("F1", "F2", "F3"),) * 2),
    }
    answers = [
        says(L @ turn, question=Question("loadings", "oblimin")),
        says(turn.T @ phi @ turn, question=Question("phi", "oblimin")),
    ]
    found = compared(own, answers)
    assert [one.number for one in found] == ["loadings", "phi"]
    assert max(one.largest for one in found) < 1e-12
    assert [one.values for one in found] == [24, 3]


def test_factors_of_a_solution_without_a_fault_have_an_order_of_their_own():
    """Loadings with gaps filled come in one order, those without gaps in another, and phi with each."""
    random = np.random.default_rng(2)
    L = random.normal(0, 0.5, (8, 2))
    phi = np.array([[1, 0.3], [0.3, 1]])
    swap, filled = np.array([[0, 1], [-1.0, 0]]), L + 0.01
    own = {
        Question("loadings", "oblimin"): Ours(L),
        Question("phi", "oblimin"): Ours(phi),
    }
    answers = [
        says(filled, question=Question("loadings", "oblimin"), median_imputation=L @ swap),
        says(
            phi + 0.1 * (1 - np.eye(2)),
            question=Question("phi", "oblimin"),
            median_imputation__phi_order=swap.T @ phi @ swap,
        ),
    ]
    found = compared(own, answers)
    assert [one.opinions[0].why for one in found] == [
        ("median_imputation",),
        ("median_imputation", "phi_order"),
    ]
    assert all(one.known for one in found)


def test_the_largest_difference_stands_out_with_its_place():
    value = np.array([0.1, 0.5, 0.9])
    own = {
        Question("kmo_items"): Ours(value, entries=(("A", "B", "C"),)),
        ALPHA: Ours(np.array(0.7), about="Scale"),
    }
    found = compared(own, [says([0.1, 0.45, 0.9], question=Question("kmo_items")), says(0.71, pairwise=0.7)])
    comparison, opinion = largest(found)
    assert (comparison.number, comparison.place, comparison.ours) == ("kmo_items", ("B",), 0.5)
    assert opinion.difference == pytest.approx(-0.05)
    unknown, _ = largest(found, unknown=True)
    assert unknown.number == "kmo_items"
    assert largest(found[:1], unknown=True) is None
    assert [one.number for one in found] == ["alpha", "kmo_items"]


def test_what_does_not_exist_is_compared_with_nothing():
    own = {ALPHA: Ours(np.array(np.nan)), Question("kmo"): Ours(np.array(0.8))}
    assert compared(own, [says(0.7), says(np.nan, question=Question("kmo"))]) == ()
