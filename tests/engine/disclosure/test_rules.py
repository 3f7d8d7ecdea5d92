"""The rules one by one: how many people, which groups, how finely, and what a second result may add."""

import numpy as np
import pytest

from engine.disclosure.groups import (
    AnswersTold,
    answers_of_result,
    answers_of_school,
    answers_so_far,
    difference_told,
    group_at_an_end,
    network_difference_refusal,
    peer_group_refusal,
    phases_told,
    published_groups,
    roles_told,
)
from engine.disclosure.names import unnamed
from engine.disclosure.policy import policy
from engine.disclosure.reopening import Growth, few_changed, grew_enough, growth_is_mixed, left_out, may_renew
from engine.disclosure.rounding import mean_shown, near_an_end, percentages, rounded, spread_floor
from engine.instrument.model import Audience


@pytest.mark.parametrize(
    ("audience", "whole"),
    [
        (Audience.STAFF, 5),
        (Audience.STUDENTS, 10),
        (Audience.FAMILIES, 10),
        (Audience.SITE_LEADERS, 10),
        (Audience.CLASSIFIED_STAFF, 10),
    ],
)
def test_the_least_number_is_that_of_the_audience(audience: Audience, whole: int) -> None:
    found = policy(audience, 5)
    assert (found.whole, found.subgroup, found.cross, found.text) == (whole, 10, 20, 10)
    assert found.items == max(8, whole)
    assert [found.shows_part(n) for n in (9, 10)] == [False, True]
    assert [found.shows_items(n) for n in (found.items - 1, found.items)] == [False, True]
    assert found.shows(np.array([whole - 1, whole])).tolist() == [False, True]
    assert [found.least(groupings) for groupings in range(4)] == [whole, 10, 20, 20]


def test_a_wave_may_raise_the_least_number_and_never_lower_it() -> None:
    assert policy(Audience.STAFF, 3).whole == 5
    assert policy(Audience.STUDENTS, 5).whole == 10
    found = policy(Audience.STAFF, 25)
    assert {found.whole, found.items, found.subgroup, found.cross, found.text} == {25}


def test_a_group_is_shown_only_while_the_rest_is_large_enough() -> None:
    assert published_groups({"a": [20], "b": [12], "c": [3]}, [8], 10) == ("a", "b")
    assert published_groups({"a": [20], "b": [12], "c": [3]}, [0], 10) == ("a",)
    assert published_groups({"a": [20], "b": [12]}, [0], 10) == ("a",)  # else nobody of another role is known
    assert published_groups({"a": [20], "b": [2]}, [0], 10) == ()
    assert published_groups({"a": [9], "b": [9]}, [9], 10) == ()
    assert published_groups({}, [30], 10) == ()


def test_a_group_needs_enough_people_on_every_measure_and_so_does_the_rest() -> None:
    assert published_groups({"a": [20, 9], "b": [15, 15]}, [0, 0], 10) == ()
    assert published_groups({"a": [20, 19], "b": [15, 15]}, [0, 0], 10) == ("a",)
    assert published_groups({"a": [20, 19], "b": [11, 9]}, [0, 0], 10) == ()


def test_a_group_at_an_end_of_the_scale_takes_all_others_of_its_measure_along() -> None:
    assert group_at_an_end([50, 97], [12, 12], 0, 100)
    assert not group_at_an_end([50, 94], [12, 12], 0, 100)


def test_what_flagged_people_matter_is_told_of_ten_beside_ten_on_every_measure() -> None:
    assert difference_told(12, [(12, 30), (10, 10)], 10)
    assert not difference_told(12, [(12, 30), (9, 30)], 10)
    assert not difference_told(12, [(12, 9)], 10)
    assert not difference_told(9, [(10, 10)], 10)


def test_a_networks_difference_is_no_schools_alone() -> None:
    def refusal(flagged: list[int], others: list[int]) -> str | None:
        return network_difference_refusal(np.array(flagged), np.array(others), 10)

    assert refusal([4, 4, 4], [30, 30, 30]) is None
    assert refusal([3, 3, 3], [30, 30, 30]) == "few_people"
    assert refusal([6, 6, 0], [30, 30, 30]) == "few_schools"
    assert refusal([4, 4, 4], [5, 30, 30]) == "one_school"


def test_groups_of_schools_differ_by_nobody_or_nine() -> None:
    def group(*schools: int) -> np.ndarray:
        return np.isin(np.arange(30), schools)

    everyone, half = group(*range(18)), group(*range(9))
    assert peer_group_refusal(everyone, []) is None
    assert peer_group_refusal(half, [everyone]) is None
    assert peer_group_refusal(group(*range(8)), []) == "few_schools"
    assert peer_group_refusal(group(*range(10)), [everyone]) == "overlap"
    assert peer_group_refusal(everyone, [everyone]) is None


def test_means_by_phase_need_eight_schools_or_none_in_each_and_outside() -> None:
    assert phases_told([8, 9], 0)
    assert phases_told([8, 9, 0], 8)
    assert not phases_told([8, 9], 3)
    assert not phases_told([8, 7], 0)
    assert not phases_told([20, 0], 8)


def test_a_mean_is_rounded_once_and_cut_off_near_the_ends() -> None:
    assert mean_shown(61.5, 12, 0, 100, 0) == mean_shown(62.4, 12, 0, 100, 0)
    top, bottom = mean_shown(99, 12, 0, 100, 0), mean_shown(1, 12, 0, 100, 0)
    assert (top.value, top.end) == (95, "at_least")
    assert (bottom.value, bottom.end) == (5, "at_most")
    assert mean_shown(100, 5, 0, 100, 0).value == 92  # one of five may lie far off
    assert mean_shown(97, 40, 0, 100, 0).end is None
    assert mean_shown(99.9, 40, 0, 100, 0).end == "at_least"
    assert mean_shown(4.99, 12, 1, 5, 1).value == 4.8
    assert near_an_end(96, 12, 0, 100)
    assert not near_an_end(94, 12, 0, 100)


def test_a_share_of_nobody_one_or_everybody_is_only_bounded() -> None:
    shares, ends = percentages([0, 1, 4, 3])
    assert shares.tolist() == [13, 13, 50, 38]
    assert ends.tolist() == [-1, -1, 0, 0]
    shares, ends = percentages([1, 29])
    assert (shares.tolist(), ends.tolist()) == ([5, 95], [-1, 1])
    shares, ends = percentages([[0, 0], [3, 297]])
    assert ends.tolist() == [[-1, -1], [-1, 1]]
    assert shares.tolist() == [[100, 100], [1, 99]]


def test_no_spread_is_printed_that_says_that_all_answer_alike() -> None:
    assert spread_floor(40, 0, 100) == 10
    assert spread_floor(5, 0, 100) == pytest.approx(13.5)
    assert spread_floor(40, 1, 5) == pytest.approx(0.4)


def test_a_second_result_needs_nobody_or_enough_new_people_who_do_not_all_answer_at_an_end() -> None:
    assert [grew_enough(12, after, 5) for after in (12, 13, 16, 17)] == [True, False, False, True]
    assert growth_is_mixed(Growth(10, 50, 15, 55, 0, 100))
    assert not growth_is_mixed(Growth(10, 50, 15, 66.7, 0, 100))
    assert growth_is_mixed(Growth(10, 50, 10, 50, 0, 100))
    assert may_renew(10, 15, [Growth(10, 50, 15, 55, 0, 100)], 5)
    assert not may_renew(10, 15, [Growth(10, 50, 15, 55, 0, 100), Growth(10, 50, 12, 55, 0, 100)], 5)


def test_what_was_told_of_fewer_is_left_out_for_good() -> None:
    assert left_out([], ["items"], grew=False) == frozenset()
    assert left_out([], ["items"], grew=True) == {"items"}
    assert left_out(["items"], ["groups"], grew=False) == {"items"}
    assert left_out(["items"], ["groups"], grew=True) == {"items", "groups"}


def test_two_results_differ_by_nobody_or_three_schools() -> None:
    before = {1: 10, 2: 11, 3: 12}
    assert not few_changed(before, before)
    assert few_changed(before, before | {1: 20})
    assert few_changed(before, before | {1: 20, 4: 9})
    assert not few_changed(before, before | {1: 20, 2: 20, 4: 9})


def test_one_or_two_schools_without_a_name_take_others_with_them() -> None:
    respondents = {number: 10 + number for number in range(6)}
    assert unnamed(respondents, set(respondents)) == frozenset()
    assert unnamed(respondents, {0, 1, 2, 3, 4}) == {5, 0, 1}
    assert unnamed(respondents, {0, 1}) == {2, 3, 4, 5}
    assert unnamed({1: 9, 2: 9, 3: 9}, {1}) == {1, 2, 3}
    assert unnamed({1: 9, 2: 9}, {1}) == {2}  # of two schools no network is shown


def test_percentages_need_no_loop_over_schools() -> None:
    counts = np.random.default_rng(1).integers(0, 20, (500, 5))
    together, ends = percentages(counts)
    assert all((together[at] == percentages(row)[0]).all() for at, row in enumerate(counts))
    assert ends.shape == counts.shape


def test_what_two_counts_tell_together_is_never_a_role_of_fewer_than_ten() -> None:
    """Every network of up to 24 answers in two roles: what is shown leaves ten or more unshown."""
    for teachers in range(25):
        for leaders in range(25):
            for silent in (0, 5, 12):
                total = teachers + leaders + silent
                shown = roles_told({"teacher": teachers, "leader": leaders}, total)
                assert all(n >= 10 and n % 5 == 0 for n in shown.values())
                exact = sum({"teacher": teachers, "leader": leaders}[role] for role in shown)
                assert not shown or total - exact >= 10


def test_a_total_of_answers_is_that_of_the_result_or_the_ten_below() -> None:
    assert answers_of_result([10, 11, 12]) == AnswersTold(33)
    assert answers_of_result([10, 11]) is None
    assert answers_so_far(37) == AnswersTold(30, step=10)
    assert [answers_of_school(n) for n in (None, 9)] == [None, AnswersTold(9)]


def test_one_more_answer_moves_what_is_told_of_a_wave_under_way_once_in_ten() -> None:
    told = [answers_so_far(n) for n in range(100)]
    assert all(one.at_least <= n < one.at_least + one.step for n, one in enumerate(told))
    assert len(set(told)) == 10


@pytest.mark.parametrize(("tie", "decimals"), [(49.5, 0), (50.5, 0), (3.25, 1), (3.35, 1)])
def test_the_last_bit_of_a_sum_decides_no_printed_number(tie: float, decimals: int) -> None:
    """It follows the order in which people are added, and so which role the hidden ones have."""
    low, high = (0, 100) if decimals == 0 else (1, 5)
    near = [tie, np.nextafter(tie, low), np.nextafter(tie, high), tie - 3e-14, tie + 3e-14]
    assert len({rounded(float(mean), decimals) for mean in near}) == 1
    assert len({mean_shown(float(mean), 30, low, high, decimals) for mean in near}) == 1
    edge = [high - 0.05 * (high - low) + step for step in (-1e-13, 0.0, 1e-13)]
    assert len({mean_shown(mean, 10, low, high, decimals) for mean in edge}) == 1
    assert len({near_an_end(mean, 10, low, high) for mean in edge}) == 1
