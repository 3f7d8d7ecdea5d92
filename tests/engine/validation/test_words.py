"""Sentences, claims, methods and text: what a study says, and what it does not."""

from dataclasses import replace

import numpy as np

from engine.instrument.model import ValidationPlan
from engine.report.study.comparisons import comparison_sections
from engine.report.study.terminal import summary
from engine.validation.cautions import Cautions
from engine.validation.claims import study_claims
from engine.validation.plan import StudyChoices, noun_of
from engine.validation.study import ValidationStudy
from engine.validation.study_json import study_json
from engine.validation.unexamined import not_examined
from psychometrics.contract import Caution, StatisticError
from tests import small
from tests.engine.validation.made import answers, as_json, study
from tests.engine.validation.studies import json_of, study_of


def claim(found: dict, property: str) -> dict:
    return next(one for one in found["claims"] if one["property"] == property)


def test_claims_stand_in_cosmins_order() -> None:
    found = [one["property"] for one in json_of("school-wellbeing")["claims"]]
    assert found[:7] == [
        "content_validity",
        "structural_validity",
        "internal_consistency",
        "cross_cultural_validity",
        "reliability",
        "measurement_error",
        "group_means",
    ]


def test_what_was_not_looked_at_is_never_claimed() -> None:
    found = json_of("bfi")
    for property in ("content_validity", "cross_cultural_validity", "criterion_validity", "group_means"):
        one = claim(found, property)
        assert (one["rating"], one["may"]) == ("not examined", [])
        assert one["may_not"]


def test_several_scores_are_spoken_of_as_several() -> None:
    few = np.column_stack([answers(40, 3, seed=seed) for seed in (1, 2)])
    halves = (small.subscale("a", "I1", "I2", "I3"), small.subscale("b", "I4", "I5", "I6"))
    said = " ".join(claim(as_json(study(few, subscales=halves)), "internal_consistency")["may_not"])
    assert "the scores of a and b are reliable enough to compare groups on" in said.lower()


def test_a_low_alpha_names_its_subscale_and_what_may_not_be_said() -> None:
    one = claim(json_of("bfi"), "internal_consistency")
    assert one["rating"] == "-"
    assert any("Openness" in sentence for sentence in one["may_not"])
    assert not any("Openness" in sentence for sentence in one["may"])


def test_alpha_alone_does_not_make_a_consistent_scale() -> None:
    """Two unrelated halves: alpha is high enough with many items, one factor does not fit."""
    halves = np.column_stack([answers(400, 8, seed=1), answers(400, 8, seed=2)])
    found = as_json(study(halves))
    assert found["subscales"]["s"]["alpha"]["raw"] > 0.7
    assert claim(found, "structural_validity")["rating"] == "-"
    assert claim(found, "internal_consistency")["rating"] == "?"


def test_two_subscales_that_are_one_are_named() -> None:
    codes = answers(400, 8)
    items = [small.likert(f"I{n}") for n in range(1, 9)]
    subscales = (small.subscale("a", "I1", "I2", "I3", "I4"), small.subscale("b", "I5", "I6", "I7", "I8"))
    found = as_json(study(codes, items=items, subscales=subscales))
    one = claim(found, "structural_validity")
    assert one["rating"] == "-"
    assert any("A and B" in sentence for sentence in one["may_not"])
    assert any("HTMT" in sentence["sentence"] for sentence in found["guidelines"])


def test_group_means_are_claimed_only_where_schools_differ_and_agree() -> None:
    codes = answers(200, 5)
    alike = as_json(study(codes, clusters=[n % 20 for n in range(200)]))
    assert claim(alike, "group_means")["rating"] == "?"
    assert claim(alike, "group_means")["may"] == []
    assert alike["subscales"]["s"]["levels"]["property"]["answer"] == "open"
    assert claim(json_of("school-wellbeing"), "group_means")["rating"] in ("+", "?")


def test_every_verdict_names_a_rule_of_thumb_and_its_source() -> None:
    for one in json_of("lq2002")["guidelines"]:
        assert "rule of thumb" in one["sentence"]
        assert one["source"]
        assert one["standing"] in ("good", "fair", "weak", "open")


def test_items_get_a_sentence_only_when_they_call_for_a_look() -> None:
    named = [one["where"] for one in json_of("bfi")["guidelines"] if one["statistic"] == "item_rest"]
    assert named == ["Openness, item O4"]


def test_every_method_says_how_r_gets_the_same() -> None:
    found = json_of("school-wellbeing")
    assert all(one["r"] and one["text"] for one in found["methods"])
    cited = {short for one in found["methods"] for short in one["sources"]}
    assert {"Cronbach, 1951", "Bliese, 2000", "Horn, 1965"} <= cited
    texts = [one["text"] for one in found["references"]]
    assert texts == sorted(set(texts))


def test_text_to_paste_has_the_numbers_of_the_study() -> None:
    found = json_of("school-wellbeing")
    results = " ".join(found["text"]["results"])
    assert "alpha = .87, 95% CI [.84, .89]; omega = .87; standard error" in results  # people share classes
    assert "ICC(2) = .81" in results
    assert "639" in " ".join(found["text"]["methods"])


def test_text_of_complete_and_of_incomplete_answers() -> None:
    assert json_of("school-wellbeing")["text"]["results"][0].startswith("All 639 people answered every item.")
    assert "chi-square(" in json_of("bfi")["text"]["results"][0]


def test_cautions_are_kept_once_and_keep_the_place() -> None:
    cautions = Cautions()

    def refused() -> None:
        raise StatisticError("few_items", "one item", "add items")

    assert cautions.attempt("subscale s, omega", refused) is None
    assert cautions.attempt("subscale s, omega", refused) is None
    cautions.carry("subscale s", [Caution("heywood", "item I1", "no error left", "look for copies")])
    assert [(one.code, one.where) for one in cautions.all()] == [
        ("few_items", "subscale s, omega"),
        ("heywood", "subscale s, item I1"),
    ]


def test_claims_need_no_second_look_at_the_data() -> None:
    found = study_of("school-wellbeing")
    assert study_claims(found) == found.claims


def test_what_may_be_said_falls_with_the_rating_and_can_be_denied() -> None:
    """On noise nothing may be said: not even how exact a score is that measures nothing."""
    random = np.random.default_rng(3)
    noise = random.integers(0, 5, (300, 8)).astype(np.uint8)
    groups = random.integers(0, 3, 300).tolist()
    found = study(noise, groups=groups, choices=StudyChoices(groups=("group",)))
    assert [(one.property, one.may) for one in found.claims if one.may] == []
    about_keys = [one.where for one in found.cautions if one.code == "negative_item_rest"]
    assert sum("ordinal" not in where for where in about_keys) <= 1, (
        "of eight items one may lie under 0 by chance"
    )
    good = study(answers(400, 8), groups=[n % 2 for n in range(400)], choices=StudyChoices(groups=("group",)))
    said = {one.property: " ".join(one.may) for one in good.claims}
    assert "points for S" in said["measurement_error"]
    assert said["hypotheses_testing"] == "", "the groups are drawn at random"


def test_groups_that_differ_are_named_with_how_many_tests_that_allows_for() -> None:
    codes = answers(300, 8)
    high = (codes.sum(axis=1) > np.median(codes.sum(axis=1))).astype(int).tolist()
    found = study(codes, groups=high, choices=StudyChoices(groups=("group",)))
    (said,) = next(one.may for one in found.claims if one.property == "hypotheses_testing")
    assert said.startswith(
        "That mean scores of S differ between groups by group (Welch’s test, p under .05 over 1"
    )


# Groups, and subscales that overlap


def test_sentences_speak_of_what_people_are_grouped_in() -> None:
    assert [noun_of(column) for column in ("class", "School_ID", "COMPID", "team.name", "")] == [
        *("class", "school", "group", "team", "group")
    ]
    codes, clusters = answers(200, 5), [n % 20 for n in range(200)]
    found = study(codes, clusters=clusters, choices=StudyChoices(cluster="class", cluster_noun="class"))
    said = " ".join(
        [
            *(verdict.sentence + verdict.limit for verdict in found.verdicts),
            *(text for claim in found.claims for text in (*claim.may, *claim.may_not)),
            summary(found),
        ]
    )
    assert "classes" in said
    assert "school" not in said


def test_subscales_that_overlap_are_noticed() -> None:
    """An item that two scores share correlates with its own error: nothing is free of that, and nothing tells apart."""
    items = [small.likert(f"I{n}") for n in range(1, 9)]
    ids = [item.id for item in items]
    subscales = (small.subscale("a", *ids[:5]), small.subscale("b", *ids[3:]))
    found = study(answers(300, 8), items=items, subscales=subscales)
    assert "Its 8 items form two subscales" in found.prose.methods[0]
    assert found.score_correlations is not None
    assert np.isnan(found.score_correlations.disattenuated[0, 1])
    assert found.validity is not None
    assert found.validity.htmt is None
    assert "overlapping_subscales" in {caution.code for caution in found.cautions}


# What a study did not examine


def test_every_structure_that_the_definition_declares_is_fitted_or_named_as_not_examined() -> None:
    found = study_of("bfi")
    declared = found.plan.instrument.validation.structures
    assert declared == ("one_factor", "correlated", "second_order", "bifactor")
    assert found.confirmatory is not None
    assert tuple(found.confirmatory.by_structure) == declared
    entries = {entry.key: entry for entry in found.not_examined}
    assert {"invariance", "item_response"} <= set(entries)
    assert not {"confirmatory", *declared} & set(entries)
    assert [entry["key"] for entry in study_json(found)["not_examined"]] == list(entries)
    missed = with_plan(ValidationPlan(("second_order",)), found)
    failed = (("second_order", "mlr", "it needs three scales"),)
    missed = replace(missed, confirmatory=replace(found.confirmatory, fits=(), failed=failed))
    reasons = {entry.key: entry.reason for entry in not_examined(missed, missed.cautions)}
    assert reasons["second_order"] == "mlr could not fit it: it needs three scales"


def test_a_definition_that_declares_no_structure_has_none_fitted() -> None:
    assert "confirmatory" in keys(study(answers(200, 6)))


def test_declared_groups_and_clusters_that_the_data_lack_are_named() -> None:
    plan = ValidationPlan(groups=("role", "group"), cluster="class")
    codes, groups = answers(60, 5), [n % 2 for n in range(60)]
    found = with_plan(plan, study(codes, groups=groups, choices=StudyChoices(groups=("group",))))
    assert keys(found)[:2] == ["role", "class"]
    clustered = with_plan(plan, study(codes, clusters=groups))
    reasons = {entry.key: entry.reason for entry in clustered.not_examined}
    assert reasons["class"] == "people are taken in clusters by site instead"


def test_groupings_that_were_asked_for_and_could_not_be_tested_are_not_told_as_never_asked_for() -> None:
    """Thirty groups of twenty are large enough, and too many: neither the reason nor the sentences may hide it."""
    choices = StudyChoices(draws=5, quality=False, groups=("group",), invariance=("group",))
    asked = study(answers(600, 6), groups=[n % 30 for n in range(600)], choices=choices)
    reasons = {entry.key: entry.reason for entry in asked.not_examined}
    assert reasons["invariance.group"] == (
        "it was asked for and could not be tested: 30 groups are large enough, where one model compares up to 20"
    )
    assert "invariance" not in reasons
    assert not any("was not asked for: --invariance" in reason for reason in reasons.values())
    one = claim(study_json(asked), "cross_cultural_validity")
    assert (one["rating"], one["may"]) == ("not examined", [])
    assert one["may_not"] == [
        "That scores mean the same by group: that was asked for and could not be tested."
    ]
    assert "could not be tested, and “What this study did not examine” says why" in str(
        comparison_sections(asked)
    )


def test_no_tests_of_levels_are_warned_of_where_none_were_made() -> None:
    choices = StudyChoices(draws=5, quality=False, groups=("group",), invariance=("group",))
    groups = [n % 30 for n in range(600)]
    untested = study(answers(600, 6), groups=groups, clusters=groups, choices=choices)
    assert "clusters_ignored" not in {caution.code for caution in untested.cautions}


def test_a_structure_between_clusters_is_called_untested_only_where_no_model_was_fitted_there() -> None:
    fitted = " ".join(claim(json_of("school-wellbeing"), "group_means")["may_not"])
    assert "a model at two levels says how far off it is" in fitted
    schools = np.repeat(np.arange(30), 20)
    without = as_json(study(answers(600, 2), clusters=schools.tolist()))
    assert "no model was fitted at two levels" in " ".join(claim(without, "group_means")["may_not"])


def with_plan(plan: ValidationPlan, found: ValidationStudy) -> ValidationStudy:
    """The study as if its definition had declared this plan."""
    declared = replace(found.plan, instrument=replace(found.plan.instrument, validation=plan))
    found = replace(found, plan=declared)
    return replace(found, not_examined=not_examined(found, found.cautions))


def keys(found: ValidationStudy) -> list[str]:
    return [entry.key for entry in found.not_examined]
