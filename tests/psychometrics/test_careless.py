"""All indexes of a block, their flags, and counts that add up over blocks."""

import numpy as np
import pytest

from psychometrics.careless import FlagCounts, careless_flags, careless_indexes, count_flags
from psychometrics.contract import StatisticError
from psychometrics.guidelines import CarelessCut
from psychometrics.literature import CURRAN
from psychometrics.quality import even_odd, sample_of

SCALES = np.arange(12).reshape(4, 3).tolist()


def people(n=300, seed=0):
    """Attentive people on four scales of three items, then one straight-liner and one who answers at random."""
    rng = np.random.default_rng(seed)
    trait = np.repeat(rng.normal(size=(n, 4)), 3, axis=1)
    answers = np.clip(np.round(3 + trait + 0.4 * rng.normal(size=(n, 12))), 1, 5)
    return np.vstack([answers, np.full(12, 4.0), [1, 5, 1, 5, 1, 5, 1, 5, 1, 5, 1, 5]])


def indexes(answers, **more):
    return careless_indexes(answers, sample_of(answers), scales=SCALES, **more)


def test_a_straight_liner_and_a_random_answerer_are_flagged_by_different_indexes():
    answers = people()
    flags = careless_flags(indexes(answers, seconds=[60.0] * 300 + [12.0, 12.0]))
    assert [name for name, flag in flags.items() if flag[-2]] == [
        "longstring_share",
        "irv",
        "seconds_per_item",
    ]
    assert {"mahalanobis_p", "even_odd", "seconds_per_item"} <= {
        name for name, flag in flags.items() if flag[-1]
    }
    assert not flags["longstring_share"][-1]


def test_counts_of_blocks_add_up_to_the_counts_of_all():
    answers = people()
    sample = sample_of(answers)
    whole = count_flags(careless_indexes(answers, sample, scales=SCALES))
    parts = [
        count_flags(careless_indexes(block, sample, scales=SCALES)) for block in np.array_split(answers, 7)
    ]
    total = parts[0]
    for part in parts[1:]:
        total += part
    assert total == whole
    assert total.persons == 302
    assert total.share_flagged == total.two_flags / 302
    assert total.two_flags <= total.any_flag


def test_what_the_questionnaire_does_not_allow_is_left_out_with_its_reason():
    rng = np.random.default_rng(1)
    answers = rng.normal(size=(20, 3))
    got = careless_indexes(answers, sample_of(answers))
    assert set(got.left_out) == {"even_odd", "synonyms", "antonyms"}
    assert "at least 3 are needed" in got.left_out["even_odd"]
    assert "seconds_per_item" not in got.values
    few = careless_indexes(answers[:3], sample_of(answers[:3]))
    assert "3 people answered 3 items" in few.left_out["mahalanobis"]
    assert count_flags(few).left_out == few.left_out


def test_reverse_keyed_items_are_turned_for_even_odd_only():
    answers = people()
    contrary = answers.copy()
    reverse = np.zeros(12, dtype=bool)
    reverse[[1, 4, 7, 10]] = True
    contrary[:, reverse] = 6 - contrary[:, reverse]
    # turned about the mean of everybody instead of the middle of the scale: near, not equal
    turned = indexes(contrary, reverse=reverse).values["even_odd"]
    straight = even_odd(answers, SCALES)
    known = np.isfinite(turned) & np.isfinite(straight)
    assert np.corrcoef(turned[known], straight[known])[0, 1] > 0.8
    assert np.nanmedian(indexes(contrary).values["even_odd"]) < 0.3
    with_key, without = indexes(contrary, reverse=reverse), indexes(contrary)
    np.testing.assert_array_equal(with_key.values["longstring"], without.values["longstring"])


def test_a_key_of_the_wrong_length_is_refused_for_its_index():
    got = careless_indexes(people(), sample_of(people()), scales=SCALES, reverse=[True])
    assert "one key an item" in got.left_out["even_odd"]


def test_cuts_may_be_ones_own():
    cut = CarelessCut("longstring", "above", 3, "more than three in a row", CURRAN)
    flags = careless_flags(indexes(people()), [cut])
    assert list(flags) == ["longstring"]
    assert flags["longstring"][-2]


def test_a_person_without_answers_is_counted_and_not_flagged():
    answers = np.vstack([people(), np.full(12, np.nan)])
    counts = count_flags(indexes(answers))
    assert counts.persons == 303
    assert set(counts.computed.values()) <= set(range(303))
    assert not any(flag[-1] for flag in careless_flags(indexes(answers)).values())


def test_nobody_has_no_share():
    assert np.isnan(FlagCounts(0, {}, {}, 0, 0).share_flagged)


def test_an_unknown_shape_is_refused():
    with pytest.raises(StatisticError):
        careless_indexes([1, 2, 3], sample_of(people()))
