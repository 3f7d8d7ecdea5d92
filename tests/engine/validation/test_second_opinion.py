"""A study with a second opinion: parity with other programs on real data, and reasons only where they hold."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.validation import asked_of_others, second_opinion
from engine.validation.plan import StudyChoices
from engine.validation.retest import Administration, RetestData
from engine.validation.study import ValidationStudy
from engine.validation.study_json import study_json
from psychometrics.second_opinion import process
from psychometrics.second_opinion.compared import ComparedNumber, Opinion
from psychometrics.second_opinion.opinion import SecondOpinion
from tests import programs, small
from tests.engine.validation.made import answers, codes_of, study

CHOICES = StudyChoices(second_opinion=True, draws=5, quality=False)


def two_scales(missing: float) -> ValidationStudy:
    """Two scales of eight items, six clusters of unequal sizes, two groups, and the same people again."""
    items = [small.likert(f"I{n}", reverse=n == 2) for n in range(1, 17)]
    subscales = (
        small.subscale("a", *(f"I{n}" for n in range(1, 9))),
        small.subscale("b", *(f"I{n}" for n in range(9, 17))),
    )
    codes = answers(180, 16, missing=missing)
    codes[:, 1] = np.where(codes[:, 1] < 5, 4 - np.minimum(codes[:, 1], 4), codes[:, 1])
    random = np.random.default_rng(4)
    ids = [f"p{n}" for n in range(90)]
    first = {name: random.normal(50, 10, 90) for name in "ab"}
    again = {name: own + random.normal(1, 5, 90) for name, own in first.items()}
    return study(
        codes,
        items=items,
        subscales=subscales,
        clusters=[n % 12 if n < 150 else 0 for n in range(180)],
        groups=[n % 2 for n in range(180)],
        choices=CHOICES,
        waves=RetestData(Administration("a", "1", ids, first), Administration("b", "2", ids, again), 28),
    )


@pytest.fixture(scope="module", params=[0.0, 0.02], ids=["whole", "gaps"])
def found(request: Any) -> tuple[float, ValidationStudy, SecondOpinion]:
    whole = two_scales(request.param)
    assert whole.second_opinion is not None
    return request.param, whole, whole.second_opinion


def opinions(found: SecondOpinion) -> list[tuple[ComparedNumber, Opinion]]:
    return [(comparison, opinion) for comparison in found.comparisons for opinion in comparison.opinions]


@pytest.mark.slow
def test_every_difference_has_a_reason_that_was_tried(found: Any) -> None:
    _, _, opinion = found
    assert opinion.ending == "finished"
    assert not opinion.unanswered
    assert [(one.number, one.about) for one, said in opinions(opinion) if not said.known] == []
    assert max(said.left for one, said in opinions(opinion) if "stopped" not in said.why) <= 5e-4


def test_all_numbers_of_the_study_were_asked_for(found: Any) -> None:
    _, _, opinion = found
    numbers = {one.number for one in opinion.comparisons}
    assert {"alpha", "alpha_lower", "kmo", "kmo_items", "bartlett_chisq", "bartlett_p", "loadings"} <= numbers
    assert {"communalities", "phi", "score_correlations", "icc1", "icc2", "welch_f", "hedges_g"} <= numbers
    assert {"eta2", "retest_agreement", "retest_consistency_upper", "retest_w"} <= numbers
    rotations = {one.about for one in opinion.comparisons if one.number == "loadings"}
    assert rotations == {"oblimin", "varimax", "promax", "geomin", "none"}


def test_gaps_are_a_reason_only_where_there_are_gaps(found: Any) -> None:
    missing, _, opinion = found
    reasons = {name for _, said in opinions(opinion) for name in said.why}
    of_gaps = {"median_imputation", "pairwise", "listwise", "all_rows", "overall_spread"}
    assert bool(reasons & of_gaps) == bool(missing)
    assert "independent" in reasons  # there are clusters
    assert "communalities_without_phi" in reasons  # and factors that correlate


def test_people_without_clusters_are_not_told_of_clusters() -> None:
    """One factor, no clusters, no gaps: the only reason left is rounding."""
    plain = study(answers(120, 6), choices=CHOICES)
    assert plain.second_opinion is not None
    assert {name for _, said in opinions(plain.second_opinion) for name in said.why} == {"rounded"}


def test_ours_are_the_numbers_of_the_study(found: Any) -> None:
    _, whole, opinion = found
    first = whole.subscales[0]
    assert first.reliability is not None
    ours = {(one.number, one.about): one.ours for one in opinion.comparisons}
    assert ours["alpha", first.label] == first.reliability.value
    assert whole.retest is not None
    icc = whole.retest.subscales[0].icc
    assert icc is not None
    assert ours["retest_agreement", first.label] == icc.agreement.value


def test_its_json_is_json(found: Any) -> None:
    import json

    _, whole, _ = found
    told = json.loads(json.dumps(study_json(whole), allow_nan=False))["second_opinion"]
    assert told["largest_unexplained"] is None
    assert told["programs"]["pingouin"]["answered"] == told["programs"]["pingouin"]["asked"] > 0


def test_a_process_that_stops_leaves_the_study_with_a_caution(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process.sys, "executable", "/bin/false")
    broken = study(answers(60, 6), choices=CHOICES)
    assert broken.subscales[0].reliability is not None
    assert "second_opinion_stopped" in codes_of(broken)
    assert broken.second_opinion is not None
    assert broken.second_opinion.comparisons == ()


def test_more_answers_than_others_take_are_not_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked_of_others, "MOST_ANSWERS", 100)
    monkeypatch.setattr(second_opinion, "second_opinion", None)  # nobody is asked
    large = study(answers(60, 6), choices=CHOICES)
    assert large.second_opinion is None
    assert "many_answers" in codes_of(large)


def test_a_study_without_one_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_started", None)
    assert study(answers(60, 6), choices=StudyChoices(draws=5)).second_opinion is None


@pytest.mark.slow
def test_confirmatory_models_agree_with_lavaan_by_every_estimator() -> None:
    """Every structure, with gaps and clusters; the plain numbers of ordinal items are among them."""
    programs.needed("Rscript", "r-base-core")
    codes = answers(200, 9, missing=0.01)
    whole = study(
        codes,
        items=[small.likert(f"I{n}") for n in range(1, 10)],
        subscales=tuple(
            small.subscale(name, *(f"I{n}" for n in range(first, first + 3)))
            for name, first in zip("abc", (1, 4, 7), strict=True)
        ),
        clusters=[n % 20 for n in range(200)],
        choices=replace(
            CHOICES,
            structures=("one_factor", "correlated", "second_order", "bifactor"),
            estimators=("mlr", "fiml", "uls", "wlsmv", "ulsmv"),
        ),
    )
    assert whole.second_opinion is not None
    found = [one for one in opinions(whole.second_opinion) if one[0].number.startswith("cfa_")]
    if not found:
        programs.missing("R has no lavaan: install Debian's package r-cran-lavaan")
    fits = 0 if whole.confirmatory is None else len(whole.confirmatory.fits)
    assert fits >= 10
    assert len(found) == 6 * fits
    assert [(one.number, one.about, said.difference) for one, said in found if not said.known] == []
