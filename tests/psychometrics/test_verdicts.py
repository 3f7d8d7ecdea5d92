"""Sentences: what they say at which value, and what they never say."""

import re

import pytest

from psychometrics.contract import StatisticError
from psychometrics.guidelines import GUIDELINES
from psychometrics.random_groups import RandomGroups
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


def test_the_ends_of_the_interval_decide():
    across = verdict("alpha", 0.75, where="Voice", interval=(0.6, 0.85))
    assert across.standing == "open"
    assert across.sentence.startswith(
        "Voice: it stays open whether the items hang together too little for a score that groups are compared on or "
    )
    assert verdict("alpha", 0.75, interval=(0.71, 0.8)).standing == "good"
    below = verdict("item_rest", 0.1, interval=(-0.05, 0.25))
    assert below.standing == "weak"
    assert below.sentence.startswith(
        "It goes along with the rest hardly or not at all (item-rest correlation .10"
    )


def test_without_an_interval_the_value_is_held_against_the_rule_and_nothing_is_decided():
    assert verdict("kmo", 0.83, where="Items").sentence == (
        "Items: .80 or more (KMO .83; rule of thumb: at least .60, better .80, Kaiser, 1974)."
    )
    assert ".60 or more and under .80 (" in verdict("kmo", 0.7).sentence
    assert "Under .60 (" in verdict("kmo", 0.5).sentence


def test_a_value_that_prints_like_its_cut_point_says_just_under():
    assert ".60 or more and just under .80 (KMO just under .80;" in verdict("kmo", 0.7996).sentence
    said = verdict("alpha", 0.75, interval=(0.6996, 0.8)).sentence
    assert "alpha .75, 95% interval just under .70 to .80;" in said
    assert "just under 9%" in verdict("careless_share", 0.0899).sentence


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
    "icc2_interval": (0.72, 0.88),
    "agreement": RandomGroups(less=0.12, f=3.0, p=0.0001, rwgj=0.90),
    "rwgj": 0.94,
    "groups": 30,
}


def test_a_property_of_the_school():
    p = property_of_group(**GOOD)
    assert p.answer == "yes"
    assert p.sentence == (
        "These scores may be called a property of the school. Schools differ: 10 to 29% of the differences between "
        "people lie between schools (ICC(1) .18, 95% interval .10 to .29). The means of schools can be told "
        "apart (ICC(2) .81, 95% interval .72 to .88). People within a school agree more than people of random groups "
        "of the same sizes would: their answers vary 12% less (median rwg(j) .94, at random about .90). These are "
        "rules of thumb (LeBreton & Senter, 2008; Woehr et al., 2015), not proof."
    )
    assert "agrees no more than at random" not in p.sentence
    assert len(p.citations) == 2


@pytest.mark.parametrize(
    ("change", "answer", "words"),
    [
        ({"icc1": 0.02, "icc1_interval": (-0.01, 0.06)}, "open", "not certain that schools differ at all"),
        ({"icc1": NAN}, "open", "not known whether schools differ"),
        ({"icc2": 0.72, "icc2_interval": (0.6, 0.8)}, "with care", "where they lie far from each other"),
        ({"icc2": 0.6, "icc2_interval": (0.4, 0.8)}, "open", "stays open whether the means of schools"),
        (
            {"icc2": 0.3, "icc2_interval": (0.1, 0.45)},
            "no",
            "too uncertain to be told apart (ICC(2) .30, 95%",
        ),
        ({"icc2": -0.3, "icc2_interval": (-0.9, 0.1)}, "no", "(ICC(2) below 0)"),
        ({"icc2": NAN}, "open", "not known whether the means of schools"),
        (
            {"agreement": RandomGroups(0.001, 1.02, 0.4, 0.94)},
            "open",
            "not shown that people within a school agree more than people of random groups",
        ),
        ({"agreement": RandomGroups(0.002, 1.5, 0.01, 0.94)}, "yes", "vary less than 1% less"),
        ({"icc1_interval": (0.004, 0.07)}, "yes", "less than 1 to 7% of the differences between people"),
        (
            {"agreement": RandomGroups(0.002, 1.5, 0.01, 0.63), "rwgj": 0.59},
            "yes",
            "(median rwg(j) .59, at random about .63). The test is of all items and people together; the median group "
            "agrees no more than at random.",
        ),
        ({"agreement": None}, "open", "not known whether people within a school agree"),
        ({"groups": 9}, "yes", "They rest on only 9 schools"),
    ],
)
def test_each_reason_changes_the_answer_and_is_said(change, answer, words):
    p = property_of_group(**(GOOD | change))
    assert p.answer == answer
    assert words in p.sentence
    assert "rules of thumb" in p.sentence


def test_groups_may_be_classes():
    sentence = property_of_group(**GOOD, group="class").sentence
    assert "property of the class. Classes differ" in sentence
    assert "school" not in sentence
    icc = verdict("icc1", 0.15, interval=(0.11, 0.2), group="company")
    assert icc.sentence.startswith("Companies differ to a medium degree")
    assert "why companies differ" in icc.limit


def test_a_small_share_between_groups_is_never_told_as_none() -> None:
    """An interval from .002 to .008 shows that people of one group answer more alike, if only a little."""
    assert "hardly more alike" in GUIDELINES["icc1"].bands[0].meaning
