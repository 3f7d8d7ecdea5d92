"""Files of answers that others made, as they are: each is read with what is in it, or refused with reason."""

from pathlib import Path

import pytest

from engine.exchange.answers.blocks import CodedTable
from engine.exchange.answers.opening import open_answers
from engine.exchange.column_matching import match_columns
from engine.exchange.file_profile import profile_of
from engine.exchange.response_csv import read_responses
from engine.instrument import kinds
from engine.instrument.model import Item, NonAnswer, Option
from engine.problems import Refused
from engine.responses.layout import BLANK, FIRST_NON_ANSWER, layout
from tests.engine.exchange.answers.made import said_in
from tests.engine.exchange.foreign.real_files import real
from tests.small import choose, instrument

# folder, name, format, columns, rows that are people
READ = [
    ("google-ms-forms", "digilocker.xlsx", "workbook", 25, 186),
    ("google-ms-forms", "dutch_eval.xlsx", "workbook", 15, 29),
    ("google-ms-forms", "ms_curriculum.xlsx", "workbook", 22, 230),
    ("google-ms-forms", "refactoring.xlsx", "workbook", 41, 167),
    ("ls-responses", "colors.lsa", "LimeSurvey archive", 20, 2),
    ("ls-responses", "imagery_codes.csv", "CSV", 45, 50),
    ("ls-responses", "scicom_labels.csv", "CSV", 41, 53),
    ("qualtrics-csv", "german_sample.csv", "CSV", 20, 1),
    ("qualtrics-csv", "matrix_insights.csv", "CSV", 30, 5),
    ("qualtrics-csv", "text_entry.csv", "CSV", 40, 15),
    ("redcap-data", "checkboxes_data.csv", "CSV", 13, 4),
    ("redcap-data", "longitudinal_data.csv", "CSV", 125, 18),
    ("xlsx-ods", "exam_anxiety.xlsx", "workbook", 9, 43),
    ("xlsx-ods", "job_adverts.xlsx", "workbook", 48, 39),
    ("xlsx-ods", "jolla.ods", "workbook", 28, 489),
    ("xlsx-ods", "lycee.xlsx", "workbook", 55, 493),
    ("sav", "bfi2_grip.sav", "SPSS file", 69, 400),
    ("sav", "multiple_response.sav", "SPSS file", 12, 6),
    ("sav", "sample_missing.sav", "SPSS file", 7, 7),
    ("sav", "wellbeing_hungarian.sav", "SPSS file", 50, 500),
    ("dta", "missing_test.dta", "Stata file", 9, 1),
    ("dta", "tagged_na_int.dta", "Stata file", 1, 8),
    ("dta", "teams.dta", "Stata file", 20, 164),
]


@pytest.mark.parametrize(("folder", "name", "format", "columns", "people"), READ)
def test_it_is_read_with_what_is_in_it(
    folder: str, name: str, format: str, columns: int, people: int
) -> None:
    if folder in ("sav", "dta"):
        pytest.importorskip("pyreadstat", reason="install the extra: pip install 'barograph[spss]'")
    profile = profile_of(real(folder, name), remedy="")
    assert (profile.format, len(profile.columns), profile.rows) == (format, columns, people)


def test_declared_missing_values_of_an_spss_file_keep_their_cause() -> None:
    pytest.importorskip("pyreadstat", reason="install the extra: pip install 'barograph[spss]'")
    options = tuple(Option(value, label) for value, label in enumerate(["low", "medium", "high"], 1))
    asked = instrument(
        Item(
            "myord",
            "How high?",
            kinds.SCALE,
            options=options,
            non_answers=(NonAnswer("missing_", "Missing"),),
        )
    )
    read = read_responses(real("sav", "sample_missing.sav"), asked)
    codes = read.codes[:, layout(asked).first["myord"]].tolist()
    assert FIRST_NON_ANSWER in codes, "-1, which the file labels missing and declares so"
    assert set(codes) <= {0, 1, 2, BLANK, FIRST_NON_ANSWER}
    assert any("declared in the file to mean missing" in note for note in read.notes)


def test_an_spss_file_that_counts_otherwise_is_refused_and_not_scored() -> None:
    pytest.importorskip("pyreadstat", reason="install the extra: pip install 'barograph[spss]'")
    labels = [
        "Disagree strongly",
        "Disagree a little",
        "Neither agree nor disagree",
        "Agree a little",
        "Strongly agree",
    ]
    options = tuple(Option(value, label) for value, label in enumerate(labels, 1))
    asked = instrument(Item("BFI2_1", "Is outgoing.", kinds.SCALE, options=options))
    with pytest.raises(Refused) as refused:
        read_responses(real("sav", "bfi2_grip.sav"), asked)
    (problem,) = refused.value.problems
    assert problem.code == "labels_differ"
    assert "2 is 'Neither Agree nor Disagree' in the file and 3 is in the instrument" in problem.cause


def test_the_codes_of_an_archive_of_limesurvey_are_those_of_its_questions() -> None:
    path: Path = real("ls-responses", "colors.lsa")
    with open_answers(path, remedy="") as opened:
        table = opened.table
    assert isinstance(table, CodedTable)
    assert any(name.endswith("[SQ009]") for name in table.header)
    assert not any(name[0].isdigit() for name in table.header)


def test_checkboxes_of_redcap_are_read_by_the_codes_of_its_dictionary() -> None:
    asked = instrument(
        choose("check_one", 1, 2, 3, 4, kind=kinds.CHOOSE_MANY),
        choose("check_two", "a", "b", "c", "d", "e", kind=kinds.CHOOSE_MANY),
    )
    read = read_responses(real("redcap-data", "checkboxes_data.csv"), asked)
    assert said_in(read)[0] == {"check_one": [1], "check_two": ["a", "c"]}


def test_several_events_of_redcap_are_refused() -> None:
    asked = instrument(choose("sex", 0, 1))
    with pytest.raises(Refused) as refused:
        read_responses(real("redcap-data", "longitudinal_data.csv"), asked)
    assert [problem.code for problem in refused.value.problems] == ["several_rows"]


def test_statements_of_a_form_are_matched_by_their_words() -> None:
    profile = profile_of(real("google-ms-forms", "digilocker.xlsx"), remedy="")
    options = tuple(Option(value, str(value)) for value in range(1, 6))
    statements = [column.name for column in profile.columns if column.name.startswith("I ")]
    asked = instrument(
        *(
            Item(f"S{n}", text.rstrip("."), kinds.SCALE, options=options)
            for n, text in enumerate(statements, 1)
        )
    )
    found = {
        match.column.name: match.target for match in match_columns(profile.columns, asked) if match.counts
    }
    assert found == {text: f"S{n}" for n, text in enumerate(statements, 1)}
