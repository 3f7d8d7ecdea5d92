"""What a study of raters computes, leaves out and says."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.ratings.agreement import Level, RaterStudy, study_raters
from engine.ratings.as_json import raters_json
from engine.ratings.reading import Ratings
from engine.ratings.sentences import MCGRAW_WONG, SHROUT_FLEISS, sentences
from engine.report.media.to_text import text
from engine.report.raters import raters_document
from psychometrics.kappa import cohen_kappa
from tests import reference
from tests.engine.ratings.files import ESSAYS, documented, paths


def ratings(values: Any, **more: Any) -> Ratings:
    matrix = np.asarray(values, dtype=float)
    raters = tuple(f"R{number}" for number in range(1, matrix.shape[1] + 1))
    targets = tuple(f"T{number}" for number in range(1, len(matrix) + 1))
    found = Ratings(targets, raters, matrix, (), False, None, "made.csv", "0" * 64)
    return replace(found, **more)


def study(values: Any, level: Level | None = None, **more: Any) -> RaterStudy:
    return study_raters(ratings(values, **more), level=level)


def told(found: RaterStudy) -> dict[str, str]:
    return {caution.where: caution.cause for caution in found.cautions}


def test_all_that_the_published_table_allows() -> None:
    found = study(reference.data("shrout_fleiss").values)
    assert found.design == "crossed"
    assert found.icc is not None
    values = [round(form.value, 2) for form in found.icc.forms.values()]
    assert values == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]  # Shrout & Fleiss (1979), table 4
    assert list(found.alpha) == ["nominal", "ordinal", "interval", "ratio"]
    assert len(found.pairs) == 6
    assert found.kendall_w is not None
    assert MCGRAW_WONG.keys() == SHROUT_FLEISS.keys() == found.icc.forms.keys()


def test_gaps_are_told_and_each_statistic_uses_what_it_can() -> None:
    values = np.array(ESSAYS, dtype=float)
    values[0, 0] = values[1, 2] = values[2, 1] = values[2, 2] = np.nan
    found = study(values)
    assert (found.sample.complete, found.sample.pairable, found.sample.missing) == (5, 7, 4)
    assert found.icc is not None
    assert (found.icc.targets, found.icc.left_out) == (5, 3)
    assert found.alpha["interval"].alpha.units == 7
    assert [pair.targets for pair in found.pairs] == [6, 5, 6]
    assert "3 targets are left out" in told(found)["intraclass correlations"]


def test_raters_who_differ_from_target_to_target_get_one_way_forms_alone() -> None:
    values = np.full((6, 12), np.nan)
    for target, row in enumerate(np.array(ESSAYS)[:6, :2]):
        values[target, 2 * target : 2 * target + 2] = row
    found = study(values)
    assert found.design == "one-way"
    same = study(np.array(ESSAYS)[:6, :2])
    assert found.icc is not None
    assert same.icc is not None
    assert found.icc.forms["ICC1"] == same.icc.forms["ICC1"]
    made = raters_json(found)
    assert set(made["icc"]["forms"]) == {"ICC1", "ICC1k"}
    assert made["icc"]["variance_raters"] is None
    assert found.fleiss is not None
    assert found.conger is None
    assert "raters differ from target to target" in told(found)["Conger's, Light's and Cohen's kappa"]
    assert "ICC(A,1)" not in text(raters_document(found))


def test_with_gaps_everywhere_only_alpha_and_pairs_are_left() -> None:
    values = [[1, 2, np.nan], [np.nan, 3, 3], [2, np.nan, 2], [4, 4, np.nan], [5, np.nan, np.nan]]
    found = study(values)
    assert found.design == "gaps"
    assert (found.icc, found.fleiss, found.kendall_w, found.percent) == (None, None, None, None)
    assert found.alpha["ordinal"].alpha.left_out == 1
    assert "0 targets of 5 judged by all raters" in told(found)["intraclass correlations"]


def test_words_without_an_order_have_no_differences_and_no_ranks() -> None:
    found = study([[1, 1], [2, 2], [3, 2], [1, 1]], words=("a", "b", "c"))
    assert (found.level, list(found.alpha)) == ("nominal", ["nominal"])
    assert set(found.pairs[0].kappas) == {"none"}
    assert found.sample.by_rater[0].mean is None
    assert set(told(found)) >= {"intraclass correlations", "Kendall's W"}


def test_an_unused_category_counts_steps_of_weights() -> None:
    values = [[1, 2], [2, 2], [4, 4], [1, 4], [2, 1], [4, 2]]
    named = study(values, categories=(1.0, 2.0, 3.0, 4.0)).pairs[0].kappas["linear"].value
    assert named == cohen_kappa(*np.array(values).T, weights="linear", categories=[1, 2, 3, 4]).value
    assert named != study(values).pairs[0].kappas["linear"].value


def test_measures_of_many_values_are_no_categories_unless_said() -> None:
    values = np.random.default_rng(1).normal(size=(20, 2))
    assert study(values).pairs == ()
    assert "kappas compare categories" in told(study(values))["kappas"]
    assert study(values, "ordinal").pairs


def test_ratings_that_are_all_the_same_leave_percent_agreement() -> None:
    found = study([[3, 3], [3, 3], [3, 3]])
    assert found.percent == 100
    assert (found.icc, found.fleiss, dict(found.alpha)) == (None, None, {})
    assert sentences(found) == ()
    assert "None of the statistics" in text(raters_document(found))


def test_raters_who_agree_wholly_have_no_interval_and_no_sentence_that_claims() -> None:
    found = study(np.repeat(np.arange(1, 6), 10)[:, None].repeat(2, axis=1))
    assert {verdict.standing for verdict in sentences(found)} == {"open"}
    made = raters_json(found)
    assert made["icc"]["forms"]["ICC2"]["value"] == 1
    assert made["icc"]["forms"]["ICC2"]["lower"] is None
    assert made["krippendorff"]["interval"]["upper"] is None
    assert made["pairs"][0]["kappa"]["none"]["lower"] is None


@pytest.mark.slow
def test_what_is_said_follows_the_ends_of_intervals() -> None:
    generator = np.random.default_rng(3)
    seen = generator.normal(size=(300, 1)) + 0.2 * generator.normal(size=(300, 3))
    good = {verdict.statistic: verdict for verdict in sentences(study(seen))}
    assert "the reliability of a single rating is excellent" in good["rater_icc"].sentence
    assert good["krippendorff"].standing == "good"
    noise = {verdict.statistic: verdict for verdict in sentences(study(generator.normal(size=(300, 3))))}
    assert noise["rater_icc"].standing == noise["krippendorff"].standing == "weak"
    few = {verdict.statistic: verdict for verdict in sentences(study(seen[:20]))}
    assert "as fewer than 30 targets were judged" in few["krippendorff"].sentence


def test_every_name_of_the_json_is_documented() -> None:
    made = raters_json(study(reference.data("shrout_fleiss").values), command="barograph raters")
    assert sorted(paths(made) - documented("raters.md")) == []
