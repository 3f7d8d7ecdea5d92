"""All indexes of a block, their flags, and counts that add up over blocks."""

import numpy as np
import pytest

from psychometrics.careless import (
    FlagCounts,
    careless_flags,
    careless_indexes,
    clean_cuts,
    count_flags,
    signs,
)
from psychometrics.contract import StatisticError
from psychometrics.guidelines import CARELESS_CUTS, CarelessCut
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


def attentive(items: int, options: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    latent = 0.7 * rng.normal(size=(500, 1)) + 0.7 * rng.normal(size=(500, items))
    return np.clip(np.floor((latent + 2) / 4 * options), 0, options - 1)


@pytest.mark.parametrize(("items", "options"), [(5, 5), (5, 2), (12, 2), (12, 5), (30, 7)])
def test_few_attentive_people_show_two_signs_however_short_the_form(items: int, options: int) -> None:
    values = [np.arange(float(options))] * items
    shares = []
    for seed in range(5):
        answers = attentive(items, options, seed)
        sample = sample_of(answers)
        cuts, _ = clean_cuts(sample, values)
        found = careless_flags(careless_indexes(answers, sample), cuts)
        shares.append(np.mean(signs(found, 500) > 1))
        assert all(flag.mean() < 0.08 for flag in found.values())
    assert np.mean(shares) < 0.05


def test_cuts_are_moved_further_out_only_and_what_cannot_be_rare_is_left_out() -> None:
    short = attentive(5, 2, 1)
    _, left_out = clean_cuts(sample_of(short), [np.arange(2.0)] * 5)
    assert {"longstring_share", "irv"} <= set(left_out), "one answer to five items of two options is common"
    assert "whatever the cut-point" in left_out["irv"]
    long = people()
    kept, _ = clean_cuts(sample_of(long), [np.arange(1.0, 6.0)] * 12, scales=SCALES)
    literature = {cut.index: cut for cut in CARELESS_CUTS}
    for cut in kept:
        before = literature[cut.index]
        assert cut.moved == (cut.value != before.value)
        further = cut.value <= before.value if cut.side in ("below", "at_most") else cut.value >= before.value
        assert further


def test_one_answer_to_everything_is_one_sign() -> None:
    answers = people()
    found = indexes(answers)
    flags = careless_flags(found)
    assert flags["irv"][-2]
    assert flags["longstring_share"][-2]
    assert signs(flags, 302)[-2] == 1
    assert count_flags(found).any_flag == int((signs(flags, 302) > 0).sum())
