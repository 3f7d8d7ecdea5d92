"""Two partners' levels: steps between words, the middle ones, and a kappa as psych gives it; no mean anywhere."""

import pytest

from engine.ratings.partners import partners_rated

SCALE = ("1", "2", "3", "4")
AREAS = ("a", "b", "c", "d", "e", "f")


def test_steps_count_along_the_order_and_what_is_no_level_has_none() -> None:
    first, second = {"a": "1", "b": "4", "c": "not_applicable"}, {"a": "3", "b": "3", "c": "2"}
    found = partners_rated(AREAS[:4], SCALE, first, second)
    assert [area.steps for area in found.areas] == [2, -1, None, None]
    assert len(found.both) == 2


def test_a_median_of_an_even_number_is_both_middle_words() -> None:
    found = partners_rated(AREAS[:4], SCALE, dict(zip(AREAS, "1124", strict=False)), {"a": "3"})
    assert found.medians == ((0, 1), (2, 2))
    assert partners_rated(AREAS, SCALE, {}, {}).medians == (None, None)


def test_the_kappa_is_linearly_weighted_over_all_levels_of_the_scale() -> None:
    """By hand: four steps lie between the six pairs, of eighteen that there could be."""
    first, second = dict(zip(AREAS, "112344", strict=True)), dict(zip(AREAS, "313334", strict=True))
    found = partners_rated(AREAS, SCALE, first, second)
    assert found.kappa is not None
    observed = 1 - 4 / 18
    weights = [[1 - abs(i - j) / 3 for j in range(4)] for i in range(4)]
    rows, columns = (2, 1, 1, 2), (1, 0, 4, 1)
    expected = sum(weights[i][j] * rows[i] * columns[j] for i in range(4) for j in range(4)) / 36
    assert found.kappa.value == pytest.approx((observed - expected) / (1 - expected))


def test_too_few_areas_or_one_level_alone_have_no_kappa() -> None:
    assert partners_rated(AREAS, SCALE, {"a": "1"}, {"a": "1"}).kappa is None
    alike = dict.fromkeys(AREAS, "2")
    assert partners_rated(AREAS, SCALE, alike, alike).kappa is None
    apart = dict(zip(AREAS, SCALE, strict=False))
    assert partners_rated(AREAS, SCALE, alike, apart).kappa is None  # 0 whatever the other says
