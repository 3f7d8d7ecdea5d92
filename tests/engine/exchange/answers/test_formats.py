"""The same answers are read from every format, and what a file says of its values is heard."""

from pathlib import Path

import numpy as np
import pytest

from engine.exchange.answers.formats import format_of
from engine.exchange.answers.opening import column_names, expected_rows
from engine.exchange.response_csv import ResponseFile, read_responses
from engine.instrument.column_map import CellMeanings, ColumnMap
from engine.problems import Refused
from engine.responses.layout import BLANK, FIRST_NON_ANSWER, layout
from tests.engine.exchange.answers.made import ASKED, FORMATS, HEADER, SAID, said_in, sheet
from tests.small import instrument, likert


@pytest.mark.parametrize("ending", FORMATS)
def test_the_same_answers_are_read_from_every_format(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"answers.{ending}"
    FORMATS[ending](path)
    read = read_responses(path, ASKED, ColumnMap(site="school"))
    assert said_in(read) == SAID
    assert read.labels["school"] == ("Oak", "Elm", "Elm")
    assert len(read.digest) == 64


@pytest.mark.parametrize("ending", ["xlsx", "sav", "parquet"])
def test_a_format_is_known_by_what_is_in_a_file_and_not_by_its_name(ending: str, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    FORMATS[ending](path)
    assert said_in(read_responses(path, ASKED, ColumnMap(site="school"))) == SAID
    assert len(column_names(path)) == len(HEADER)
    assert expected_rows(path) in (3, 4)


def test_rows_of_a_sheet_are_numbered_as_the_spreadsheet_numbers_them(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sheet(path, [["A", "F"], [3, 1], [], [], [5, 2], [9, 2]])
    with pytest.raises(Refused) as refused:
        read_responses(path, ASKED)
    assert [str(one.place) for one in refused.value.problems] == ["row 6, column A"]


def test_blank_rows_repeated_headings_and_totals_are_nobody_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    heading = ["who", "A", "F"]
    sheet(
        path, [["Our survey", None, None], heading, [1, 3, 1], [], heading, [2, 5, 2], [], ["Mean:", 4, 1.5]]
    )
    read = read_responses(path, ASKED)
    assert said_in(read) == [{"A": 3, "F": 1}, {"A": 5, "F": 2}]
    assert read.numbers.tolist() == [3, 6]
    told = " | ".join(read.notes)
    assert "The header is row 2" in told
    assert "2 rows (4, 7) left out: nothing stands in them" in told
    assert "1 row (5) left out: they repeat the header" in told
    assert "1 row (8) left out: totals below the answers" in told


def test_a_school_called_total_is_no_total(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("school,A\nTotal,3\nOak,4\n")
    assert len(read_responses(path, ASKED)) == 2


def test_a_sheet_is_named_and_a_wrong_name_is_answered_by_those_there_are(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sheet(path, others=("Pivot", "Notes"))
    read = read_responses(path, ASKED, ColumnMap(sheet="Answers"))
    assert said_in(read) == SAID
    assert "Sheet 'Answers' read; not 'Pivot', 'Notes'" in read.notes[0]
    with pytest.raises(Refused) as refused:
        read_responses(path, ASKED, ColumnMap(sheet="Answer"))
    assert refused.value.problems[0].code == "no_sheet"
    assert "Answers" in refused.value.problems[0].remedy


def coded(read: ResponseFile) -> list[int]:
    """The codes of the item F, a person each."""
    codes: list[int] = read.codes[:, layout(ASKED).first["F"]].tolist()
    return codes


def sav_of(
    path: Path, values: list[float], labels: dict[float, str], missing: list[dict[str, float]]
) -> None:
    import pandas

    pyreadstat = pytest.importorskip("pyreadstat", reason="install the extra: pip install 'barograph[spss]'")
    pyreadstat.write_sav(
        pandas.DataFrame({"F": values}),
        str(path),
        variable_value_labels={"F": labels},
        missing_ranges={"F": missing} if missing else None,
        column_labels=["How often do you meet?"],
    )


def test_values_a_file_declares_missing_are_non_answers_or_blank_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.sav"
    sav_of(
        path, [1, 98, 99, -5], {98: "don’t know", 99: "Refused"}, [{"lo": 90, "hi": 99}, {"lo": -5, "hi": -5}]
    )
    read = read_responses(path, ASKED)
    assert coded(read) == [0, FIRST_NON_ANSWER, BLANK, BLANK]
    told = "F: declared in the file to mean missing: "
    assert f"{told}-5 is blank, 98 (don’t know) is dont_know, 99 (Refused) is blank" in read.notes


def test_values_that_no_file_declares_are_not_taken_for_missing(tmp_path: Path) -> None:
    path = tmp_path / "a.sav"
    sav_of(path, [1, 99], {}, [])
    with pytest.raises(Refused, match="missing"):
        read_responses(path, ASKED)
    given = ColumnMap(values=(CellMeanings(("F",), {"99": None, "1": "4"}),))
    assert [answers.get("F") for answers in said_in(read_responses(path, ASKED, given))] == [4, None]


def test_a_file_whose_labels_say_the_opposite_is_refused_until_somebody_says_what_is_meant(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.sav"
    turned = {1: "Always", 2: "Often", 3: "Rarely", 4: "NEVER"}
    sav_of(path, [1, 2], turned, [])
    with pytest.raises(Refused) as refused:
        read_responses(path, ASKED)
    (problem,) = refused.value.problems
    assert problem.code == "labels_differ"
    assert "1 is 'Always' in the file and 4 is in the instrument" in problem.cause
    meant = {"1": "4", "2": "3", "3": "2", "4": "1"}
    read = read_responses(path, ASKED, ColumnMap(values=(CellMeanings(("F",), meant),)))
    assert [answers["F"] for answers in said_in(read)] == [4, 3]


def test_stata_s_tagged_missing_values_keep_their_cause(tmp_path: Path) -> None:
    import pandas

    pyreadstat = pytest.importorskip("pyreadstat", reason="install the extra: pip install 'barograph[spss]'")
    path = tmp_path / "a.dta"
    pyreadstat.write_dta(
        pandas.DataFrame({"F": [1, "a", "b"]}),
        str(path),
        missing_user_values={"F": ["a", "b"]},
        variable_value_labels={"F": {"a": "Don't know"}},
    )
    read = read_responses(path, ASKED)
    assert coded(read) == [0, FIRST_NON_ANSWER, BLANK]


def test_a_meaning_that_is_no_answer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("F\n1\n")
    for cells, items, code in (({"1": "7"}, ("F",), "not_an_option"), ({"1": "1"}, ("G",), "unknown_item")):
        with pytest.raises(Refused) as refused:
            read_responses(path, ASKED, ColumnMap(values=(CellMeanings(items, cells),)))
        assert [one.code for one in refused.value.problems] == [code]


def test_meanings_of_several_answers_in_one_cell_are_heard(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('grades,A\n"Kinder;First",1\nFirst,2\n')
    given = ColumnMap(values=(CellMeanings(("grades",), {"Kinder": "k", "First": "1"}),))
    assert [answers["grades"] for answers in said_in(read_responses(path, ASKED, given))] == [["k", 1], [1]]


def test_many_blocks_are_read_as_one_file(tmp_path: Path) -> None:
    import pandas

    duckdb = pytest.importorskip("duckdb", reason="install the extra: pip install 'barograph[parquet]'")
    path = tmp_path / "a.parquet"
    values = np.arange(45_000) % 5 + 1
    table = pandas.DataFrame({"A": values})
    duckdb.connect().register("answers", table).execute(f"COPY answers TO '{path}' (FORMAT parquet)")
    read = read_responses(path, instrument(likert("A")))
    assert np.array_equal(read.codes[:, 0], values - 1)


def test_a_text_is_no_format_of_this_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("A,F\n1,2\n")
    assert format_of(path) is None
