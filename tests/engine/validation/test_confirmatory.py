"""Confirmatory models in a study: lavaan's numbers, what is taken by itself, what is refused, what is said."""

import functools
from typing import Any

import numpy as np
import pytest

from engine.report.study.confirmatory import apart_sentence, confirmatory_section
from engine.report.study.invariance import invariance_sections
from engine.validation.confirmatory.choices import estimators_of
from engine.validation.plan import StudyChoices, plan_of
from engine.validation.retest import Administration, RetestData
from engine.validation.study import ValidationStudy
from engine.validation.study_json import study_json
from psychometrics.latent.distinct import Distinctness, ScalePair, distinct
from tests import reference, small
from tests.engine.validation.made import answers, codes_of, study
from tests.engine.validation.studies import study_of

TWO = (small.subscale("a", "I0", "I1", "I2"), small.subscale("b", "I3", "I4", "I5"))


@functools.cache
def two_scales(*structures: str, model: str | None = None) -> ValidationStudy:
    """Six items of one trait, named as two scales."""
    return study(
        answers(300, 6),
        items=[small.likert(f"I{n}") for n in range(6)],
        subscales=TWO,
        choices=StudyChoices(draws=5, quality=False, structures=structures, model=model),
    )


def test_the_declared_structures_of_pupils_well_being_agree_with_lavaan() -> None:
    """Errors of mlr there allow for classes; estimates and the plain test do not depend on it."""
    found: dict[str, Any] = study_json(study_of("school-wellbeing"))["cfa"]["correlated"]["mlr"]
    theirs = reference.value("school-wellbeing", "cfa.mlr.fit")
    for name in ("chisq", "df", "cfi", "tli", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper"):
        assert found["fit"][name] == pytest.approx(theirs[name], rel=1e-4), name
    assert found["clusters"] == 30
    assert found["flavour"] == "robust"
    rows = reference.value("school-wellbeing", "cfa.ml.std")["columns"]
    loadings = [value for value, op in zip(rows["est.std"], rows["op"], strict=True) if op == "=~"]
    ours = np.array(found["standardized"]["data"])
    assert ours[ours != 0] == pytest.approx(loadings, abs=2e-4)


def test_errors_for_people_in_classes_are_those_of_lavaan_with_cluster() -> None:
    """lavaan 0.6-14: cfa("f =~ LEAD01 + ... + LEAD05", d, estimator = "MLR", cluster = "COMPID")."""
    from psychometrics.latent.cluster_moments import ClusterMoments
    from psychometrics.latent.fit_measures import fit_measures
    from psychometrics.latent.fitting import fitted
    from psychometrics.latent.specification import Defaults
    from psychometrics.latent.structures import one_factor

    data = reference.data("lq2002")
    names = [f"LEAD0{n}" for n in range(1, 6)]
    place = np.unique(data.column("COMPID"), return_inverse=True)[1]
    values = data.columns(names)
    halves = [
        ClusterMoments.of_values(values[part], place[part], int(place.max()) + 1, np.full(5, 3.0))
        for part in (slice(0, 900), slice(900, None))
    ]
    found = fitted(
        one_factor(names, defaults=Defaults(means=True)), [(halves[0] + halves[1]).sample()], "mlr"
    )
    measures = fit_measures(found).named()
    assert measures["chisq.scaled"] == pytest.approx(291.2219986, rel=1e-5)
    assert measures["cfi.robust"] == pytest.approx(0.8580794651, abs=1e-6)
    assert measures["rmsea.robust"] == pytest.approx(0.2162952506, abs=1e-6)
    second = found.estimates()[1]
    assert second.value / (second.error or 0) == pytest.approx(22.046, abs=1e-3)


def test_items_with_fewer_than_five_options_are_taken_for_ordinal() -> None:
    def taken(options: int) -> tuple[str, ...]:
        items = [small.choose(f"I{n}", *range(options)) for n in range(3)]
        rated = [small.likert(f"I{n}") for n in range(3)] if options == 5 else items
        instrument = small.instrument(*rated, subscales=(small.subscale("s", "I0", "I1", "I2"),))
        return estimators_of(plan_of(instrument, StudyChoices()))

    assert taken(5) == ("mlr",)


def test_two_scales_of_one_trait_are_not_called_apart() -> None:
    found = two_scales("correlated").confirmatory
    assert found is not None
    assert found.people is not None
    assert found.people.answer != "apart"


def test_a_model_as_text_is_fitted_beside() -> None:
    found = two_scales("one_factor", model="f =~ I0 + I1 + I2 + I3\nI0 ~~ I1").confirmatory
    assert found is not None
    own = found.of("model", "mlr")
    assert own is not None
    assert own.items == ("I0", "I1", "I2", "I3")
    assert own.measures["df"] == 1


def test_what_cannot_be_fitted_is_named_and_the_others_are() -> None:
    found = two_scales("one_factor", "second_order")
    assert found.confirmatory is not None
    assert [fit.structure for fit in found.confirmatory.fits] == ["one_factor"]
    assert study_json(found)["cfa"]["second_order"]["mlr"] is None
    assert "few_factors" in codes_of(found)


def test_the_rule_calls_apart_or_one_only_what_the_whole_interval_says() -> None:
    def judged(r: float, error: float) -> str:
        matrix, errors = np.array([[1, r], [r, 1]]), np.array([[0, error], [error, 0]])
        return distinct(["a", "b"], matrix, errors, 100).answer

    assert judged(0.5, 0.05) == "apart"
    assert judged(-0.5, 0.05) == "apart"
    assert judged(0.88, 0.05) == "open"
    assert judged(0.97, 0.01) == "one"
    assert judged(0.0, 0.9) == "open"


def test_a_pair_that_stays_open_is_not_called_one() -> None:
    found = Distinctness((ScalePair("a", "b", 0.8, 0.5, 0.95),), 30)
    sentence = apart_sentence(found, {"a": "Vision", "b": "Trust"}, "school", "30 schools")
    assert "stays open" in sentence
    assert "does not show that they are one" in sentence


def test_each_structure_stands_in_the_table_with_its_flavour() -> None:
    section = confirmatory_section(study_of("school-wellbeing"))
    assert section is not None
    rows = next(block.rows for block in section.blocks if hasattr(block, "rows"))
    assert [row[0] for row in rows] == ["One factor", "Correlated factors"]
    assert {row[-1] for row in rows} == {"robust"}


def test_data_without_any_structure_have_no_section() -> None:
    assert confirmatory_section(study(answers(60, 6))) is None


@functools.cache
def by_estimators(*estimators: str) -> ValidationStudy:
    """Six items in two groups, invariance asked for and no structure."""
    return study(
        answers(240, 6),
        items=[small.likert(f"I{n}") for n in range(6)],
        subscales=TWO,
        groups=[n % 2 for n in range(240)],
        clusters=[n % 12 for n in range(240)],
        choices=StudyChoices(
            draws=5, quality=False, estimators=estimators, invariance=("group",), groups=("group",)
        ),
    )


@pytest.mark.parametrize(
    ("asked", "used"), [(("uls",), "mlr"), (("fiml",), "mlr"), (("dwls",), "wlsmv"), (("uls", "ml"), "ml")]
)
def test_invariance_names_the_estimator_that_was_used(asked: tuple[str, ...], used: str) -> None:
    """No level is compared by these three: the numbers are those of another estimator, and say so everywhere."""
    found, honest = by_estimators(*asked), by_estimators(used)
    ours, theirs = study_json(found)["invariance"]["group"], study_json(honest)["invariance"]["group"]
    instead = None if used in asked else asked[0]
    assert (ours["estimator"], ours["instead_of"]) == (used, instead)
    assert (theirs["estimator"], theirs["instead_of"]) == (used, None)
    assert ours["metric"] == theirs["metric"]
    text = str(invariance_sections(found))
    assert f", by {used}." in text
    assert ("which was asked for" in text) == (instead is not None)
    assert ("other_estimator" in codes_of(found)) == (instead is not None)
    assert ("invariance", "clusters_ignored") in {(one.where, one.code) for one in found.cautions}


def test_levels_by_mlm_are_scaled_after_satorra_and_bentler_and_not_by_mlr() -> None:
    mlm, mlr = (study_json(by_estimators(name))["invariance"]["group"] for name in ("mlm", "mlr"))
    assert mlm["estimator"] == "mlm"
    assert mlm["configural"]["fit"]["chisq"] == pytest.approx(mlr["configural"]["fit"]["chisq"])
    assert mlm["configural"]["fit"]["chisq.scaled"] != pytest.approx(mlr["configural"]["fit"]["chisq.scaled"])


def test_invariance_of_too_few_items_is_refused_by_name() -> None:
    found = study(
        answers(60, 2),
        groups=[n % 2 for n in range(60)],
        choices=StudyChoices(draws=5, quality=False, invariance=("group",), groups=("group",)),
    )
    assert ("confirmatory models", "few_items") in {(one.where, one.code) for one in found.cautions}


def test_factors_at_two_levels_are_those_of_lavaan_and_reliabilities_those_of_semtools() -> None:
    data = reference.data("lq2002")
    names = [f"LEAD0{n}" for n in range(1, 6)]
    found = study_json(
        study(
            (data.columns(names) - 1).astype(np.uint8),
            items=[small.likert(name) for name in names],
            clusters=np.unique(data.column("COMPID"), return_inverse=True)[1].tolist(),
            choices=StudyChoices(
                draws=5, quality=False, structures=("one_factor", "bifactor"), cluster="site"
            ),
        )
    )
    assert list(found["two_level"]) == ["one_factor"]
    two = found["two_level"]["one_factor"]
    theirs = reference.value("lq2002", "twolevel.fit")
    assert {name: two["fit"][name] for name in theirs} == pytest.approx(theirs, rel=1e-3)
    levels = found["subscales"]["s"]["levels"]
    omegas = list(reference.value("lq2002", "twolevel.omega_levels").values())
    assert [levels["omega"]["within"], levels["omega"]["between"]] == pytest.approx(omegas, abs=1e-3)
    shared = list(reference.value("lq2002", "twolevel.lai_shared").values())
    assert [levels["lai"]["mean"], levels["lai"]["raters"]] == pytest.approx(shared, abs=1e-3)


def test_fewer_groups_than_items_have_no_factors_between_them_and_the_cautions_say_so() -> None:
    found = study(
        answers(120, 6),
        items=[small.likert(f"I{n}") for n in range(6)],
        subscales=TWO,
        clusters=[n % 6 for n in range(120)],
        choices=StudyChoices(draws=5, quality=False, structures=("correlated",), cluster="site"),
    )
    assert study_json(found)["two_level"] == {}
    assert ("few_groups", "correlated factors at two levels (site)") in {
        (one.code, one.where) for one in found.cautions
    }


def people_twice(shifted: float = 0.0) -> tuple[np.ndarray, list[str]]:
    """Codes of 1200 people at two times, the second below the first, and who they are; the first item shifts."""
    random = np.random.default_rng(9)
    trait = random.standard_normal((1200, 1))
    times = []
    for time in range(2):
        now = 0.9 * (0.8 * trait + 0.6 * random.standard_normal((1200, 1))) + 2 + 0.2 * time
        values = now + 0.7 * random.standard_normal((1200, 5))
        values[:, 0] += shifted * time
        times.append(np.clip(np.rint(values), 0, 4).astype(np.uint8))
    return np.vstack(times), [f"p{n}" for n in range(1200)] * 2


def test_groups_that_hold_the_same_people_are_compared_as_times_of_theirs() -> None:
    """In a long file, and as a first file and its retest: the same numbers, and an item that moves is named."""
    codes, ids = people_twice(shifted=0.8)
    long = study(
        codes,
        groups=[0] * 1200 + [1] * 1200,
        ids=ids,
        choices=StudyChoices(draws=5, quality=False, invariance=("group",), groups=("group",)),
    )
    scores = {"s": codes.mean(axis=1)}
    first, second = (
        Administration(name, name, ids[:1200], {"s": scores["s"][rows]}, codes=codes[rows])
        for name, rows in (("a", slice(0, 1200)), ("b", slice(1200, 2400)))
    )
    twice = study(
        codes[:1200],
        waves=RetestData(first, second),
        choices=StudyChoices(draws=5, quality=False, invariance=("retest",)),
    )
    theirs, ours = study_json(long)["invariance"]["group"], study_json(twice)["invariance"]["retest"]
    assert theirs["same_people"] is ours["same_people"] is True
    assert theirs["configural"] == ours["configural"]
    assert theirs["configural"]["fit"]["df"] == 29, "five residuals are free to correlate over time"
    assert ours["scales"]["s"]["outcome"] == "partly"
    assert ours["scales"]["s"]["items"] == ["I1"]
    text = str(invariance_sections(twice))
    assert "The same 1,200 people" in text
    assert "I1 is understood otherwise from time to time" in text


def test_different_people_at_two_times_are_groups() -> None:
    codes, _ = people_twice()
    found = study(
        codes,
        groups=[0] * 1200 + [1] * 1200,
        ids=[f"p{n}" for n in range(2400)],
        choices=StudyChoices(draws=5, quality=False, invariance=("group",), groups=("group",)),
    )
    assert study_json(found)["invariance"]["group"]["same_people"] is False


def test_times_that_share_hardly_anybody_are_refused_by_name() -> None:
    codes, ids = people_twice()
    found = study(
        codes,
        groups=[0] * 1200 + [1] * 1200,
        ids=ids[:1203] + [f"q{n}" for n in range(1197)],
        choices=StudyChoices(draws=5, quality=False, invariance=("group",), groups=("group",)),
    )
    assert study_json(found)["invariance"] == {}
    assert ("few_persons", "invariance by group") in {(one.code, one.where) for one in found.cautions}
