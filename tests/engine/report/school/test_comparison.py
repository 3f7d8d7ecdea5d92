"""What a school may be compared with: each kind in words, and what is not offered with its reason."""

import pytest

from engine.report.school.comparison import OfferedComparison, chosen, refused
from tests.engine.report import small_results as small
from tests.engine.report.school.of_json import choices, heads, standing


def test_what_is_offered_comes_first_and_what_is_not_has_its_reason() -> None:
    measures, site = [small.measure()], small.site({"one": small.score()})
    offers = choices(measures, site)
    assert [(one.group, one.offered) for one in offers] == [
        ("network", True),
        ("level:middle", False),
        ("own", False),
        ("norm", False),
    ]
    few, earlier, norm = refused(offers)
    assert few.startswith("Other middle schools: it takes at least eight other schools")
    assert earlier == "This school’s last result: no earlier result of this school shows these scores."
    assert norm == "A published norm: none is known for this survey."


def test_a_group_that_the_school_is_no_part_of_is_not_named() -> None:
    site = small.site({"one": small.score()}, level="high")
    assert "level:middle" not in [one.group for one in choices([small.measure()], site)]


def test_a_group_offered_for_one_measure_is_offered() -> None:
    scores = {"one": small.score(), "two": small.score(benchmark=None, comparisons=[])}
    unreliable = [{**small.measure()["comparisons"][0], "reason": "unreliable"}]
    measures = [small.measure(), small.measure("two", comparisons=unreliable)]
    (offer, *_) = choices(measures, small.site(scores))
    assert (offer.group, offer.offered) == ("network", True)
    assert standing(measures[1], scores["two"], offer) is None


@pytest.mark.parametrize("asked", [None, "", "level:middle", "phase:1", "network'--", "nothing"])
def test_an_unknown_group_or_one_not_offered_is_the_network(asked: str | None) -> None:
    offers = choices([small.measure()], small.site({"one": small.score()}))
    choice = chosen(offers, asked)
    assert choice is not None
    assert choice.group == "network"


def test_without_the_network_the_first_that_is_offered_is_taken_or_none() -> None:
    score = small.score(benchmark=None, comparisons=[], references=[small.own()])
    few = [{**one, "reason": "few_schools"} for one in small.measure()["comparisons"]]
    measures = [small.measure(comparisons=few)]
    choice = chosen(choices(measures, small.site({"one": score})), None)
    assert choice is not None
    assert choice.group == "own"
    assert chosen(choices(measures, small.site({"one": {**score, "references": []}})), "own") is None


def test_a_position_is_a_band_with_its_probability_and_never_a_rank() -> None:
    measures, score = [small.measure()], small.score()
    site = small.site({"one": score})
    choice = chosen(choices(measures, site), "network")
    assert choice is not None
    place = standing(measures[0], score, choice)
    assert place is not None
    assert (place.band, place.words) == ((58.0, 70.0), ("above the middle half", "chance: 8 in 10"))
    assert heads(measures, site, choice).column == "Among 22 other schools"


def test_the_schools_own_last_result_is_a_mark_with_its_value() -> None:
    measures, score = [small.measure()], small.score(references=[small.own(), small.NO_NORM])
    site = small.site({"one": score})
    choice = chosen(choices(measures, site), "own")
    assert choice is not None
    assert choice.label == "This school’s last result: Spring, year 1"
    place = standing(measures[0], score, choice)
    assert place is not None
    assert place.band == (60.0, 60.0)
    assert place.words == ("above then", "then 60")
    assert place.cells == ("60", "+2 to +20")


def test_a_last_result_on_common_statements_is_no_mark_beside_a_score_of_all() -> None:
    measures, score = [small.measure()], small.score(references=[{**small.own(), "common_items": 3}])
    choice = chosen(choices(measures, small.site({"one": score})), "own")
    assert choice is not None
    place = standing(measures[0], score, choice)
    assert place is not None
    assert place.band is None
    assert place.words == ("above then", "then 60 and now 71 on 3 same statements")


def test_a_norm_is_named_with_its_population_and_gives_no_percentile() -> None:
    measures, score = [small.measure()], small.score(references=[small.NO_EARLIER, small.norm()])
    site = small.site({"one": score})
    choice = chosen(choices(measures, site), "norm:0")
    assert choice is not None
    assert choice.label == "Published norm: teachers of two states"
    place = standing(measures[0], score, choice)
    assert place is not None
    assert place.words == ("about as in the norm", "the norm 62")
    assert place.cells == ("62", "−1 to +19")
    assert "teachers of two states" in heads(measures, site, choice).key


def test_reasons_are_told_for_what_they_are_of() -> None:
    references = [
        {**small.NO_EARLIER, "reason": "not_comparable"},
        {**small.NO_NORM, "reason": "not_comparable", "label": "teachers"},
    ]
    site = small.site({"one": small.score(references=references)})
    words = " ".join(refused(choices([small.measure()], site)))
    assert "the earlier survey shares too few of their statements" in words
    assert "does not ask all of its statements" in words


def test_links_are_a_word_or_two() -> None:
    kinds = [("network", "network"), ("phase:phase 3", "phase"), ("level:high", "level"), ("own", "own")]
    short = [OfferedComparison(group, kind, "All other schools").short for group, kind in kinds]
    assert short == ["All other schools", "Schools in phase 3", "High schools", "Our last result"]
