"""A document as plain text: nothing that it says is lost, and every line fits."""

from engine.printed import decimal
from engine.report.document import Column, Document, Section, Table
from engine.report.media.to_text import WIDTH, text
from tests.engine.report import made_up


def document(*blocks: Table) -> Document:
    return Document("Title", "context", "A lead.", (Section("s", "Section", blocks),))


def test_every_kind_of_block_is_there() -> None:
    said = " ".join(text(made_up.document()).split())
    for words in (
        "Simulated data · collective-leadership",
        "Scores of groups may be compared, with care.",
        "A lead with *stars*",
        "- One thing.",
        "- May be claimed: The items hang together.",
        "Scores ranged (M = 3.42, SD = 0.81).",
        "- Kaiser, H. F. (1974). An index. 10.1007/BF02291575",
        "Eigenvalues by number",
        "4.10",
    ):
        assert words in said


def test_words_stand_at_the_left_and_numbers_at_the_right() -> None:
    columns = (Column("Item"), Column("Mean", "end"))
    made = text(document(Table("Means", columns, (("a", decimal(1)), ("bb", decimal(10))), note="A note.")))
    assert made.splitlines()[-5:] == ["Means", "  Item   Mean", "  a      1.00", "  bb    10.00", "A note."]


def test_long_words_go_on_below_and_numbers_stay_in_one_piece() -> None:
    columns = (Column("Where"), Column("What"), *(Column(f"A long label {n}", "end") for n in range(4)))
    row = ("a place " * 8, "a thing that is said " * 8, *(["1,234 to 5,678"] * 4))
    lines = text(document(Table("Long", columns, (row, row)))).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert sum("1,234 to 5,678" in line for line in lines) == 2
    assert " ".join(lines).count("said") == 16


def test_a_note_that_tables_share_is_printed_once() -> None:
    table = Table("T", (Column("Item"),), (("a",),), note="The same note.")
    assert text(document(table, table)).count("The same note.") == 1
