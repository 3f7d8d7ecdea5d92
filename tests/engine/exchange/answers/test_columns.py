"""Columns are matched to items by id and by text, what is not sure is asked, and the map is one that is read."""

from pathlib import Path

from click.testing import CliRunner

from engine.commands.columns import columns
from engine.exchange.cell_meanings import meanings_in
from engine.exchange.column_matching import match_columns
from engine.exchange.file_profile import profile_of
from engine.exchange.map_text import map_text
from engine.exchange.response_csv import read_responses
from engine.instrument import kinds
from engine.instrument.model import Item, NonAnswer, Option
from engine.loading.folder import column_map
from tests.engine.exchange.answers.made import said_in, sheet
from tests.small import instrument

AGREE = tuple(
    Option(value, label)
    for value, label in enumerate(["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"], 1)
)
CANNOT = (NonAnswer("cannot_judge", "I can’t judge"),)


def rated(id: str, text: str, **more: object) -> Item:
    return Item(id, text, kinds.SCALE, options=AGREE, non_answers=CANNOT, **more)  # type: ignore[arg-type]


ASKED = instrument(
    rated("M1", "Our meetings have a clear purpose.", stem="meetings"),
    rated("M2", "Decisions are written down.", stem="meetings"),
    rated("M3", "I know who decides what in our school."),
    rated("M4", "I know who decides what in our schools."),
    Item(
        "tools",
        "Which tools do you use?",
        kinds.CHOOSE_MANY,
        options=(Option("a", "Art, music"), Option("b", "Books")),
    ),
    Item("why", "Why?", kinds.LONG_TEXT),
    stems={"meetings": "How true is this?"},
)
HEADER = [
    "Timestamp",
    "How true is this? [Our meetings have a clear purpose.]",
    "2. decisions are written down",
    "I know who decides what in our scool.",
    "tools___a",
    "tools___b",
    "Why?",
    "Why?",
]
ROWS = [
    ["2026-05-31 10:00", "Strongly Agree", "I can't judge", "Agree", 1, 0, "so", "again"],
    ["2026-05-31 10:05", "strongly  disagree", "99", "Disagree", 0, 1, "", ""],
]


def test_columns_are_matched_by_text_and_what_two_items_fit_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    sheet(path, [HEADER, *ROWS])
    profile = profile_of(path, remedy="")
    found = {match.column.address: match for match in match_columns(profile.columns, ASKED)}
    assert {name: match.target for name, match in found.items() if match.counts} == {
        HEADER[1]: "M1",
        HEADER[2]: "M2",
        "tools___a": "tools.a",
        "tools___b": "tools.b",
        "Why?": "why",
    }
    doubt = found[HEADER[3]]
    assert doubt.target == "M3"
    assert not doubt.counts
    assert doubt.rivals == ("M4",)
    assert found["Why? (2)"].target is None
    assert found["Timestamp"].target is None


def test_cells_are_proposed_and_the_map_that_is_written_reads_the_file(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    sheet(path, [HEADER, *ROWS])
    profile = profile_of(path, remedy="")
    matches = match_columns(profile.columns, ASKED)
    meanings = {
        one.item: {cell.cell: cell.meaning for cell in one.cells} for one in meanings_in(matches, ASKED)
    }
    assert meanings == {
        "M1": {"Strongly Agree": "5", "strongly disagree": "1"},
        "M2": {"I can't judge": "cannot_judge", "99": ""},
    }
    text = map_text(path.name, ASKED, matches, meanings_in(matches, ASKED))
    assert '# "99":  # no answer?' in text, "a code that is often missing is asked about"
    beside = tmp_path / "form.columns.yaml"
    beside.write_text(text.replace('# "99":', '"99":'))
    read = read_responses(path, ASKED, column_map(beside))
    assert said_in(read) == [
        {"M1": 5, "tools": ["a"], "why": "so"},
        {"M1": 1, "tools": ["b"]},
    ]


def test_columns_of_one_name_are_told_apart_by_their_place(tmp_path: Path) -> None:
    path = tmp_path / "form.csv"
    path.write_text("Rate it,Rate it,Rate it\n1,2,3\n")
    given = tmp_path / "form.columns.yaml"
    given.write_text('columns: {"Rate it": M1, "Rate it (2)": M2, "Rate it (3)": M3}\n')
    assert said_in(read_responses(path, ASKED, column_map(given))) == [{"M1": 1, "M2": 2, "M3": 3}]


def test_a_map_that_somebody_may_have_changed_is_not_written_over(tmp_path: Path) -> None:
    path, out = tmp_path / "a.csv", tmp_path / "a.columns.yaml"
    path.write_text("M1,M2\n1,2\n")
    out.write_text("keyed: all\n")
    done = CliRunner().invoke(columns, [str(path), "team-safety", "-o", str(out)])
    assert done.exit_code == 1
    assert "file_exists" in done.stderr
    assert out.read_text() == "keyed: all\n"
