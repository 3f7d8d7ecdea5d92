"""What people have collected with their tool is read and scored with what their survey became."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.exchange.response_csv import ResponseFile, read_responses
from engine.loading.folder import column_map, load
from engine.problems import Refused
from engine.responses.scoring import scores
from tests.engine.exchange.foreign.real_files import draft, real
from tests.engine.exchange.foreign.test_small_surveys import FILES


def read(folder: Path, data: Path) -> ResponseFile:
    return read_responses(data, load(folder), column_map(folder / "columns.yaml"))


def brought(name: str, place: Path, data: str, **wishes: Any) -> ResponseFile:
    (place / name).write_text(FILES[name], encoding="utf-8")
    folder = place / "draft"
    folder.mkdir()
    draft(place / name, folder, language="en", **wishes)
    answers = place / "answers.csv"
    answers.write_text(data, encoding="utf-8")
    return read(folder, answers)


def test_redcaps_raw_data_is_scored_without_its_codes_for_no_answer(tmp_path: Path) -> None:
    raw = (
        "record_id,email,tools____1,tools___a,tools___2,m1,m2,c1,c2,score,bmi,far,f_complete\n"
        "1,a@example.org,0,1,0,1,0,1,0,1,,x,2\n"
        "2,b@example.org,0,0,1,1,777,1,,1,,y,2\n"
    )
    read_file = brought("dictionary.csv", tmp_path, raw)
    found = scores(read_file.instrument, read_file.codes)["score"]
    assert found.score.tolist() == [
        1.0,
        2.0,
    ]  # of one answered: its mean times two items, as the report warns


def test_limesurveys_codes_are_the_points_that_it_gives_them(tmp_path: Path) -> None:
    read_file = brought("old.lss", tmp_path, "agree,rate[x],why\nY,A2,because\nN,,\n")
    assert read_file.codes.tolist()[0] == [0, 1]
    assert read_file.open_answers[0] == {"why": "because"}


def test_an_xlsforms_renamed_columns_and_non_answers_are_read(tmp_path: Path) -> None:
    read_file = brought("form.csv", tmp_path, "my-role,a,b,years,why\nteacher,5,99,3,so\n")
    place = [column.id for column in _columns(read_file)].index("b")
    assert read_file.codes[0, place] >= 200


def _columns(read_file: ResponseFile) -> Any:
    from engine.responses.layout import layout

    return layout(read_file.instrument).columns


@pytest.mark.parametrize(
    ("survey", "data", "people"),
    [
        (("redcap-data", "checkboxes_dictionary.csv"), ("redcap-data", "checkboxes_data.csv"), 4),
        (("ls-responses", "colors.lsa"), ("ls-responses", "colors.lsa"), 2),
    ],
)
def test_data_of_others_is_read_with_their_survey(
    survey: tuple[str, str], data: tuple[str, str], people: int, tmp_path: Path
) -> None:
    draft(real(*survey), tmp_path, language="en")
    assert len(read(tmp_path, real(*data)).codes) == people


def test_of_several_events_one_is_read_that_is_named(tmp_path: Path) -> None:
    draft(real("redcap", "longitudinal_dictionary.csv"), tmp_path, language="en")
    instrument, given = load(tmp_path), column_map(tmp_path / "columns.yaml")
    data = real("redcap-data", "longitudinal_data.csv")
    with pytest.raises(Refused, match="several_rows"):
        read_responses(data, instrument, given)
    one = replace(given, rows={"redcap_event_name": ("enrollment_arm_1",)})
    assert len(read_responses(data, instrument, one)) == 2
