"""What a cell prints of several numbers stands in columns of its own for programs."""

from engine.printed import Parted, chance, from_to, in_one_cell, per_cent, whole
from engine.report.document import Column, Table
from engine.report.media.in_columns import in_columns


def made(*cells: str) -> tuple[list[str], list[tuple[str, ...]]]:
    table = in_columns(Table("T", (Column("Name"), Column("It")), tuple(("a", cell) for cell in cells)))
    assert {column.align for column in table.columns[1:]} <= {"start", "end"}
    return [column.label for column in table.columns[1:]], [row[1:] for row in table.rows]


def test_an_interval_is_two_numbers_and_what_is_one_stands_at_both_ends() -> None:
    labels, rows = made(from_to(whole(8), whole(11)), whole(9), "–")
    assert labels == ["It, low", "It, high"]
    assert rows == [("8", "11"), ("9", "9"), ("–", "–")]
    assert str(from_to(*map(per_cent, (11, 35)))) == "11 to 35%"


def test_a_score_with_its_interval_is_three_and_words_stand_where_the_score_does() -> None:
    ends = from_to(whole(49), whole(59))
    labels, rows = made(Parted(f"54 ({ends})", ("", whole(54)), *ends.parts), "too few")
    assert labels == ["It", "It, low", "It, high"]
    assert rows == [("54", "49", "59"), ("too few", "", "")]


def test_words_keep_their_column_beside_a_number() -> None:
    said = in_one_cell(("above the others", chance(0.71)))
    assert said == "above the others, chance: 7 in 10"
    assert made(said) == (["It", "It, chances in 10"], [("above the others", "7")])
    assert made("words", in_one_cell(("more", ""))) == (["It"], [("words",), ("more",)])
