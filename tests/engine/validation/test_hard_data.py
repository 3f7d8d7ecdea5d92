"""Data that some statistic does not exist for: null and a named caution, and everything else still there."""

import json
from collections.abc import Callable

import numpy as np
import pytest

from engine.instrument.kinds import SCALE
from engine.report.study.terminal import summary
from engine.validation.plan import StudyChoices
from psychometrics.contract import StatisticError
from tests import small
from tests.engine.validation.made import BLANK, answers, as_json, cautions_at, codes_of, study


def of_subscale(found: dict, *path: str) -> object:
    value = found["subscales"]["s"]
    for name in path:
        value = value[name]
    return value


def said_in_full(found: object) -> None:
    """Whatever is missing, JSON and summary can be written, and every caution says what to do."""
    json.dumps(as_json(found), allow_nan=False)
    assert summary(found)
    assert "not_computed" not in codes_of(found), found.cautions
    for caution in found.cautions:
        assert caution.code
        assert caution.where, caution
        assert caution.cause
        assert caution.remedy


def with_column(codes: np.ndarray, column: np.ndarray) -> np.ndarray:
    return np.column_stack([codes, column.astype(np.uint8)])


def test_nobody_at_all() -> None:
    with pytest.raises(StatisticError, match="no responses"):
        study(np.empty((0, 5), dtype=np.uint8))


def test_one_item() -> None:
    found = study(answers(50, 1))
    assert "few_items" in cautions_at(found, "subscale s")
    assert of_subscale(as_json(found), "alpha", "raw") is None
    assert as_json(found)["items"]["I1"]["n"] == 50
    assert of_subscale(as_json(found), "score", "n") == 50
    said_in_full(found)


def test_one_person() -> None:
    found = study(answers(1, 5))
    assert "few_persons" in codes_of(found)
    assert of_subscale(as_json(found), "alpha", "raw") is None
    assert as_json(found)["data"]["n"] == 1
    said_in_full(found)


def test_a_constant_item_is_named_and_left_out_of_what_needs_a_variance() -> None:
    found = study(with_column(answers(50, 5), np.full(50, 3)))
    assert "constant_item" in cautions_at(found, "I6")
    result = as_json(found)
    assert of_subscale(result, "alpha", "raw") is not None
    assert of_subscale(result, "omega", "total") is None
    assert result["dimensionality"]["kmo"]["items"].keys() == {"I1", "I2", "I3", "I4", "I5"}
    said_in_full(found)


def test_an_item_nobody_answered_leaves_the_others_complete() -> None:
    found = study(with_column(answers(50, 5), np.full(50, BLANK)))
    assert "all_missing" in cautions_at(found, "item I6")
    assert "items_left_out" in cautions_at(found, "subscale s")
    result = as_json(found)
    assert result["items"]["I6"] is None
    assert of_subscale(result, "alpha", "n_complete") == 50
    assert of_subscale(result, "omega", "total") is not None
    said_in_full(found)


def test_nobody_answered_anything() -> None:
    found = study(np.full((50, 5), BLANK, dtype=np.uint8))
    assert "all_missing" in codes_of(found)
    assert as_json(found)["data"]["no_answer"] == 50
    said_in_full(found)


def test_everybody_gave_the_same_answers() -> None:
    found = study(np.full((50, 5), 2, dtype=np.uint8))
    assert "identical_answers" in cautions_at(found, "subscale s")
    assert of_subscale(as_json(found), "alpha", "raw") is None
    said_in_full(found)


def test_a_perfect_correlation_is_named() -> None:
    codes = answers(60, 4)
    found = study(with_column(codes, codes[:, 0]))
    assert "perfect_correlation" in cautions_at(found, "I1")
    assert as_json(found)["dimensionality"]["kmo"]["overall"] is None
    assert as_json(found)["efa"]["loadings"] is not None
    said_in_full(found)


def test_fewer_people_than_items() -> None:
    found = study(answers(6, 20))
    assert "few_persons_for_items" in codes_of(found)
    assert "few_persons" in cautions_at(found, "factors, fit")
    assert of_subscale(as_json(found), "alpha", "raw") is not None
    assert as_json(found)["efa"]["fit"]["chisq"] is None
    said_in_full(found)


@pytest.mark.slow
def test_two_hundred_items_and_fifty_people() -> None:
    subscales = tuple(
        small.subscale(f"s{part}", *(f"I{40 * part + place + 1}" for place in range(40))) for part in range(5)
    )
    found = study(answers(50, 200), subscales=subscales, choices=StudyChoices(draws=2))
    assert "singular" in codes_of(found)
    assert all(one["alpha"]["raw"] is not None for one in as_json(found)["subscales"].values())
    said_in_full(found)


def test_an_item_that_is_not_turned_is_named_and_its_key_asked_about() -> None:
    codes = answers(200, 5)
    codes[:, 4] = 4 - codes[:, 4]
    found = study(codes)
    assert "negative_item_rest" in cautions_at(found, "I5")
    turned = study(codes, items=[small.likert(f"I{n}", reverse=n == 5) for n in range(1, 6)])
    assert "negative_item_rest" not in codes_of(turned)
    assert turned.subscale("s").reliability.value > found.subscale("s").reliability.value + 0.2


@pytest.mark.parametrize(
    ("clusters", "code"),
    [
        (list(range(20)), "groups_of_one"),
        ([0] * 20, "one_group"),
        ([0] * 10 + [1] * 9 + [2], "group_of_one"),
        ([0] * 10 + [1] * 10, "few_groups"),
    ],
)
def test_groups_that_cannot_be_compared_well(clusters: list[int], code: str) -> None:
    found = study(answers(20, 5), clusters=clusters)
    assert code in cautions_at(found, "site")
    said_in_full(found)


def test_people_without_a_group_are_counted_and_left_out() -> None:
    found = study(answers(40, 5), clusters=[-1] * 4 + [0, 1, 2] * 12)
    levels = as_json(found)["subscales"]["s"]["levels"]
    assert (levels["n"], levels["missing"], levels["groups"]) == (36, 4, 3)


def test_no_cluster_no_levels() -> None:
    assert as_json(study(answers(40, 5)))["subscales"]["s"]["levels"] is None


def test_items_with_different_options_have_no_agreement_index() -> None:
    items = [small.likert("I1"), small.likert("I2"), small.choose("I3", 1, 2, 3, kind=SCALE)]
    codes = np.minimum(answers(40, 3), [4, 4, 2]).astype(np.uint8)
    found = study(codes, items=items, clusters=[0, 1, 2, 3] * 10)
    assert "mixed_options" in cautions_at(found, "agreement")
    assert as_json(found)["subscales"]["s"]["levels"]["rwgj"]["uniform"] is None
    said_in_full(found)


def test_many_gaps_make_correlations_pairwise_and_say_so() -> None:
    codes = answers(80, 10, missing=0.3)
    found = as_json(study(codes))
    assert found["dimensionality"]["basis"] == "pairwise"
    assert "pairwise" in [caution["code"] for caution in found["cautions"]]
    asked = as_json(study(codes, choices=StudyChoices(missing="complete")))
    assert asked["dimensionality"] is None or asked["dimensionality"]["basis"] == "complete"


def test_items_never_asked_together_are_named() -> None:
    codes = answers(80, 8)
    codes[:40, :2] = BLANK
    codes[40:, 2:4] = BLANK
    found = study(codes)
    assert "no_pairs" in codes_of(found)
    assert "few_persons" in cautions_at(found, "subscale s")
    said_in_full(found)


def test_an_instrument_without_subscales_has_its_items_described() -> None:
    found = study(answers(40, 3), subscales=())
    assert found.subscales == ()
    assert as_json(found)["items"]["I3"]["n"] == 40
    assert as_json(found)["efa"] is None
    said_in_full(found)


def test_more_factors_than_there_can_be() -> None:
    found = study(answers(60, 6), choices=StudyChoices(factors=9))
    assert "number_of_factors" in cautions_at(found, "9 factors")
    assert as_json(found)["efa"] is None


CASES: list[tuple[str, Callable[[], np.ndarray]]] = [
    ("two items", lambda: answers(40, 2)),
    ("two people", lambda: answers(2, 5)),
    ("opposite items", lambda: with_column(answers(50, 1), 4 - answers(50, 1)[:, 0])),
    ("copies of one item", lambda: np.tile(answers(60, 1), (1, 5))),
    ("copies of one person", lambda: np.tile(answers(1, 5), (40, 1))),
    ("non-answers", lambda: np.where(answers(80, 6) == 0, 200, answers(80, 6)).astype(np.uint8)),
    ("not on the form for some", lambda: np.where(answers(80, 6) == 0, 250, answers(80, 6)).astype(np.uint8)),
]


@pytest.mark.parametrize("make", [make for _, make in CASES], ids=[name for name, _ in CASES])
def test_other_hard_data_is_studied_without_a_crash(make: Callable[[], np.ndarray]) -> None:
    said_in_full(study(make()))


def test_a_statistic_that_breaks_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours, such as a division by zero, becomes a caution that asks to be reported."""

    def broken(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError("float division by zero")

    monkeypatch.setattr("engine.validation.reliability.odd_even", broken)
    found = study(answers(60, 6))
    assert cautions_at(found, "odd-even") == {"not_computed"}
    assert of_subscale(as_json(found), "split_half", "odd_even") is None
    assert of_subscale(as_json(found), "split_half", "max") is not None
