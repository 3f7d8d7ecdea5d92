"""Other surveys of a school beside its conditions: their own numbers, in words, in a table, and never averaged."""

from dataclasses import replace
from typing import Any

from engine.report.document import Paragraph, Table
from engine.report.media.origin import origin_of
from engine.report.media.to_json import json_text
from engine.report.school.others import OtherResult, others_section, with_line, with_others
from engine.results.model import FrozenLevel
from engine.results.reading import school_of
from tests.engine.report.school.of_json import school_document, school_report, shown_school
from tests.engine.report.small_results import change, measure, result, score, site
from tests.kept import as_result

INSTRUMENT = {
    "id": "educator-efficacy",
    "version": "1.0.0",
    "title": "Educator efficacy",
    "audience": "staff",
    "scoring_digest": "c" * 64,
    "not_for": [],
}


def efficacy(scores: dict[str, Any], simulated: bool = False, **changes: Any) -> OtherResult:
    """A result of another survey with a measure for each of the scores, which may be None."""
    made = result(
        instrument=INSTRUMENT,
        wave={
            "title": "Efficacy, spring",
            "study": "A study",
            "network": "A network",
            "form": "full",
            "minimum_group": 5,
            "closed": "2027-03-16",
            "simulated": simulated,
        },
        measures=[
            {**measure(), "id": id, "label": label}
            for id, label in zip(scores, ("Own efficacy", "Collective efficacy", "Leading"), strict=False)
        ],
    )
    part = site(scores, responses=24, roster=30, rate=80, verdict="good", **changes)
    return OtherResult(as_result(made), shown_school(part))


def page() -> tuple[Any, Any]:
    return result(), site({"one": score(71), "two": score(50)})


def test_the_page_has_a_line_below_the_scores_in_the_surveys_own_numbers() -> None:
    document = with_line(school_document(*page()), [efficacy({"own": score(74), "all": score(68.0)})])
    ids = [one.id for one in document.sections]
    assert ids[:3] == ["start", "scores", "others"]
    assert document.sections[2].blocks == (
        Paragraph(
            "Educator efficacy (“Efficacy, spring”, 24 people). Own efficacy 74 (67 to 81), collective efficacy "
            "68 (61 to 75); scores from 0 to 100, with 95% intervals."
        ),
    )


def test_of_many_scores_a_line_names_the_ends() -> None:
    other = efficacy({"own": score(74), "all": score(68.0), "leading": score(81.0)})
    many = OtherResult(replace(other.frozen, measures=other.frozen.measures * 2), other.site)
    (text,) = with_line(school_document(*page()), [many]).sections[2].blocks
    assert isinstance(text, Paragraph)
    assert "6 scores, from collective efficacy 68 (61 to 75) to leading 81 (74 to 88)" in text.text


def test_the_report_has_a_table_for_each_survey_after_the_groups_and_before_the_methods() -> None:
    scores = {"own": score(74, change=change(points=5.0)), "all": score(68.0, benchmark=None)}
    document = with_others(school_report(*page()), [efficacy(scores)])
    ids = [one.id for one in document.sections]
    assert ids.index("conditions") < ids.index("others") < ids.index("limits")
    (part,) = document.sections[ids.index("others")].sections
    text, table = part.blocks
    assert (part.id, part.title) == ("others-educator-efficacy", "Educator efficacy")
    assert text == Paragraph(
        "Wave “Efficacy, spring”, closed on March 16, 2027. 24 of 30 people answered (80%): a good basis."
    )
    assert isinstance(table, Table)
    assert [column.label for column in table.columns] == [
        "Measure",
        "Score",
        "95% interval",
        "n",
        "Among the other schools",
        "Change since Spring, year 1",
    ]
    assert table.rows == (
        ("Own efficacy", "74", "67 to 81", "31", "above the middle half", "up 5 (+2 to +20)"),
        ("Collective efficacy", "68", "61 to 75", "31", "no comparison", "no earlier result"),
    )


def test_levels_stand_where_the_survey_has_them() -> None:
    other = efficacy({"own": score(74, level="firm")})
    levels = (FrozenLevel(id="firm", label="Firm", text="", below=None),)
    (one,) = other.frozen.measures
    leveled = OtherResult(replace(other.frozen, measures=(replace(one, levels=levels),)), other.site)
    section = others_section([leveled])
    assert section is not None
    table = section.sections[0].blocks[1]
    assert isinstance(table, Table)
    assert (table.columns[4].label, table.rows[0][4]) == ("Level", "Firm (1 of 1)")


def test_a_survey_that_shows_no_score_is_not_there() -> None:
    hidden = efficacy({"own": None, "all": None})
    without = efficacy({"own": None})
    made = school_report(*page())
    assert others_section([hidden, without]) is None
    assert with_others(made, [hidden, without]) == made
    assert with_line(made, [hidden, without]) == made


def test_simulated_data_are_named_where_the_report_does_not_say_so_of_the_whole() -> None:
    snapshot, part = page()
    simulated = {**snapshot, "wave": {**snapshot["wave"], "simulated": True}}
    other = efficacy({"own": score(74)}, simulated=True)
    for said, made in ((False, simulated), (True, snapshot)):
        document = school_report(made, part)
        section = next(one for one in with_others(document, [other]).sections if one.id == "others")
        line = with_line(document, [other]).sections[2].blocks[0]
        assert isinstance(line, Paragraph)
        assert line.text.endswith("Simulated data.") is said
        first = section.sections[0].blocks[0]
        assert isinstance(first, Paragraph)
        assert first.text.endswith("Simulated data.") is said


def test_files_carry_the_section() -> None:
    snapshot, part = page()
    document = with_others(school_report(snapshot, part), [efficacy({"own": score(74)})])
    assert "Own efficacy" in json_text(document, origin_of(as_result(snapshot), school_of(part)))
