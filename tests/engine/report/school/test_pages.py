"""What the one page and the full report of a school say of a frozen result, case by case."""

import csv
import io
import re
from typing import Any

from engine.language import Language
from engine.report.document import (
    BarFigure,
    Block,
    Bullets,
    CurveFigure,
    Document,
    Paragraph,
    ScoreFigure,
    Section,
    Table,
)
from tests.engine.report import small_results as small
from tests.engine.report.school.of_json import earlier_result, school_csv, school_document, school_report


def texts(document: Document, id: str) -> str:
    section = next(one for one in document.sections if one.id == id)
    return "\n".join(words for block in _blocks(section) for words in _words(block))


def _blocks(section: Section) -> list[Block]:
    return [*section.blocks, *(block for part in section.sections for block in _blocks(part))]


def _words(block: Block) -> list[str]:
    match block:
        case Paragraph():
            return [block.text]
        case Bullets():
            return list(block.items)
        case Table():
            return [" ".join(row) for row in block.rows]
        case _:
            return [" ".join(row) for row in getattr(block, "table", Table("", (), ())).rows]


def figure(document: Document) -> ScoreFigure:
    return next(block for block in _scores(document) if isinstance(block, ScoreFigure))


def _scores(document: Document) -> tuple[Block, ...]:
    return next(one.blocks for one in document.sections if one.id == "scores")


def page(compare: str | None = None, **changes: Any) -> Document:
    return school_document(small.result(), small.site(**changes), compare)


def test_the_greatest_strength_comes_first() -> None:
    made = page()
    assert made.title == "Greatest strength: vision and strategy"
    assert made.lead == (
        "It lies above the middle half of the other schools. How sure: about 8 chances in 10. "
        "31 of 38 people answered (82%): a good basis."
    )
    assert "Capacity and resources is where people see the least: 41 of 100" in texts(made, "start")


def test_strengths_that_are_tied_are_all_named() -> None:
    made = page(start=small.start(small.end("two"), small.end("one", "three")))
    assert made.title == "Greatest strengths: vision and strategy, and shared influence"
    assert "Both lie above the middle half" in made.lead
    assert "tied for the highest" in texts(made, "start")


def test_nothing_is_called_a_strength_where_all_is_alike() -> None:
    flat = small.end("one", "two", "three", flat=True)
    made = page(start=small.start(flat, flat))
    assert made.title == "Much the same in everything: no strength stands out"
    assert "see the least" not in made.lead + texts(made, "start")
    assert "Nothing stands out" in texts(made, "start")


def test_at_the_top_of_the_scale_the_page_says_so() -> None:
    none = small.end(flat=True, probability=None)
    made = page(start=small.start(none, small.end("one", "two", flat=True), "ceiling"))
    assert made.title == "High in everything, near the top of the scale"
    assert "can’t tell a good school from a better one" in texts(made, "start")


def test_the_start_has_its_reason_and_its_certainty_and_the_other_path() -> None:
    made = page()
    words = texts(made, "start")
    assert words.startswith(
        "The survey points to Capacity and resources.\nCapacity and resources is where people see the least: 41 of 100 "
        "(about 9 chances in 10 that it is the lowest)."
    )
    assert "Or build on a strength: Vision and strategy" in words
    assert "What of two?" in texts(made, "talk")
    assert "What do we know that the survey can’t?" in texts(made, "talk")


def test_the_advice_stands_right_under_the_headline_on_the_page_and_in_the_report() -> None:
    for made in (page(), school_report(small.result(), small.site())):
        assert made.sections[0].id == "start"
        assert made.sections[0].blocks[0] == Paragraph(
            "The survey points to Capacity and resources.", strong=True
        )


def test_a_result_of_format_3_keeps_its_one_reading() -> None:
    old = {
        name: value
        for name, value in small.start(small.end("two"), small.end("one")).items()
        if name != "places"
    }
    made = page(start=old | {"reason": "first_low"})
    assert (
        "The survey points to Capacity and resources.\nOf the conditions that usually come first, it is the lowest, "
        "and it lies under 60. How sure: about 9 chances in 10." in texts(made, "start")
    )
    assert "Capacity and resources is where people see the least." in made.lead
    tied = page(start=old | small.end("two", "three"))
    assert "Capacity and resources and shared influence are tied" in texts(tied, "start").replace(",", "")
    assert "Start with either." in texts(tied, "start")


def test_a_start_that_is_tied_is_said_to_be_tied() -> None:
    words = texts(page(start=small.start(small.end("two", "three"), small.end("one"))), "start")
    assert "The survey points to Capacity and resources or shared influence." in words
    assert (
        "Capacity and resources (41 of 100) and shared influence (60 of 100) are where people see the least"
        in words
    )
    assert "too close to tell which is lowest" in words


def test_a_row_says_score_interval_level_position_change_and_agreement() -> None:
    levels = [{"id": "high", "label": "Sustaining", "below": None, "text": "..."}]
    score = small.score(level="high", change=small.change(), agreement=small.agreement())
    snapshot = small.result(measures=[small.measure(levels=levels)])
    (row,) = figure(school_document(snapshot, small.site({"one": score}, start=None))).rows
    assert (row.number, row.interval, row.level) == ("71", "64 to 78", "Sustaining (1 of 1)")
    assert row.position == ("above the middle half", "chance: 8 in 10")
    assert (row.change, row.arrow) == (("up 11", "+2 to +20"), 1)
    assert row.agreement == ("moderate", "typically ±17")
    assert len(row.histogram) == 5
    assert abs(sum(row.histogram) - 1) < 1e-9
    assert row.id == "condition-one"


def test_a_change_within_noise_has_no_arrow_and_no_number() -> None:
    quiet = small.change(clear=False, points=None, low=None, high=None, g=None, size=None)
    (row,) = figure(page(scores={"one": small.score(change=quiet)}, start=None)).rows
    assert (row.change, row.arrow) == (("no clear change", ""), 0)


def test_a_fall_points_down() -> None:
    fell = small.change(points=-11.0, low=-20.0, high=-2.0, g=-0.6)
    (row,) = figure(page(scores={"one": small.score(change=fell)}, start=None)).rows
    assert (row.change, row.arrow) == (("down 11", "−20 to −2"), -1)


def test_compared_with_its_last_result_the_change_holds_what_was_then() -> None:
    score = small.score(change=small.change(), references=[small.own()])
    made = figure(page("own", scores={"one": score}, start=None))
    assert made.heads == ("", "Since Spring, year 1", "")
    assert made.rows[0].change == ("up 11 (+2 to +20)", "then 60")
    assert "mark: the score in Spring, year 1" in made.key


def test_two_camps_are_told_on_the_one_page() -> None:
    score = small.score(agreement=small.agreement(word="split", two_camps=True))
    made = page(scores={"one": score}, start=None)
    assert figure(made).rows[0].agreement[0] == "two camps"
    assert "people fall into two camps" in texts(made, "scores")


def test_a_profile_of_noise_shows_the_overall_score_and_its_ends() -> None:
    noise = {"reliability": 0.3, "schools": 23, "shown": False, "interval": [0.1, 0.5]}
    made = school_document(small.result(profile=noise), small.site())
    assert [row.label for row in figure(made).rows] == ["Vision and strategy", "Capacity and resources"]
    assert "Overall score: 59% of the scale" in texts(made, "scores")


def test_where_people_see_the_least_is_drawn_also_where_another_score_comes_first() -> None:
    noise = {"reliability": 0.3, "schools": 23, "shown": False, "interval": [0.1, 0.5]}
    first = small.start(small.end("three"), small.end("one"), "first_low")
    made = school_document(small.result(profile=noise), small.site(start=first))
    assert len(figure(made).rows) == 3
    assert "only the two ends and the place to start are drawn" in texts(made, "scores")


def test_without_any_comparison_the_page_says_why() -> None:
    few = [{**one, "reason": "few_schools"} for one in small.measure()["comparisons"]]
    bare = small.score(benchmark=None, comparisons=[])
    snapshot = small.result(measures=[small.measure(comparisons=few)])
    made = school_document(snapshot, small.site({"one": bare}, start=None))
    assert "No comparison is shown: it takes at least eight other schools" in texts(made, "scores")
    assert figure(made).heads[0] == ""


def test_a_rate_that_is_low_has_its_plain_verdict() -> None:
    assert "too few to speak for everyone" in page(rate=40, verdict="low").lead
    assert "the response rate can’t be given" in page(rate=None, roster=None, verdict="unknown").lead


def test_a_change_has_to_be_larger_than_chance() -> None:
    assert "less than about 10 points of change can be chance" in texts(page(), "limits")


def test_a_school_that_is_not_shown_has_one_page_and_no_number() -> None:
    hidden = {"site": 1, "school": "Northgate Middle School", "shown": False}
    made = school_report(small.result(), hidden)
    assert made == school_document(small.result(), hidden)
    assert made.title == "Too few answers to show a result"
    assert [one.id for one in made.sections] == ["next"]


def report(**changes: Any) -> Document:
    return school_report(small.result(), small.site(**changes))


def test_each_row_leads_to_a_section_of_the_report() -> None:
    made = report()
    ids = {part.id for one in made.sections for part in one.sections}
    assert {row.id for row in figure(made).rows} <= ids


def test_comparisons_stand_side_by_side_and_those_not_offered_have_their_reason() -> None:
    words = texts(report(), "comparisons")
    assert "Vision and strategy above the middle half (58 to 70), chance: 8 in 10" in words
    assert "Not offered. Other middle schools" in words


def test_earlier_results_of_the_same_version_and_form_are_drawn() -> None:
    before = small.result(wave=small.result()["wave"] | {"title": "Spring, year 1"})
    other = small.result(instrument=small.result()["instrument"] | {"version": "0.9.0"})
    part = small.site({"one": small.score(60), "two": None, "three": small.score(55)})
    earlier = [earlier_result(other, part), earlier_result(before, part)]
    made = school_report(small.result(), small.site(), None, earlier)
    section = next(one for one in made.sections if one.id == "change")
    (drawn,) = (block for block in section.blocks if isinstance(block, CurveFigure))
    assert drawn.panels[0].marks == ("Spring, year 1", "Spring, year 2")
    assert drawn.panels[0].curves[0].values == (60.0, 77.0)
    assert drawn.panels[1].curves[0].values == (None, 41.0)
    assert {(panel.axis.low, panel.axis.high) for panel in drawn.panels} == {(20.0, 100.0)}
    assert drawn.table.rows[1] == ("Capacity and resources", "–", "41 (34 to 48)")


def test_gaps_of_groups_are_sentences_with_their_interval() -> None:
    part = {"n": 12, "mean": 60.0, "low": 54.0, "high": 66.0}
    gap = {"clear": True, "points": -17.0, "low": -25.0, "high": -9.0}
    quiet = {"clear": False, "points": None, "low": None, "high": None}
    groups = [{"id": "teacher", "label": "Teacher", "n": 12, "roster": 20}]
    found = {"groups": {"teacher": part}, "rest": part}
    grouping = {
        "by": "role",
        "question": "What is your role?",
        "groups": groups,
        "rest": {"n": 12, "roster": 20},
        "measures": {"one": found | {"gaps": {"teacher": gap}}, "two": found | {"gaps": {"teacher": quiet}}},
    }
    words = texts(report(groups=[grouping]), "groups")
    assert (
        "Vision and strategy: “Teacher” lies 17 points below everyone else (95% interval 9 to 25)." in words
    )
    assert "Capacity and resources: “Teacher”" not in words
    assert "Capacity and resources Everyone else 12 60 54 to 66 –" in words


def nonresponse(**changes: Any) -> dict[str, Any]:
    groups = [
        {"id": "teacher", "label": "Teacher", "n": 20, "roster": 40, "rate": 50},
        {"id": "rest", "label": "Everyone else", "n": 18, "roster": 20, "rate": 90},
    ]
    return {
        "by": "role",
        "question": "Role?",
        "verdict": "leans",
        "reason": None,
        "groups": groups,
        "most": "rest",
        "least": "teacher",
        "points": 40,
        "moves": 2.0,
    } | changes


def test_who_answered_says_where_the_result_leans_and_by_how_much() -> None:
    words = texts(report(nonresponse=nonresponse()), "who")
    assert (
        "Everyone else answered most often (90%), teacher least often (50%). This is more than chance"
        in words
    )
    assert "the score that moves most would move by 2 points" in words
    assert "Everyone else 18 20 90" in words


def test_rates_that_chance_can_explain_are_never_told_as_equal_and_a_roster_may_not_be_known() -> None:
    for verdict in ("unclear", "alike"):  # as it was called up to format 3
        apart = texts(report(nonresponse=nonresponse(verdict=verdict, moves=0.0)), "who")
        assert (
            "answered most often (90%), teacher least often (50%). With so few people chance alone" in apart
        )
        assert "no score would move by a point" in apart
        assert "equally" not in apart
    unknown = nonresponse(
        verdict="unknown", reason="no_roster", groups=[], most=None, least=None, points=None
    )
    assert "the roster by role is not known" in texts(report(nonresponse=unknown), "who")


def test_results_with_and_without_careless_answers() -> None:
    few = texts(report(careless={"share": 11, "end": 0, "moves": 1.0}), "who")
    assert "11% of the answers look as if given without reading" in few
    assert "Without them the score that moves most would move by 1 point." in few
    assert "finding about the survey" not in few
    many = texts(report(careless={"share": 22, "end": 0, "moves": None}), "who")
    assert "That is a finding about the survey" in many
    assert "Without them" not in many
    assert "At most 5%" in texts(report(careless={"share": 5, "end": -1, "moves": None}), "who")


def test_methods_say_how_the_lowest_is_told_and_what_is_missing() -> None:
    words = texts(report(), "methods")
    assert "empirical Bayes" in words
    assert "80% are not chance (23 schools)" in words
    assert "3.1% of the answers to statements are missing" in words
    plain = small.start(small.end("two"), small.end("one")) | {"estimate": "plain"}
    assert "bootstrap" in texts(report(start=plain), "methods")


def test_a_level_text_that_the_statements_deny_is_left_out() -> None:
    """The text of a low level stands beside no statement that people find true, and the other way round (row 11)."""
    levels = [
        {"id": "low", "label": "Not yet", "below": 50.0, "text": "Nobody says so."},
        {"id": "high", "label": "Sustaining", "below": None, "text": "All say so."},
    ]
    texts_of_items = [
        {"id": id, "text": id, "facet": None, "reverse": reverse, "options": ["1", "2", "3"]}
        for id, reverse in (("true", False), ("turned", True))
    ]
    measures = [small.measure(levels=levels, item_texts=texts_of_items)]

    def said(level: str, **shares: list[int]) -> str:
        rows = [{"id": id, "n": 20, "shares": of, "ends": [0, 0, 0]} for id, of in shares.items()]
        site = small.site({"one": small.score(level=level, items=rows)}, start=None)
        return texts(school_report(small.result(measures=measures), site), "conditions")

    low, high = [70, 20, 10], [10, 20, 70]
    assert "Nobody says so." in said("low", true=low, turned=high)
    assert "Nobody says so." not in said("low", true=high, turned=high)
    assert "Nobody says so." not in said("low", true=low, turned=low)
    assert "All say so." in said("high", true=high, turned=low)
    assert "All say so." not in said("high", true=high, turned=high)


def test_a_level_text_stands_only_where_the_answers_it_speaks_of_are_so() -> None:
    """Its own condition, where it has one, in place of the middle of the scale."""
    held = [{"item": "true", "low": 0.5, "high": 0.8}, {"item": "turned", "low": 0.2, "high": 0.4}]
    levels = [{"id": "one", "label": "One", "below": None, "text": "Most say so.", "holds_if": held}]
    texts_of_items = [
        {"id": id, "text": id, "facet": None, "reverse": reverse, "options": ["1", "2", "3"]}
        for id, reverse in (("true", False), ("turned", True))
    ]
    measures = [small.measure(levels=levels, item_texts=texts_of_items)]

    def said(true: list[int], turned: list[int]) -> bool:
        rows = [{"id": "true", "n": 20, "shares": true, "ends": [0, 0, 0]}]
        rows += [{"id": "turned", "n": 20, "shares": turned, "ends": [0, 0, 0]}]
        site = small.site({"one": small.score(level="one", items=rows)}, start=None)
        made = school_report(small.result(measures=measures), site)
        return "Most say so." in texts(made, "conditions")

    up, middle, down = (
        [10, 20, 70],
        [20, 60, 20],
        [60, 20, 20],
    )  # .80, .50 and .30 of the way; turned .20, .50, .70
    assert said(up, up)
    assert said(middle, up)
    assert not said(down, up)
    assert not said(up, middle)
    assert not said(up, down)


def test_how_much_change_can_be_chance_is_told_in_the_unit_of_each_scale() -> None:
    """On a scale from 1 to 5 it is tenths; never "about 0 points"."""
    short = small.measure("one", low=1.0, high=5.0, decimals=1)
    scores = {"one": small.score(3.4, low=3.1, high=3.7), "two": small.score(60)}
    alone = school_document(small.result(measures=[short]), small.site({"one": scores["one"]}, start=None))
    assert "less than about 0.4 points of change can be chance" in texts(alone, "limits")
    both = school_document(
        small.result(measures=[short, small.measure("two")]), small.site(scores, start=None)
    )
    said = texts(both, "limits")
    assert "0.4 points on a scale from 1 to 5 or 10 points on a scale from 0 to 100" in said


def test_a_note_on_other_schools_stands_only_where_they_are_drawn() -> None:
    note = "Other schools’ band shows observed means"
    alone = {"one": small.score(benchmark=None, comparisons=[], references=[small.own()])}
    site = small.site(alone, start=None)
    for made in (
        school_document(small.result(), site),
        school_report(small.result(), site),
        page("own", scores=alone, start=None),
    ):
        assert note not in texts(made, "limits")
    assert note in texts(page(), "limits")


def test_scores_of_different_ranges_share_no_axis_and_no_headline() -> None:
    measures = [small.measure("one", low=-2.0, high=2.0, decimals=1), small.measure("two")]
    scores = {
        "one": small.score(0.5, low=0.1, high=0.9, benchmark=None, comparisons=[]),
        "two": small.score(60),
    }
    made = school_document(small.result(measures=measures), small.site(scores, start=None))
    figures = [block for block in _scores(made) if isinstance(block, ScoreFigure)]
    assert [(one.axis.low, one.axis.high) for one in figures] == [(-2.0, 2.0), (0.0, 100.0)]
    assert made.title == "Scores of different ranges, each on its own scale"
    assert "where people see the least" not in made.lead


def test_a_good_rate_of_very_few_people_is_told_as_the_view_of_few() -> None:
    made = page(responses=7, roster=8, rate=88)
    assert "7 of 8 people answered (88%): most of a small group" in made.lead


def test_what_lies_under_the_others_is_no_strength_and_both_readings_are_told() -> None:
    start = small.start(small.end("two"), small.end("one")) | {"against": small.end("three", probability=0.7)}
    low = small.score(77, benchmark=small.network(band="lower quarter"))
    high = small.score(60, benchmark=small.network(band="upper quarter"))
    middle = small.score(41, benchmark=small.network(band="middle half"))
    start |= {"places": ["two"]}
    made = page(scores={"one": low, "two": middle, "three": high}, start=start)
    assert made.title == "Highest of its own scores, but no strength: vision and strategy"
    assert "Shared influence alone lies above the middle half of the other schools." in made.lead
    said = texts(made, "start")
    assert (
        "The survey points to Capacity and resources.\nCapacity and resources is where people see the least"
        in said
    )
    assert "Shared influence still lies above the middle half of the other schools." in said
    assert "The first reading looks at this school alone" in said
    assert "this school lies lowest in Shared influence (about 7 chances in 10)" in said
    assert "names no strength to build on" in said
    assert "What made" not in said
    either = page(start=start | {"against": small.end("two", "three", tied=True)})
    assert "lies lowest in Capacity and resources or shared influence; the survey can’t say which." in texts(
        either, "start"
    )
    same = texts(page(start=start | {"against": small.end("two")}), "start")
    assert (
        "It is also where this school lies lowest compared with the other schools (about 9 chances in 10)."
        in same
    )
    none = texts(page(start=start | {"against": small.end("one", "two", "three", flat=True)}), "start")
    assert "Compared with the other schools, no measure stands out as lowest." in none
    for one_reading in (same, none, texts(page(start=start | {"reason": "ceiling"}), "start")):
        assert "The first reading" not in one_reading


def test_the_first_lines_say_how_sure_a_place_among_others_is_where_that_is_not_nearly_certain() -> None:
    def lead(*chances: float) -> str:
        found = {
            id: small.score(77, benchmark=small.network(probability=chance))
            for id, chance in zip(small.TITLES, chances, strict=True)
        }
        strength = small.end("one", "three", tied=True)
        made = page(scores=found, start=small.start(small.end("two"), strength))
        return str(made.lead)

    assert (
        "Both lie above the middle half of the other schools. How sure, where it is least so: about 6"
        in lead(0.8, 0.9, 0.6)
    )
    assert "How sure" not in lead(0.9, 0.5, 0.9)


def test_a_tie_of_all_scores_names_none_of_them() -> None:
    """Lowest in one of the three, and the survey can't say which: that is true of every school."""
    every = small.end(*small.TITLES, tied=True)
    lowest = texts(page(start=small.start(small.end("two"), small.end("one")) | {"against": every}), "start")
    assert "Compared with the other schools, no measure stands out as lowest." in lowest
    assert "lies lowest in" not in lowest
    made = page(start=small.start(small.end("two"), every))
    assert made.title == "Much the same in everything: no strength stands out"
    assert "middle half" not in made.lead
    assert "though none stands out here" in texts(made, "start")
    assert "What made" not in texts(made, "talk")
    nowhere = texts(page(start=small.start(every, small.end("one"))), "start")
    assert nowhere.startswith("Nothing stands out: the survey points to no place to start.")


def test_a_result_speaks_of_no_staff_where_families_or_students_answered() -> None:
    said = Language.of("en").catalogue.sentences, Language.of("es").catalogue.sentences
    for sentences, word in zip(said, (r"\bstaff\b", r"\bpersonal\b"), strict=True):
        found = [
            key for key, text in sentences.items() if key.startswith("report.") and re.search(word, str(text))
        ]
        assert found == []


def test_what_lies_above_the_others_is_never_a_place_to_start() -> None:
    start = small.start(small.end("two"), small.end("one")) | {"against": small.end("two"), "places": []}
    high = small.score(77, benchmark=small.network(band="upper quarter"))
    said = texts(page(scores=dict.fromkeys(small.TITLES, high), start=start), "start")
    assert said.startswith("The survey points to no need: even where this school lies lowest, it lies above")


def test_the_order_of_conditions_helps_where_one_reading_cannot_tell_and_nowhere_else() -> None:
    measures = [small.measure(id, comes_first=id != "three") for id in small.TITLES]

    def said(**start: Any) -> str:
        found = small.start(small.end("two"), small.end("one")) | start
        return texts(school_document(small.result(measures=measures), small.site(start=found)), "start")

    assert "Capacity and resources is one of the conditions that usually come first." in said()
    tied = said(**small.end("two", "three"), places=["two", "three"])
    assert (
        "If you can’t decide: capacity and resources is among the conditions that usually come first." in tied
    )
    assert "usually come" not in said(against=small.end("three"), places=["two", "three"])


def test_scores_of_other_ranges_are_read_in_per_cent_of_their_own() -> None:
    measures = [small.measure("one", low=-2.0, high=2.0, decimals=1), small.measure("two")]
    scores = {"one": small.score(0.4, low=0.1, high=0.9), "two": small.score(70)}
    start = small.start(small.end("one"), small.end("two"))
    made = school_document(small.result(measures=measures), small.site(scores, start=start))
    assert made.title == "Scores of different ranges, each on its own scale"
    assert "is where people see the least: 0.4, or 60% of its range (about 9" in texts(made, "start")
    assert "each is taken as a percentage of its own range" in texts(made, "start")


def test_a_statement_that_counts_against_its_score_is_drawn_as_people_answered_it() -> None:
    """As in a study (test_items_stand_from_easy_to_hard_with_reverse_keyed_ones_as_answered)."""
    told = [
        {"id": "A1", "text": "We start late.", "facet": None, "reverse": True, "options": ["no", "so", "yes"]}
    ]
    rows = [{"id": "A1", "n": 20, "shares": [60, 25, 15], "ends": [0, 0, 0]}]
    snapshot = small.result(measures=[small.measure(item_texts=told)])
    made = school_report(snapshot, small.site({"one": small.score(items=rows)}, start=None))
    (part,) = next(one.sections for one in made.sections if one.id == "conditions")
    (drawn,) = [block for block in part.blocks if isinstance(block, BarFigure)]
    assert drawn.options == ("no", "so", "yes")
    assert [words for _, words in drawn.rows[0].shares] == ["60", "25", "15"]
    assert drawn.rows[0].text == "We start late. (agreeing lowers the score)"
    assert drawn.table.rows[0][2:] == ("60", "25", "15")


def test_the_change_since_the_first_wave_stands_beside_the_one_since_the_last() -> None:
    begun = small.change(
        since="Fall, year 1", before=50.0, points=21.0, low=12.0, high=30.0, g=1.0, size="large"
    )
    quiet = begun | {"clear": False, "points": None, "low": None, "high": None, "g": None, "size": None}
    scores = {
        "one": small.score(71, change=small.change(), first_change=begun),
        "two": small.score(60, change=small.change(), first_change=quiet),
        "three": small.score(60, change=small.change()),
    }
    site = small.site(scores, start=None)
    said = texts(school_document(small.result(), site), "scores")
    assert "Since Fall, year 1: Vision and strategy up 21; no clear change in the others compared." in said
    table = figure(school_document(small.result(), site)).table
    assert [one.label for one in table.columns][4:6] == [
        "Change since Spring, year 1",
        "Change since Fall, year 1",
    ]
    assert [row[5] for row in table.rows] == ["up 21 (+12 to +30)", "no clear change", "–"]
    report = texts(school_report(small.result(), site), "change")
    assert "Vision and strategy Fall, year 1 50 71 up 21 12 to 30 1.0" in report
    assert "Vision and strategy Spring, year 1 60 71 up 11 2 to 20 0.6" in report
    one, two, three = csv.DictReader(io.StringIO(school_csv(small.result(), site)))
    assert (one["first_since"], one["first_change"], one["first_change_low"]) == ("Fall, year 1", "21", "12")
    assert (two["first_change"], three["first_since"]) == ("no clear change", "")
