"""Data of ODK, KoboToolbox and SurveyCTO: items behind groups, and choices whole, by option, or both."""

from pathlib import Path

import numpy as np
import pytest

from engine.exchange.column_maps import map_for
from engine.exchange.column_matching import match_columns
from engine.exchange.file_profile import profile_of
from engine.exchange.response_csv import ResponseFile, read_responses
from engine.instrument import kinds
from engine.instrument.column_map import ColumnMap
from engine.instrument.model import Item, NonAnswer, Option
from engine.loading.folder import load
from engine.problems import Refused
from engine.responses.layout import BLANK, NOT_SHOWN, layout
from tests.engine.exchange.answers.as_kobo import as_kobo
from tests.engine.exchange.answers.made import said_in
from tests.engine.exchange.foreign.real_files import draft, real
from tests.small import choose, instrument

TOOLS = Item(
    "tools",
    "Which tools?",
    kinds.CHOOSE_MANY,
    options=(Option("e_mail", "E-mail"), Option("chat", "Chat"), Option(99, "Other")),
    non_answers=(NonAnswer("none", "None of these"),),
)
ASKED = instrument(TOOLS, choose("fine", "a", "b"), choose("chat", "x", "y"))
WHOLE = [["e_mail chat", "a"], ["99", "b"], ["", "a"]]
BY_OPTION = [["1", "1", "0"], ["0", "0", "1"], ["", "", ""]]
SAID = [{"tools": ["e_mail", "chat"], "fine": "a"}, {"tools": [99], "fine": "b"}, {"fine": "a"}]


def read(tmp_path: Path, header: str, rows: list[list[str]], given: ColumnMap | None = None) -> ResponseFile:
    path = tmp_path / "data.csv"
    path.write_text("\n".join([header, *map(",".join, rows)]) + "\n")
    return read_responses(path, ASKED, given)


def own_map(folder: Path, data: Path) -> ColumnMap:
    """The draft's own column map, as commands find it."""
    given, told = map_for(str(folder), data, None)
    assert given is not None
    assert told == "Read with the column map that comes with the instrument."
    return given


def columns(shape: str, whole: bool, options: bool) -> tuple[str, list[list[str]]]:
    """The header and rows of a file in one of the shapes that the tools write."""
    name, between = shape.format("tools"), "_" if shape == "{}" else "/"
    names = [name] if whole else []
    names += [f"{name}{between}{option}" for option in ("e_mail", "chat", "99")] if options else []
    rows = [
        [*([first] if whole else []), *(marks if options else []), fine, "1"]
        for (first, fine), marks in zip(WHOLE, BY_OPTION, strict=True)
    ]
    return ",".join([*names, shape.format("fine"), "_id"]), rows


@pytest.mark.parametrize("shape", ["{}", "work/{}", "work-{}", "all/work/{}", "all-work-{}"])
@pytest.mark.parametrize(("whole", "options"), [(True, True), (True, False), (False, True)])
def test_choices_are_read_whole_by_option_or_both(
    shape: str, whole: bool, options: bool, tmp_path: Path
) -> None:
    found = read(tmp_path, *columns(shape, whole, options))
    assert said_in(found) == SAID
    told = "In the file whole and by its options, which say the same: tools"
    assert (told in found.notes) == (whole and options)


def test_an_option_behind_its_item_is_not_an_item_of_its_name(tmp_path: Path) -> None:
    found = read(tmp_path, "g/tools/e_mail,g/tools/chat,g/tools/99,g/chat", [["0", "1", "0", "x"]])
    assert said_in(found) == [{"tools": ["chat"], "chat": "x"}]


def test_without_the_tools_own_columns_only_options_tell_a_group(tmp_path: Path) -> None:
    assert said_in(read(tmp_path, "fine,tools/e_mail,tools/chat,tools/99", [["a", "1", "0", "0"]])) == [
        {"tools": ["e_mail"], "fine": "a"}
    ]
    alone = read(tmp_path, "fine,and/chat", [["a", "x"]])
    assert said_in(alone) == [{"fine": "a"}], "a text with / in it is no group"


def test_where_whole_and_options_differ_nothing_is_read(tmp_path: Path) -> None:
    header, rows = columns("work/{}", True, True)
    rows[1][1:4] = ["0", "1", "1"]
    with pytest.raises(Refused) as refused:
        read(tmp_path, header, rows)
    (problem,) = refused.value.problems
    assert (problem.code, problem.place) == ("duplicate_column", "row 3")
    assert problem.cause == "column work/tools answers item 'tools' otherwise than work/tools/chat"
    by_option = ["work/tools/e_mail", "work/tools/chat", "work/tools/99"]
    ignored = ColumnMap(ignore=tuple(by_option))
    assert said_in(read(tmp_path, header, rows, ignored)) == SAID
    assert said_in(read(tmp_path, header, rows, ColumnMap(ignore=("work/tools",))))[1] == {
        "tools": ["chat", 99],
        "fine": "b",
    }


@pytest.mark.parametrize("whole_first", [True, False])
def test_a_way_of_not_answering_stays_where_no_option_was_chosen(whole_first: bool, tmp_path: Path) -> None:
    names, cells = ["tools/e_mail", "tools/chat", "tools/99"], ["0", "0", "0"]
    names, cells = (
        (["tools", *names], ["none", *cells]) if whole_first else ([*names, "tools"], [*cells, "none"])
    )
    found = read(tmp_path, ",".join(names), [cells])
    assert set(found.codes[0, :3].tolist()) == {200}
    cells = [cell.replace("0", "1") for cell in cells]
    with pytest.raises(Refused, match="duplicate_column"):
        read(tmp_path, ",".join(names), [cells])


def test_words_beside_other_are_mapped_behind_their_groups(tmp_path: Path) -> None:
    form, folder = real("xlsform", "all_types_survey.xlsx"), tmp_path / "draft"
    folder.mkdir()
    draft(form, folder)
    as_kobo(form, tmp_path / "data.csv")
    given = own_map(folder, tmp_path / "data.csv")
    assert given.columns["or_other_types/q_sel1_other_other"] == "q_sel1_other.other.words"


@pytest.mark.parametrize("name", ["mitwirken_umfrage.xlsx", "all_types_survey.xlsx"])
def test_data_of_real_forms_are_read_in_kobos_shape(name: str, tmp_path: Path) -> None:
    form, folder = real("xlsform", name), tmp_path / "draft"
    folder.mkdir()
    draft(form, folder, language="en")
    chosen = as_kobo(form, tmp_path / "data.csv")
    brought, given = load(folder), own_map(folder, tmp_path / "data.csv")
    found = read_responses(tmp_path / "data.csv", brought, given)
    several = [item for item in brought.items if item.closed and item.kind.several and item.kind.coding]
    meant = given.meanings()
    for said, person in zip(said_in(found), chosen, strict=True):
        for item in (one for one in several if one.show_if is None and one.id in person):
            cells = meant.get(item.id, {})
            asked = {cells.get(option) or option for option in person[item.id]}
            assert set(map(str, said.get(item.id, ()))) == asked, item.id
    assert any(item.id in person and person[item.id] for item in several for person in chosen)


def test_ids_that_changed_are_found_behind_their_groups(tmp_path: Path) -> None:
    form, folder = real("xlsform", "xlsform_spec_test.xlsx"), tmp_path / "draft"
    folder.mkdir()
    draft(form, folder, language="en")
    chosen = as_kobo(form, tmp_path / "data.csv")
    brought, given = load(folder), own_map(folder, tmp_path / "data.csv")
    behind = "everything/repeat_test/labeled_select_group/list-nolabel-test"
    assert given.columns[behind] == "list_nolabel_test"
    found = read_responses(tmp_path / "data.csv", brought, given)
    codes = found.codes[:, layout(brought).first["list_nolabel_test"]]
    shown = codes != NOT_SHOWN
    numbered = {"yes": 0, "no": 1}
    first = [next(iter(person["list-nolabel-test"]), "") for person in chosen]
    meant = np.array([numbered.get(option, BLANK) for option in first])
    assert shown.sum() > 5
    assert codes[shown].tolist() == meant[shown].tolist()


def test_columns_are_matched_by_their_path_and_by_labels_behind_those_of_groups(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    for header in (
        "g/tools,g/tools/e_mail,g/tools/chat,g/tools/99,g/fine,_id",
        "The group/Which tools?,The group/Which tools?/E-mail,The group/Which tools?/Chat,"
        "The group/Which tools?/Other,The group/Which fine?,_id",
    ):
        path.write_text(f"{header}\nchat,0,1,0,a,1\n")
        matches = match_columns(profile_of(path, remedy="").columns, ASKED)
        assert [one.target for one in matches if one.counts] == [
            "tools",
            "tools.e_mail",
            "tools.chat",
            "tools.99",
            "fine",
        ], header
