"""The section of the second opinion says what was heard, and no more."""

from dataclasses import replace

import pytest

from engine.report.document import Bullets, DefinitionList, Paragraph, Table
from engine.report.study import study_document
from engine.report.study.second_opinion import opinion_blocks, second_opinion_section
from engine.report.study.terminal import summary
from engine.validation.study_json import study_json
from tests.engine.validation.made import answers, full_studies, study
from tests.engine.validation.opinions import made_opinion


def texts(kind: type[Paragraph]) -> list[str]:
    return [block.text for block in opinion_blocks(made_opinion()) if isinstance(block, kind)]


def table(caption: str) -> Table:
    return next(
        one for one in opinion_blocks(made_opinion()) if isinstance(one, Table) and one.caption == caption
    )


def test_the_largest_difference_stands_first_with_its_place_and_reason() -> None:
    assert texts(Paragraph)[0] == (
        "The largest difference is .0600: Loadings, oblimin: I1 on F1, where Barograph has .800 and factor-analyzer "
        ".860. Why: gaps filled by medians."
    )


def test_a_difference_without_a_reason_is_said_to_have_none() -> None:
    assert texts(Paragraph)[1].startswith(
        "Without a known reason: 1 difference of .0005 or more, the largest in KMO by factor-analyzer."
    )
    row = next(row for row in table("All items together").rows if row[0] == "KMO")
    assert row == ("KMO", ".710", ".740", ".0300", "no known reason")


def test_agreement_is_not_told_as_validity() -> None:
    assert any("no evidence of validity" in text for text in texts(Paragraph))


def test_what_is_missing_cut_off_and_unanswered_is_said() -> None:
    bullets = next(block for block in opinion_blocks(made_opinion()) if isinstance(block, Bullets)).items
    assert bullets == (
        "factor-analyzer was cut off after 3 of 4 numbers.",
        "psych is not there: install R.",
        "lavaan was not asked: the others took the time, or their process stopped.",
        "factor-analyzer did not give Communalities (oblimin): it stopped with LinAlgError.",
    )


def test_a_program_that_gave_nothing_has_no_column() -> None:
    assert [column.label for column in table("Reliability").columns] == [
        "Number",
        "Barograph",
        "pingouin",
        "Difference",
        "Why",
    ]
    assert table("Reliability").rows == (("Alpha, Part 0", ".812", ".812", "−.0003", "rounded"),)


def test_each_reason_that_occurs_is_explained_and_no_other() -> None:
    reasons = next(block for block in opinion_blocks(made_opinion()) if isinstance(block, DefinitionList))
    assert [word for word, _ in reasons.rows] == ["Rounded", "Gaps filled by medians"]


def test_where_programs_agree_no_reason_is_looked_for() -> None:
    found = made_opinion()
    alike = replace(found, comparisons=tuple(one for one in found.comparisons if one.number == "welch_f"))
    said = [block.text for block in opinion_blocks(alike) if isinstance(block, Paragraph)]
    assert said[0] == "No difference reaches .00005."
    assert not any("reason" in text for text in said)
    nothing = replace(found, comparisons=())
    assert "nothing to compare" in next(iter(opinion_blocks(nothing))).text  # type: ignore[union-attr]


def test_without_one_there_is_no_section_and_no_key() -> None:
    plain = study(answers(60, 4))
    assert second_opinion_section(plain) is None
    assert "second_opinion" not in study_json(plain)
    assert "second-opinion" not in {section.id for section in study_document(plain).sections}
    assert "add --second-opinion" in " ".join(summary(plain).split())


@pytest.mark.slow
def test_a_terminal_shows_it() -> None:
    said = " ".join(summary(full_studies()[0]).split())
    assert "Second opinion" in said
    assert "Gaps filled by medians" in said
    assert "add --second-opinion" not in said
