"""Careless answers, groups, and the same people twice."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.exchange.response_csv import read_responses
from engine.loading import catalog
from engine.validation.data import data_of_file
from engine.validation.plan import StudyChoices, plan_of
from engine.validation.retest import Administration, RetestData
from engine.validation.study import ValidationStudy
from psychometrics.careless import careless_indexes
from psychometrics.quality import sample_of
from tests import reference, small
from tests.engine.validation.made import answers, as_json, cautions_at, codes_of, study
from tests.engine.validation.studies import json_of


def test_straight_liners_are_flagged_and_nobody_is_dropped() -> None:
    codes = answers(200, 12)
    codes[:20] = 3
    found = as_json(study(codes))
    quality = found["quality"]
    assert quality["irv"]["flagged"] == 20
    assert quality["longstring"]["flagged"] >= 20
    assert quality["any_flag"] >= 20
    assert quality["two_flags"] < 5, "one answer to everything is one sign"
    assert found["data"]["n"] == 200
    both = quality["without_flagged"]["s"]
    assert (both["n"], both["n_without"]) == (200, 200 - quality["two_flags"])


def test_people_with_two_signs_are_left_out_of_the_comparison_alone() -> None:
    """Answers at random on scales of three: rare in combination, and unlike everybody else's."""
    random = np.random.default_rng(4)
    trait = np.repeat(random.standard_normal((400, 4)), 5, axis=1) + np.tile([-1.0, 0.0, 1.0, 0.5, -0.5], 4)
    codes = np.clip(np.rint(trait + 0.3 * random.standard_normal((400, 20)) + 2), 0, 4).astype(np.uint8)
    codes[:40] = random.integers(0, 5, (40, 20))
    items = [small.likert(f"I{n}") for n in range(1, 21)]
    subscales = tuple(
        small.subscale(f"s{part}", *(f"I{5 * part + place + 1}" for place in range(5))) for part in range(4)
    )
    quality = as_json(study(codes, items=items, subscales=subscales))["quality"]
    assert 20 <= quality["two_flags"] <= 40
    both = quality["without_flagged"]["s0"]
    assert (both["n"], both["n_without"]) == (400, 400 - quality["two_flags"])
    assert both["alpha_without"] > both["alpha"]


def test_flags_are_those_of_the_pack_on_answers_as_given_in_the_order_asked() -> None:
    values = reference.data("bfi").values[:, :25]
    pack = careless_indexes(values, sample_of(values))
    found = json_of("bfi")["quality"]
    assert found["longstring"]["flagged"] == int((pack.values["longstring_share"] >= 0.5).sum())
    assert found["mahalanobis"]["flagged"] == int((pack.values["mahalanobis_p"] < 0.001).sum())
    assert found["irv"]["flagged"] == int((pack.values["irv"] <= 0).sum())
    cut = found["person_total"]["cut"]
    assert cut["moved"]
    assert cut["value"] < 0, "one in seven attentive people would be flagged under 0"
    assert found["person_total"]["flagged"] == int((pack.values["person_total"] < cut["value"]).sum())


def test_answers_that_stand_turned_in_the_file_are_judged_as_given(tmp_path: Path) -> None:
    """Somebody who ticks one column has one long string, though the file holds the turned answers."""
    instrument = catalog.find("big-five-25")
    rows = [",".join(item.id for item in instrument.items)]
    random = np.random.default_rng(3)
    for person in range(40):
        given = np.full(25, 2) if person < 5 else random.integers(1, 7, 25)
        turned = [7 - x if item.reverse else x for x, item in zip(given, instrument.items, strict=True)]
        rows.append(",".join(map(str, turned)))
    path = tmp_path / "keyed.csv"
    path.write_text("\n".join(rows))
    from dataclasses import replace

    from engine.instrument.column_map import ColumnMap
    from engine.validation.study import run
    from engine.validation.study_json import study_json

    read = read_responses(path, instrument, replace(ColumnMap(), keyed=None))
    keyed = frozenset(item.id for item in instrument.items if item.reverse)
    data = data_of_file(read, keyed=keyed)
    found = study_json(run(data, plan_of(instrument, StudyChoices(), data.asked, data.keyed)))
    assert found["quality"]["irv"]["flagged"] == 5
    assert found["items"]["A1"]["mean"] == pytest.approx(
        np.mean([float(row.split(",")[0]) for row in rows[1:]])
    )


def test_known_groups_are_compared_and_alpha_is_given_in_each() -> None:
    codes = answers(90, 6)
    groups = [0] * 44 + [1] * 44 + [2] + [-1]
    found = study(codes, groups=groups)
    result = as_json(found)["groups"]["group"]
    assert result["groups"] == {"group 1": 44, "group 2": 44, "group 3": 1}
    assert (result["missing"], result["left_out"]) == (1, ["group 3"])
    assert "small_group" in cautions_at(found, "group")
    one = result["subscales"]["s"]
    assert set(one["alpha"]) == {"group 1", "group 2"}
    mean = 25 * codes[:44].mean(axis=1).mean()
    assert one["scores"]["groups"]["group 1"]["mean"]["value"] == pytest.approx(mean)
    assert one["scores"]["g"]["lower"] < one["scores"]["g"]["value"] < one["scores"]["g"]["upper"]


def test_known_groups_by_welch_as_r_has_it() -> None:
    """bfi's conscientiousness by gender, from counts of scores instead of persons."""
    instrument = catalog.find("big-five-25")
    read = read_responses(reference.data_path("bfi"), instrument, keep=["gender"])
    data = data_of_file(read, groups=["gender"])
    from engine.validation.study import run
    from psychometrics.known_groups import known_groups

    found = run(data, plan_of(instrument, StudyChoices(groups=("gender",)), data.asked))
    compared = next(one for one in found.groups[0].subscales if one.id == "conscientiousness").scores
    from engine.responses.scoring import scores

    own = scores(instrument, read.codes)["conscientiousness"].rescaled
    direct = known_groups(own, read.labels["gender"])
    assert compared.f == pytest.approx(direct.f)
    assert compared.df2 == pytest.approx(direct.df2)
    assert {group.label: group.n for group in compared.groups} == {
        group.label: group.n for group in direct.groups
    }


def waves(change: float = 0.0) -> RetestData:
    random = np.random.default_rng(5)
    true = random.standard_normal(50) * 15 + 50
    first = true + random.standard_normal(50) * 6
    second = true + random.standard_normal(50) * 6 + change
    ids = [f"p{n}" for n in range(50)]
    return RetestData(
        Administration("a.csv", "1", [*ids, "alone", "p1", None], {"s": np.append(first, [50, 50, 50])}),
        Administration("b.csv", "2", [*ids, "new"], {"s": np.append(second, 50)}),
    )


def test_retest_pairs_people_and_names_everybody_else() -> None:
    found = study(answers(60, 6), waves=waves(change=4))
    result = as_json(found)["retest"]
    assert result["n"] == 49
    assert result["pairing"] == {
        "only_first": ["alone"],
        "only_second": ["new"],
        "repeated_first": ["p1"],
        "repeated_second": [],
        "without_id_first": 1,
        "without_id_second": 0,
    }
    one = result["subscales"]["s"]
    assert 0.7 < one["icc"]["agreement"]["value"] < 0.95
    assert one["icc"]["consistency"]["value"] > one["icc"]["agreement"]["value"]
    assert one["change"]["difference"]["value"] == pytest.approx(4, abs=3)
    assert one["reliable_change"]["n"] == 49
    assert "repeated_id" in codes_of(found) or cautions_at(found, "retest")
    claim = next(one for one in as_json(found)["claims"] if one["property"] == "reliability")
    assert one["stability"]["answer"] == "moved"
    assert (claim["rating"], len(claim["may"]), len(claim["may_not"])) == ("?", 1, 1), "the mean has shifted"
    assert "changed between the two times" in " ".join(responsiveness(found)["may"])


def responsiveness(found: ValidationStudy) -> Any:
    return next(one for one in as_json(found)["claims"] if one["property"] == "responsiveness")


@pytest.mark.parametrize(("people", "told"), [(49, False), (50, True)])
def test_a_small_change_is_claimed_of_fifty_people_on(people: int, told: bool) -> None:
    """Where differences are skewed, the test of fewer errs too often."""
    first, second = np.random.default_rng(8).standard_normal((2, people)) * 15 + np.array([[45.0], [60.0]])
    ids = [f"p{n}" for n in range(people)]
    twice = RetestData(
        Administration("a", "1", ids, {"s": first}), Administration("b", "2", ids, {"s": second}), 28
    )
    claim = responsiveness(study(answers(60, 6), waves=twice))
    assert any("changed between the two times" in one for one in claim["may"]) == told
    assert any("fewer than 50 people" in one for one in claim["may_not"]) != told


def test_scores_are_stable_only_where_the_time_between_is_told() -> None:
    random = np.random.default_rng(6)
    first = random.standard_normal(400) * 15 + 50
    ids = [f"p{n}" for n in range(400)]
    second = {"s": first + random.standard_normal(400) * 4}
    for days, rating in ((None, "?"), (28, "+")):
        twice = RetestData(
            Administration("a", "1", ids, {"s": first}), Administration("b", "2", ids, second), days
        )
        found = as_json(study(answers(60, 6), waves=twice))
        claim = next(one for one in found["claims"] if one["property"] == "reliability")
        assert claim["rating"] == rating
        assert ("over 28 days" in " ".join(claim["may"])) == (days == 28)


def test_retest_without_a_common_id_says_so() -> None:
    nobody = RetestData(
        Administration("a.csv", "1", ["x"], {"s": np.array([1.0])}),
        Administration("b.csv", "2", ["y"], {"s": np.array([1.0])}),
    )
    found = study(answers(60, 6), waves=nobody)
    assert "no_pairs" in cautions_at(found, "retest")
    assert as_json(found)["retest"]["subscales"] == {}


def test_without_a_second_wave_nothing_is_said_of_stability() -> None:
    found = as_json(study(answers(60, 6)))
    assert found["retest"] is None
    claim = next(one for one in found["claims"] if one["property"] == "reliability")
    assert claim["rating"] == "not examined"


def test_bootstrap_is_off_until_asked_for_and_repeats_by_its_seed() -> None:
    codes = answers(80, 5)
    plain = as_json(study(codes))["subscales"]["s"]
    assert "bootstrap" not in plain["alpha"]["intervals"]
    first, second = (
        as_json(study(codes, choices=StudyChoices(bootstrap=100, seed=3)))["subscales"]["s"] for _ in range(2)
    )
    interval = first["alpha"]["intervals"]["bootstrap"]
    assert interval == second["alpha"]["intervals"]["bootstrap"]
    assert interval["lower"] < first["alpha"]["complete"] < interval["upper"]
    assert first["omega"]["bootstrap"]["seed"] == 3


def test_people_in_clusters_are_not_resampled() -> None:
    """A resample of people takes them for independent, and gives too narrow an interval."""
    clustered = study(
        answers(80, 5),
        clusters=[n % 20 for n in range(80)],
        choices=StudyChoices(bootstrap=20, cluster="class"),
    )
    found = as_json(clustered)["subscales"]["s"]
    assert "bootstrap" not in found["alpha"]["intervals"]
    assert "bootstrap" not in found["omega"]
    assert "clustered_people" in cautions_at(clustered, "bootstrap")


def test_stability_stays_open_where_people_answer_in_clusters() -> None:
    random = np.random.default_rng(6)
    first = random.standard_normal(400) * 15 + 50
    ids = [f"p{n}" for n in range(400)]
    second = {"s": first + random.standard_normal(400) * 4}
    twice = RetestData(Administration("a", "1", ids, {"s": first}), Administration("b", "2", ids, second), 28)
    clustered = study(answers(60, 6), waves=twice, clusters=[n % 12 for n in range(60)])
    assert "clustered_people" in cautions_at(clustered, "retest")
    found = as_json(clustered)
    assert found["retest"]["subscales"]["s"]["stability"]["answer"] == "open"
    assert "answer alike" in found["retest"]["subscales"]["s"]["stability"]["sentence"]


def test_errors_by_score_come_with_everybody_in_memory() -> None:
    found = as_json(study(answers(80, 5)))["subscales"]["s"]["measurement_error"]
    assert len(found["conditional"]["scores"]) == len(found["conditional"]["absolute"])
    assert found["conditional"]["overall_relative"] == pytest.approx(
        found["overall"]["standard_error"], rel=0.02
    )


def test_items_are_those_of_the_form_that_was_asked() -> None:
    items = [small.likert(f"I{n}") for n in range(1, 7)]
    found = study(answers(40, 6), items=items, choices=StudyChoices(form="full"))
    assert len(found.items) == 6
