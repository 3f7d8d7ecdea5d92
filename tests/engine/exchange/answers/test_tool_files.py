"""Files as tools write them: headers of several rows, tests, events."""

from pathlib import Path

import pytest

from engine.exchange.response_csv import read_responses
from engine.instrument import kinds
from engine.instrument.column_map import ColumnMap
from engine.instrument.model import Item
from engine.problems import Refused
from tests.engine.exchange.answers.made import ASKED, said_in
from tests.small import instrument

IDS = '"{""ImportId"":""status""}","{""ImportId"":""finished""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"'


def test_previews_and_spam_of_qualtrics_are_left_out_and_the_unfinished_are_told(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    rows = ["0,1,3,1", "1,1,5,2", "0,0,2,3", "8,1,1,1"]
    path.write_text("\n".join(["Status,Finished,A,F", "Antworttyp,Beendet,Frage,Frage 2", IDS, *rows]))
    read = read_responses(path, ASKED)
    assert said_in(read) == [{"A": 3, "F": 1}, {"A": 2, "F": 3}]
    assert read.numbers.tolist() == [4, 6]
    told = " | ".join(read.notes)
    assert "1 row (5) left out: previews and tests of the survey (Status)" in told
    assert "1 row (7) left out: marked as spam (Status)" in told
    assert "1 row (6) not finished" in told
    kept = read_responses(path, ASKED, ColumnMap(rows={"Status": ("0", "1")}))
    assert len(kept) == 3, "what a person asks for goes before"


def test_the_two_rows_of_older_files_and_the_marks_of_2016_are_headers(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text("ResponseID,ResponseSet,A,F\nResponseID,ResponseSet,Words,Words\nR_1,Default,3,1\n")
    assert said_in(read_responses(path, ASKED)) == [{"A": 3, "F": 1}]
    path.write_text(
        "ResponseID,A,F\nResponseID,Words,Words\n{'ImportId': 'x'},{'ImportId': 'y'},z\nR_1,3,1\n"
    )
    assert said_in(read_responses(path, ASKED)) == [{"A": 3, "F": 1}]


def test_several_rows_a_person_are_refused_until_an_event_is_named(tmp_path: Path) -> None:
    path = tmp_path / "redcap.csv"
    path.write_text("record_id,redcap_event_name,A,F\n1,first,3,1\n1,second,4,2\n2,first,5,2\n")
    with pytest.raises(Refused) as refused:
        read_responses(path, ASKED)
    (problem,) = refused.value.problems
    assert problem.code == "several_rows"
    assert "rows: {redcap_event_name: first}" in problem.remedy
    read = read_responses(path, ASKED, ColumnMap(rows={"redcap_event_name": ("first",)}))
    assert said_in(read) == [{"A": 3, "F": 1}, {"A": 5, "F": 2}]
    assert read.numbers.tolist() == [2, 4]
    with pytest.raises(Refused, match="third"):
        read_responses(path, ASKED, ColumnMap(rows={"redcap_event_name": ("third",)}))


def test_a_file_of_previews_alone_is_refused_by_what_was_left_out(tmp_path: Path) -> None:
    path = tmp_path / "previews.csv"
    path.write_text("\n".join(["Status,Finished,A,F", "Antworttyp,Beendet,Frage,Frage 2", IDS, "1,1,3,4"]))
    with pytest.raises(Refused, match=r"no row is left to read: 1 row .* previews and tests"):
        read_responses(path, ASKED)
    assert len(read_responses(path, ASKED, ColumnMap(rows={"Status": ("1",)}))) == 1


def test_an_instrument_without_options_is_told_as_that(tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text("why\nbecause\n")
    with pytest.raises(Refused, match="small asks no question that is answered by options"):
        read_responses(path, instrument(Item("why", "Why?", kinds.LONG_TEXT)))
