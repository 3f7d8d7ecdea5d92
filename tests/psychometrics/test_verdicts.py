"""Sentences: what they say at which value, and what they never say."""

import re

import pytest

from psychometrics.contract import StatisticError
from psychometrics.guidelines import GUIDELINES
from psychometrics.verdicts import property_of_group, verdict

NAN = float("nan")


def test_a_sentence_says_meaning_value_interval_rule_source_and_limit():
    v = verdict("alpha", 0.8412, where="Vision", interval=(0.8123, 0.8699))
    assert v.sentence == (
        "Vision: the items hang together well enough to make a score that groups are compared on (alpha .84, "
        "95% interval .81 to .87; rule of thumb: .70 to .95, Terwee et al., 2007)."
    )
    assert v.limit == "alpha rises with the number of items and does not show that they measure one thing"
    assert (v.standing, v.value) == ("good", 0.8412)


@pytest.mark.parametrize(
    ("statistic", "value", "standing"),
    [
        ("alpha", 0.62, "weak"),
        ("alpha", 0.97, "fair"),
        ("kmo", 0.55, "weak"),
        ("icc2", 0.71, "good"),
        ("item_rest", -0.1, "weak"),
        ("htmt", 0.8, "good"),
        ("htmt", 0.95, "weak"),
        ("rmsea", 0.07, "fair"),
        ("careless_share", 0.2, "weak"),
    ],
)
def test_standing(statistic, value, standing):
    assert verdict(statistic, value).standing == standing


@pytest.mark.parametrize("statistic", GUIDELINES)
def test_every_sentence_calls_itself_a_rule_of_thumb_and_judges_nobody(statistic):
    for value in (-0.2, 0.05, 0.5, 0.8, 0.99):
        sentence = verdict(statistic, value, where="Voice").sentence
        assert "rule of thumb" in sentence
        assert GUIDELINES[statistic].citation.short in sentence
        assert not re.search(r"\bpass|\bfail", sentence)
        assert re.search(r"\d", sentence.split("rule of thumb")[0])


def test_numbers_are_rounded_in_the_sentence_only():
    assert "correlation −.12;" in verdict("item_rest", -0.1234).sentence
    assert "careless 12%;" in verdict("careless_share", 0.1234).sentence
    assert verdict("item_rest", -0.1234).value == -0.1234
    assert "ICC(2) 1.00;" in verdict("icc2", 1.0).sentence


def test_an_interval_across_a_cut_point_is_said():
    wide = verdict("alpha", 0.75, interval=(0.6, 0.85)).sentence
    assert "too wide to be sure" in wide
    assert "too wide" not in verdict("alpha", 0.75, interval=(0.71, 0.8)).sentence


@pytest.mark.parametrize(
    ("statistic", "value", "code"), [("beta", 1, "no_guideline"), ("alpha", NAN, "not_a_number")]
)
def test_what_cannot_be_said_is_refused_by_name(statistic, value, code):
    with pytest.raises(StatisticError) as refused:
        verdict(statistic, value)
    assert refused.value.code == code


GOOD = {
    "icc1": 0.18,
    "icc1_interval": (0.10, 0.29),
    "icc2": 0.81,
    "rwgj_uniform": 0.94,
    "rwgj_skewed": 0.89,
    "groups": 30,
}


def test_a_property_of_the_school():
    p = property_of_group(**GOOD)
    assert p.answer == "yes"
    assert p.sentence == (
        "These scores may be called a property of the school. Schools differ: 18% of the differences between "
        "people lie between schools (ICC(1) .18, 95% interval .10 to .29). The means of schools can be told "
        "apart (ICC(2) .81). People within a school agree, even if people lean to one side anyway (median "
        "rwg(j) .94 and .89). These are rules of thumb (LeBreton & Senter, 2008; Woehr et al., 2015), not proof."
    )
    assert len(p.citations) == 2


@pytest.mark.parametrize(
    ("change", "answer", "words"),
    [
        ({"icc1": 0.02, "icc1_interval": (-0.01, 0.06)}, "no", "not certain that schools differ at all"),
        ({"icc1": NAN}, "no", "not known whether schools differ"),
        ({"icc1": 0.05, "icc1_interval": (0.02, 0.09)}, "with care", "Schools differ, but little: 5%"),
        ({"icc2": 0.6}, "with care", "only where they lie far from each other"),
        ({"icc2": 0.3}, "no", "too uncertain to be told apart (ICC(2) .30)"),
        ({"icc2": -0.3}, "no", "(ICC(2) below 0)"),
        ({"icc2": NAN}, "no", "not known whether the means of schools"),
        (
            {"rwgj_skewed": 0.41},
            "with care",
            "but not if people lean to one side anyway (median rwg(j) .94 and .41)",
        ),
        ({"rwgj_skewed": NAN}, "with care", "as far as one null distribution can tell"),
        ({"rwgj_uniform": 0.4}, "no", "People within a school do not agree (median rwg(j) .40)"),
        ({"rwgj_uniform": NAN}, "with care", "not known whether people within a school agree"),
        ({"groups": 9}, "yes", "They rest on only 9 schools"),
    ],
)
def test_each_reason_changes_the_answer_and_is_said(change, answer, words):
    p = property_of_group(**(GOOD | change))
    assert p.answer == answer
    assert words in p.sentence
    assert "rules of thumb" in p.sentence


def test_groups_may_be_classes():
    sentence = property_of_group(**GOOD, group="class", plural="classes").sentence
    assert "property of the class. Classes differ" in sentence
    assert "school" not in sentence
